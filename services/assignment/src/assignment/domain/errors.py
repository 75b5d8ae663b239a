"""Refusals of this service: one stable code and one sentence each."""

from servicekit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class CaseNotFoundError(NotFoundError):
    """No such case, or none that this unit may know of."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("没有找到该案件。")


class BatchNotFoundError(NotFoundError):
    """No such batch of this unit."""

    code = "batch_not_found"

    def __init__(self) -> None:
        super().__init__("没有找到该交办批次。")


class StepNotFoundError(NotFoundError):
    """The plan has no step of that number."""

    code = "step_not_found"


class RoleMissingError(ForbiddenError):
    """The caller's duty does not cover this."""

    code = "role_missing"


class NotLeadUnitError(ForbiddenError):
    """Only the lead unit (主办) may do this."""

    code = "not_lead_unit"


class NotDutyUnitError(ForbiddenError):
    """The caller's unit has no duty in the case."""

    code = "not_duty_unit"


class DeadlineChangeNeedsOfficeError(ForbiddenError):
    """A unit may set the first deadline; only the office changes one."""

    code = "deadline_change_needs_office"


class CaseNotVerifiedError(ConflictError):
    """The three ticks are not set (R12)."""

    code = "case_not_verified"


class BatchNoTakenError(ConflictError):
    """Another letter already uses this batch number."""

    code = "batch_no_taken"


class NoPlanError(ConflictError):
    """There is no plan yet."""

    code = "no_plan"


class StepAlreadyDoneError(ConflictError):
    """The step was reported done before."""

    code = "step_already_done"


class OverrideStandsError(ConflictError):
    """The case already has a standing override."""

    code = "override_exists"


class OverrideNotNeededError(InvalidError):
    """The case needs no county-level leader (R19)."""

    code = "override_not_needed"


class NotReadyToResolveError(InvalidError):
    """Leader, unit, task force and deadline must be there before 化解中 (R18)."""

    code = "not_ready_to_resolve"


class LeaderBelowCountyError(InvalidError):
    """A hard case needs a county-level leader (R19)."""

    code = "leader_level_below_county"


class LeaderUnitError(InvalidError):
    """The leader belongs neither to the lead unit nor to the district's leaders."""

    code = "leader_unit_not_allowed"


class CountyLeaderUnitError(InvalidError):
    """A county-level leader's account belongs to the district's leaders."""

    code = "county_leader_not_of_district"


class LeadUnitMissingError(InvalidError):
    """One and only one lead unit (R34)."""

    code = "lead_unit_missing"


class UnitUnknownError(InvalidError):
    """No such unit."""

    code = "unit_unknown"


class UnitTwiceError(InvalidError):
    """A unit holds one duty in a case (R34)."""

    code = "unit_twice"


class ReasonError(InvalidError):
    """The act needs a written reason."""

    code = "reason_required"


class ReasonTooShortError(InvalidError):
    """The written reason is too short to be one."""

    code = "reason_too_short"


class BlankFieldError(InvalidError):
    """A part of the form is blank."""

    code = "blank_field"


class DeadlineBeforeIssueError(InvalidError):
    """The deadline lies before the day the case was issued."""

    code = "deadline_before_issue"


class PlanDatesError(InvalidError):
    """The plan's dates do not fit together."""

    code = "plan_dates"
