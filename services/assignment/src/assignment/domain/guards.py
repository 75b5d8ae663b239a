"""What a case must hold before an action, beyond the caller's duty and the case's state."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from contracts.vocab import DutyRole
from servicekit.errors import DomainError

from assignment.domain.errors import (
    CaseNotVerifiedError,
    NoPlanError,
    NotReadyToResolveError,
    OverrideNotNeededError,
    OverrideStandsError,
    StepAlreadyDoneError,
)
from assignment.domain.states import Action, State, illegal
from assignment.domain.values import Actor

if TYPE_CHECKING:
    from assignment.domain.case import AssignedCase

_LABELS = {
    "leader": "包案领导",
    "task_force": "工作专班",
    "deadline": "化解时限",
    "signature": "主办单位签收",
}


def missing_to_start(case: "AssignedCase") -> list[str]:
    """What R18 still asks for: leader, task_force, deadline, signature (the unit is there by issue)."""
    signed = any(d.role is DutyRole.LEAD and d.signed for d in case.duties)
    held = {
        "leader": case.leader is not None and not case.leader_level_below_county,
        "task_force": case.task_force is not None,
        "deadline": case.deadline is not None,
        "signature": signed,
    }
    return [part for part, there in held.items() if not there]


def days_before_start(case: "AssignedCase") -> list[date]:
    """The days of the facts that entering 化解中 rests on."""
    facts = [d.signed for d in case.duties if d.role is DutyRole.LEAD]
    facts.append(case.leader.assigned if case.leader else None)
    facts.append(case.task_force.named if case.task_force else None)
    facts.append(case.deadline.set if case.deadline else None)
    return [f.on for f in facts if f is not None]


def way_back(case: "AssignedCase") -> list[Action]:
    """The steps from closed to where the work goes on: a case struck off early was never started."""
    if case.started is not None:
        return [Action.REVOKE]
    way = {
        Action.REOPEN: True,
        Action.VERIFY: case.verified is not None,
        Action.ISSUE: case.issued is not None,
        Action.SIGN: any(d.role is DutyRole.LEAD and d.signed for d in case.duties),
        Action.OBJECT: any(o.decision is None for o in case.objections),
    }
    return [action for action, taken in way.items() if taken]


def _issue(case: "AssignedCase", _: Actor) -> DomainError | None:
    if case.state is State.AWAITING_VERIFICATION:
        return CaseNotVerifiedError("该案尚未完成“底数清、情况明、认定准”核对，不能交办。")
    return None


def _sign(case: "AssignedCase", actor: Actor) -> DomainError | None:
    duty = case.duty_of(actor.unit)
    if duty is not None and duty.signed is not None:
        return illegal(case.state, Action.SIGN, f"本单位已于 {duty.signed.on} 签收。")
    return None


def _start(case: "AssignedCase", _: Actor) -> DomainError | None:
    missing = missing_to_start(case) if case.state in {State.ISSUED, State.SIGNED} else []
    if missing:
        words = "、".join(_LABELS[m] for m in missing)
        return NotReadyToResolveError(f"缺少{words}，不能转入化解。", missing=missing)
    return None


def _override(case: "AssignedCase", _: Actor) -> DomainError | None:
    if not case.is_hard:
        return OverrideNotNeededError("该案为一般案件，不要求县级领导包案，无需批准例外。")
    if case.override is not None:
        return OverrideStandsError("该案已有包案领导级别例外批准。")
    return None


def _complete(case: "AssignedCase", _: Actor) -> DomainError | None:
    if case.plan is None:
        return NoPlanError("该案尚未制定方案。")
    if all(s.done for s in case.plan.steps):
        return StepAlreadyDoneError("方案的各个步骤均已完成。")
    return None


_GUARDS: dict[Action, Callable[["AssignedCase", Actor], DomainError | None]] = {
    Action.ISSUE: _issue,
    Action.SIGN: _sign,
    Action.COUNTERSIGN: _sign,
    Action.START: _start,
    Action.OVERRIDE_LEADER: _override,
    Action.COMPLETE_STEP: _complete,
}


def refusal(case: "AssignedCase", action: Action, actor: Actor) -> DomainError | None:
    """The refusal that is more telling than "illegal in this state"; None when there is none."""
    guard = _GUARDS.get(action)
    return None if guard is None else guard(case, actor)
