"""What this service does with the events of intake and supervision."""

from collections.abc import Awaitable, Callable

from contracts.event import Envelope, EventData
from contracts.intake import CaseRegisteredV1, CaseVerifiedV1
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionRevokedV1,
)
from contracts.units import UnitDirectory
from contracts.vocab import UnitKind, VisibilityRole
from dbkit import visibility
from dbkit.transaction import Transaction
from eventing.inbox import Handlers

from assignment.domain.case import AssignedCase
from assignment.domain.states import Action
from assignment.domain.values import Fact, Registered
from assignment.storage.cases import CaseStore

_FOLLOWED: dict[type[EventData], Action] = {
    CaseVerifiedV1: Action.VERIFY,
    ClosureReturnedV1: Action.RETURN,
    ResolutionRecognisedV1: Action.RECOGNISE,
    CaseWrittenOffV1: Action.WRITE_OFF,
    ResolutionRevokedV1: Action.REVOKE,
}
"""Facts of other services that move a case here."""


def build_handlers(units: UnitDirectory) -> Handlers:
    """The service's handlers; the offices of ``units`` see every case that is not sealed."""
    handlers = Handlers("assignment")
    offices = [u.code for u in units if u.kind is UnitKind.DISTRICT_OFFICE]

    @handlers.on(CaseRegisteredV1)
    async def _registered(tx: Transaction, e: Envelope, data: CaseRegisteredV1) -> None:
        store = CaseStore(tx.session)
        store.add(AssignedCase.register(e.case_id, _of(data), e.occurred_on))
        await tx.session.flush()
        viewers = [(e.tenant, VisibilityRole.REGISTRAR)]
        if not data.sealed:
            viewers += [(code, VisibilityRole.SUPERVISION) for code in offices]
        await visibility.grant(tx, e.case_id, viewers)

    for model, action in _FOLLOWED.items():
        handlers.on(model)(_follow(action))
    return handlers


def _follow(action: Action) -> Callable[[Transaction, Envelope, EventData], Awaitable[None]]:
    async def follow(tx: Transaction, e: Envelope, _: EventData) -> None:
        store = CaseStore(tx.session)
        case = await store.take(e.case_id)
        before = case.state
        fact = Fact(e.occurred_on, e.time, e.actor_sub, e.actor_unit, e.late)
        case.note(action, fact)
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


def _of(data: CaseRegisteredV1) -> Registered:
    return Registered(
        case_no=data.case_no,
        source=data.source,
        cohort=data.cohort,
        field=data.field,
        category=data.category,
        case_kind=data.case_kind,
        cross_separated=data.cross_separated,
        registered_on=data.registered_on,
        handed_down_on=data.handed_down_on,
        place_unit=data.place_unit,
        proposed_unit=data.proposed_unit,
        proposed_assist_units=data.proposed_assist_units,
        proposed_deadline=data.proposed_deadline,
        sealed=data.sealed,
    )
