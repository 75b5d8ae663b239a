"""Refusals of this service, each with its own stable code."""

from servicekit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class CaseNotFoundError(NotFoundError):
    """No such case, or one this unit may not know of: the two read the same."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("没有这个信访事项，或者本单位不承办此事项。")


class ReportNotFoundError(NotFoundError):
    """The case has no closing report yet."""

    code = "report_not_found"

    def __init__(self) -> None:
        super().__init__("该事项还没有办结报告。")


class MeasureNotFoundError(NotFoundError):
    """The case holds no such measure."""

    code = "measure_not_found"

    def __init__(self) -> None:
        super().__init__("该事项没有这项化解措施。")


class AlreadyExecutedError(ConflictError):
    """The measure was carried out before."""

    code = "already_executed"

    def __init__(self) -> None:
        super().__init__("这项措施已登记为落实，不能重复登记。")


class RoleMissingError(ForbiddenError):
    """The caller's duty does not cover this."""

    code = "role_missing"

    def __init__(self) -> None:
        super().__init__("您的岗位没有办理此事项的权限。")


class NotOnDutyError(ForbiddenError):
    """The caller's unit sees the case but has no duty in it."""

    code = "not_on_duty"

    def __init__(self) -> None:
        super().__init__("本单位不是该事项的主办、协办或配合单位，不能登记化解工作。")


class NotTheLeadUnitError(ForbiddenError):
    """Only the lead unit reports closure."""

    code = "not_the_lead_unit"

    def __init__(self) -> None:
        super().__init__("只有主办单位可以报送办结报告。")


class NotTheLeaderError(ForbiddenError):
    """Only the assigned leader's own account may sign (R24)."""

    code = "not_the_leader"

    def __init__(self) -> None:
        super().__init__("您不是该事项的包案领导，不能签署书面意见。")


class LeaderIsHandlerError(ForbiddenError):
    """Nobody signs the opinion on a report of his own (R24)."""

    code = "leader_is_handler"

    def __init__(self) -> None:
        super().__init__("办结报告由您本人报送，包案领导意见须由他人签署。")


class EvidenceNotOpenedError(ConflictError):
    """The leader has not opened this report yet (R24)."""

    code = "evidence_not_opened"

    def __init__(self) -> None:
        super().__init__("请先打开本次办结报告及化解材料，阅看后再签署意见。")


class OpinionTooShortError(InvalidError):
    """The opinion is blank or says too little (R24)."""

    code = "opinion_too_short"

    def __init__(self, least: int) -> None:
        super().__init__(f"书面意见不得少于 {least} 个字，空格不计。", least=least)


class ConsentMissingError(InvalidError):
    """An agreement needs the consent of at least two parties, all of them (R41)."""

    code = "consent_missing"

    def __init__(self) -> None:
        super().__init__("达成协议须有至少两方当事人到场且全部同意调解，请核对当事人同意情况。")


class AgreementNotReachedError(InvalidError):
    """Agreement text with an outcome that is no agreement (R41)."""

    code = "agreement_not_reached"

    def __init__(self) -> None:
        super().__init__("调解结果不是“达成协议”，不能登记调解协议内容。")


class ReceiptMissingError(InvalidError):
    """A notice without a receipt and without the reason for none."""

    code = "receipt_missing"

    def __init__(self) -> None:
        super().__init__("请填写送达回执编号；没有回执的，请写明原因。")


class MeansMissingError(InvalidError):
    """A measure that names none of the four means (R40)."""

    code = "means_missing"

    def __init__(self) -> None:
        super().__init__("请至少选择一种化解手段（法律、政策、经济、行政）。")


class TextMissingError(InvalidError):
    """Parts of a record that may not be blank or too short."""

    code = "text_missing"

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(
            f"以下内容未填写或过于简单：{'、'.join(missing.values())}。", missing=list(missing)
        )


class ReportIncompleteError(TextMissingError):
    """Parts of the closing report that may not be blank or too short (R47)."""

    code = "report_incomplete"


class ClosureEvidenceMissingError(InvalidError):
    """The closing report rests on no real work yet (R22, R26, R40, R47)."""

    code = "closure_evidence_missing"

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__(
            f"还不能报送办结报告，缺少：{'、'.join(missing.values())}。", missing=list(missing)
        )
