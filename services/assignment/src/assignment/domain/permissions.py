"""Which duty in which unit may do what with a case."""

from collections.abc import Callable
from typing import Protocol

from contracts.vocab import Role
from servicekit.errors import DomainError

from assignment.domain.errors import (
    DeadlineChangeNeedsOfficeError,
    NotDutyUnitError,
    NotLeadUnitError,
    RoleMissingError,
)
from assignment.domain.states import Action
from assignment.domain.values import Actor, Deadline, Duty


class Held(Protocol):
    """The parts of a case that permissions look at."""

    @property
    def lead_unit(self) -> str | None:
        """The 主办单位."""
        ...

    @property
    def deadline(self) -> Deadline | None:
        """The 化解时限."""
        ...

    def duty_of(self, unit: str) -> Duty | None:
        """The unit's duty."""
        ...


Check = Callable[[Held, Actor], DomainError | None]


def _no_role() -> DomainError:
    return RoleMissingError("您的岗位没有办理此事项的权限。")


def office_supervisor(_: Held, actor: Actor) -> DomainError | None:
    """督查督办 of the district office."""
    return None if actor.is_office and actor.has(Role.SUPERVISOR) else _no_role()


def lead_handler(case: Held, actor: Actor) -> DomainError | None:
    """承办 of the lead unit."""
    if not actor.has(Role.HANDLER):
        return _no_role()
    if actor.unit != case.lead_unit:
        return NotLeadUnitError("此事项由主办单位办理。")
    return None


def supporting_handler(case: Held, actor: Actor) -> DomainError | None:
    """承办 of an assisting or cooperating unit."""
    if not actor.has(Role.HANDLER):
        return _no_role()
    if actor.unit == case.lead_unit or case.duty_of(actor.unit) is None:
        return NotDutyUnitError("您的单位不是该案的责任单位。")
    return None


def lead_handler_or_office(case: Held, actor: Actor) -> DomainError | None:
    """Either of the two."""
    if office_supervisor(case, actor) is None:
        return None
    return lead_handler(case, actor)


def deadline_setter(case: Held, actor: Actor) -> DomainError | None:
    """The office always; the lead unit only for the first deadline."""
    refusal = lead_handler_or_office(case, actor)
    if refusal is not None or case.deadline is None or actor.is_office:
        return refusal
    return DeadlineChangeNeedsOfficeError("化解时限已确定，调整须由区信联办办理。")


PERMISSIONS: dict[Action, Check] = {
    Action.ISSUE: office_supervisor,
    Action.SIGN: lead_handler,
    Action.COUNTERSIGN: supporting_handler,
    Action.OBJECT: lead_handler,
    Action.ACCEPT_OBJECTION: office_supervisor,
    Action.REJECT_OBJECTION: office_supervisor,
    Action.ASSIGN_LEADER: lead_handler_or_office,
    Action.OVERRIDE_LEADER: office_supervisor,
    Action.NAME_TASK_FORCE: lead_handler,
    Action.SET_DEADLINE: deadline_setter,
    Action.START: lead_handler,
    Action.FILE_PLAN: lead_handler,
    Action.COMPLETE_STEP: lead_handler,
}
"""Who may do each action; an action that is not here belongs to no user."""
