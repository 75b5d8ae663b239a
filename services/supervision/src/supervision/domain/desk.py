"""What a case waits for from the office (待办): the same rules as the commands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from supervision.domain.actors import Actor
from supervision.domain.case import SupervisedCase
from supervision.domain.states import COMMAND_LABELS, COMMANDS, Action, State

_NEXT: dict[State, Action] = {
    State.OPINION_SIGNED: Action.APPROVE,
    State.APPROVED: Action.RECOGNISE,
    State.RECOGNISED: Action.WRITE_OFF,
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to do: the command, its label, by when, and since when it waits."""

    case: SupervisedCase
    action: str
    label: str
    due_on: date | None
    since: date | None


def states_for(actor: Actor) -> list[State]:
    """States in which a case may wait for this actor."""
    return [state for state, action in _NEXT.items() if actor.may(action)]


def owed(cases: Iterable[SupervisedCase], actor: Actor, today: date) -> list[Owed]:
    """What ``actor`` should do next with each case, in the order given."""
    items = []
    for case in cases:
        action = _NEXT.get(case.state)
        if action is None or case.refusal(action, actor, today) is not None:
            continue
        command = COMMANDS[action]
        since = case.observe_until if action is Action.WRITE_OFF else case.state_since
        items.append(Owed(case, command, COMMAND_LABELS[command], case.observe_until, since))
    return items
