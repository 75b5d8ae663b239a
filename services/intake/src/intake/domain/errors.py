"""Refusals of intake, each with its own code."""

from servicekit.errors import (
    BusinessDateError,
    Category,
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)


class CaseNotFoundError(NotFoundError):
    """No such case, or none this unit may know of: the two look the same."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("没有这件信访事项，或者您的单位无权查看。")


class ImportNotFoundError(NotFoundError):
    """No such import of this unit."""

    code = "import_not_found"

    def __init__(self) -> None:
        super().__init__("没有这次台账导入记录。")


class MappingNotFoundError(NotFoundError):
    """No such remembered column mapping of this unit."""

    code = "mapping_not_found"

    def __init__(self) -> None:
        super().__init__("没有这条列对应记录。")


class FileGoneError(ConflictError):
    """The uploaded file is kept until it is committed, and for thirty days at most."""

    code = "file_gone"

    def __init__(self) -> None:
        super().__init__("原文件已不再保存（入库后或满 30 天即删除），请重新上传。")


class NothingRejectedError(NotFoundError):
    """No row of the import was rejected, so there is no workbook to give back."""

    code = "nothing_rejected"

    def __init__(self) -> None:
        super().__init__("这次导入没有退回的行。")


class LinkNotFoundError(NotFoundError):
    """No such repeat link, or none this unit may know of."""

    code = "repeat_link_not_found"

    def __init__(self) -> None:
        super().__init__("没有这条重复信访提示。")


class CaseNumberTakenError(ConflictError):
    """信访件编号 is unique in the district."""

    code = "case_no_taken"

    def __init__(self, case_no: str | None = None) -> None:
        if case_no is None:
            super().__init__("有信访件编号刚刚被登记，请重试。")
        else:
            super().__init__(f"信访件编号 {case_no} 已经登记过，请核对。", case_no=case_no)


class UnitUnknownError(InvalidError):
    """A unit code that the district's directory does not hold."""

    code = "unit_unknown"

    def __init__(self, unit: str) -> None:
        super().__init__(f"单位代码 {unit} 不在单位名录中。", unit=unit)


class EvidenceMissingError(InvalidError):
    """A tick of the verification without evidence (R12)."""

    code = "evidence_missing"

    def __init__(self, missing: list[str]) -> None:
        super().__init__("每一项核对都要写明依据。", missing=missing)


class PetitionerInvalidError(InvalidError):
    """A petitioner's number or phone that cannot be right; the number itself is not repeated."""

    code = "petitioner_invalid"


class CaseNumberInvalidError(InvalidError):
    """The case number is an identity number, or of the series that only the system gives."""

    code = "case_no_invalid"


class RegistrationInvalidError(InvalidError):
    """Registered facts that contradict each other; ``rule`` in the context names the rule."""

    code = "registration_invalid"


class TooEarlyError(BusinessDateError):
    """A day before any petition that this system can know of."""

    code = "date_too_early"


class HardCaseUnexplainedError(InvalidError):
    """The facts suggest a hard case, the officer keeps it ordinary and does not say why (R19)."""

    code = "hard_case_unexplained"


class CompartmentMissingError(ConflictError):
    """No unit of 纪检监察 is in the directory: nobody could read a sealed case (R72)."""

    code = "compartment_missing"

    def __init__(self) -> None:
        super().__init__("单位名录中没有纪检监察单位，暂不能登记或封存揭发控告件，请联系管理员。")


class AlreadyIssuedError(ConflictError):
    """The case was handed to a unit: it is closed by that way only."""

    code = "already_issued"


class NotFastEligibleError(ConflictError):
    """Nobody found 事由清楚、结果清晰 at the verification (R13)."""

    code = "not_fast_eligible"


class RestrictedError(ForbiddenError):
    """Seen by 纪检监察, 政法 and the office's supervisors only (R33)."""

    code = "restricted"


class SamePetitionError(InvalidError):
    """A case cannot repeat itself, and a repeat cannot be older than what it repeats."""

    code = "repeat_order"


class LedgerRefusedError(InvalidError):
    """The uploaded ledger as a whole is refused; ``refused_because`` gives it the reason's code."""

    code = "ledger_refused"


class UploadTooLargeError(DomainError):
    """The uploaded file passes the limit of a ledger."""

    code = "body_too_large"
    category = Category.TOO_LARGE


def refused_because(reason: str, sentence: str, **context: object) -> LedgerRefusedError:
    """A refusal whose code is the reader's reason, such as ``encrypted`` or ``too_large``."""
    kind = type("LedgerRefusedError", (LedgerRefusedError,), {"code": reason})
    error: LedgerRefusedError = kind(sentence, **context)
    return error


class DecisionUnexplainedError(InvalidError):
    """A decision on a repeat without a reason, or with the reason of another decision."""

    code = "reason_missing"


class MatterNotFoundError(NotFoundError):
    """No such matter, or none of its cases is one this unit may know of."""

    code = "matter_not_found"

    def __init__(self) -> None:
        super().__init__("没有这个事项归集，或者您的单位无权查看。")


class OtherSideHiddenError(ForbiddenError):
    """Who decides on two cases must see both."""

    code = "other_side_hidden"

    def __init__(self) -> None:
        super().__init__("另一件不在本单位权限内，不能判定。")
