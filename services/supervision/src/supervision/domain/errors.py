"""Refusals of this service: one stable code and one sentence each."""

from servicekit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class CaseNotFoundError(NotFoundError):
    """No such case, or none that this unit may know of."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("没有找到该案件。")


class RoleMissingError(ForbiddenError):
    """The caller's duty does not cover this; only the district office closes cases (R27)."""

    code = "role_missing"

    def __init__(self) -> None:
        super().__init__("您的岗位没有办理此事项的权限。")


class ReviewerIsReporterError(ForbiddenError):
    """Nobody reviews a report that their own account filed."""

    code = "reviewer_is_reporter"

    def __init__(self) -> None:
        super().__init__("该办结报告由您本人报送，须由他人审核。")


class ChecklistIncompleteError(InvalidError):
    """Approval needs all four ticks (R47)."""

    code = "checklist_incomplete"


class ReasonTooShortError(InvalidError):
    """A return must say why (R47)."""

    code = "reason_too_short"


class ReasonMissingError(InvalidError):
    """A revocation must say why (R28)."""

    code = "reason_missing"


class EvidenceMissingError(InvalidError):
    """A condition of the recognition has no evidence (R27)."""

    code = "evidence_missing"


class EvidenceDuplicateError(InvalidError):
    """A condition came twice."""

    code = "evidence_duplicate"


class CeasedNotVoluntaryError(InvalidError):
    """息访罢诉 counts only when it is the petitioner's own will."""

    code = "ceased_not_voluntary"


class ConfirmationMissingError(InvalidError):
    """Nobody is named who confirmed 息访罢诉."""

    code = "confirmation_missing"


class ConfirmedByResponsibleUnitError(InvalidError):
    """The responsible unit cannot confirm its own success."""

    code = "confirmed_by_responsible_unit"


class ObservationRunningError(ConflictError):
    """The observation window has not ended (R27)."""

    code = "observation_running"


class RepeatSinceError(ConflictError):
    """The petitioner came again on or after the day the case is said to be resolved (R27)."""

    code = "repeat_since"


class ClosureOutOfOrderError(ConflictError):
    """A closure fact without the one before it."""

    code = "closure_out_of_order"


class OtherReportError(ConflictError):
    """A leader's opinion on a report that is not the standing one."""

    code = "other_report"
