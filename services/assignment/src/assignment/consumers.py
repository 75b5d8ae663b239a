"""What this service does with the events of intake and supervision."""

from collections.abc import Awaitable, Callable

from contracts.event import Envelope, EventData
from contracts.intake import (
    CaseAmendedV1,
    CaseRegisteredV1,
    CaseSealedV1,
    CaseUnsealedV1,
    CaseVerifiedV1,
)
from contracts.sight import Watch
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionReinstatedV1,
    ResolutionRevokedV1,
)
from contracts.units import UnitDirectory
from dbkit.transaction import Transaction
from eventing.inbox import Handlers

from assignment.domain.states import Action
from assignment.domain.values import Fact
from assignment.storage.cases import CaseStore
from assignment.usecases.follow_intake import FollowIntake

_FOLLOWED: dict[type[EventData], Action] = {
    CaseVerifiedV1: Action.VERIFY,
    ClosureReturnedV1: Action.RETURN,
    ResolutionRecognisedV1: Action.RECOGNISE,
    ResolutionReinstatedV1: Action.REINSTATE,
    CaseWrittenOffV1: Action.WRITE_OFF,
    ResolutionRevokedV1: Action.REVOKE,
}
"""Facts of other services that move a case here."""


def build_handlers(units: UnitDirectory) -> Handlers:
    """The service's handlers; offices and compartments of ``units`` watch all cases."""
    handlers = Handlers("assignment")
    intake = FollowIntake(Watch.of(units))
    handlers.on_many(CaseRegisteredV1)(intake.registered)
    handlers.on(CaseAmendedV1)(intake.amended)
    handlers.on(CaseSealedV1)(intake.sealed)
    handlers.on(CaseUnsealedV1)(intake.unsealed)
    for model, action in _FOLLOWED.items():
        handlers.on(model)(_follow(action))
    return handlers


def _follow(action: Action) -> Callable[[Transaction, Envelope, EventData], Awaitable[None]]:
    async def follow(tx: Transaction, e: Envelope, data: EventData) -> None:
        store = CaseStore(tx.session)
        case = await store.take(e.case_id)
        before = case.state
        case.note(_told(action, data), _fact(e, data))
        store.save(case)
        tx.audit(
            f"case.{e.name}_followed",
            e.case_id,
            before={"state": before.value},
            after={
                "state": case.state.value,
                "event_id": str(e.id),
                "correlation_id": e.correlation_id,
            },
        )

    return follow


def _told(action: Action, data: EventData) -> Action:
    struck = isinstance(data, ResolutionRecognisedV1) and data.fast
    return Action.STRIKE_OFF if struck else action


def _fact(e: Envelope, data: EventData) -> Fact:
    # What is reinstated counts from the day it was recognised, not from the day that was mended.
    recognised = data.recognised_on if isinstance(data, ResolutionReinstatedV1) else None
    return Fact(recognised or e.occurred_on, e.time, e.actor_sub, e.actor_unit, e.late)
