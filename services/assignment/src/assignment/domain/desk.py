"""What a case owes next (待办): the same rules as the commands, seen from the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assignment.domain.case import AssignedCase
from assignment.domain.states import ACTION_LABELS, COMMANDS, Action, State
from assignment.domain.values import Actor


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to do: the command, its label, by when, and since when it waits."""

    action: str
    label: str
    due_on: date | None
    since: date


OFFICE_STATES = frozenset({State.READY, State.OBJECTED})
"""States in which a case waits for the district office."""


def owed_to(case: AssignedCase, actor: Actor) -> list[Owed]:
    """What ``actor`` should do next with the case, most pressing first."""
    seen: dict[str, Owed] = {}
    for action, due_on, since in _owed(case):
        if case.refusal(action, actor) is None:
            command = COMMANDS[action]
            seen.setdefault(command, Owed(command, ACTION_LABELS[action], due_on, since))
    return list(seen.values())


def _owed(case: AssignedCase) -> Iterator[tuple[Action, date | None, date]]:
    due_on = case.deadline.due_on if case.deadline else None
    since = case.state_since
    signed = case.issued.on if case.issued else since
    yield from ((Action.COUNTERSIGN, due_on, signed) for _ in case.duties[1:2])
    if case.leader_level_below_county:
        yield Action.ASSIGN_LEADER, due_on, since
    match case.state:
        case State.READY:
            yield Action.ISSUE, case.registered.proposed_deadline, since
        case State.ISSUED:
            yield Action.SIGN, due_on, since
        case State.OBJECTED:
            yield Action.ACCEPT_OBJECTION, due_on, since
        case State.SIGNED | State.RESOLVING:
            yield from _led(case, due_on, since)
        case _:
            return


def _led(
    case: AssignedCase, due_on: date | None, since: date
) -> Iterator[tuple[Action, date | None, date]]:
    if case.leader is None:
        yield Action.ASSIGN_LEADER, due_on, since
    if case.task_force is None:
        yield Action.NAME_TASK_FORCE, due_on, since
    if case.deadline is None:
        yield Action.SET_DEADLINE, due_on, since
    yield Action.START, due_on, since
    if case.state is State.RESOLVING and case.plan is None and case.is_hard:
        yield Action.FILE_PLAN, due_on, since
    if case.plan is not None:
        open_steps = [s.due_on for s in case.plan.steps if s.done is None]
        if open_steps:
            yield Action.COMPLETE_STEP, min(open_steps), case.plan.filed.on
