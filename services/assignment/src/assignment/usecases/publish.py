"""Translates what the aggregate says into contract events and audit rows."""

from itertools import groupby
from typing import Any

from contracts import assignment as contracts
from contracts.event import EventData
from dbkit.transaction import Transaction
from eventing.outbox import emit_many

from assignment.domain import events
from assignment.domain.case import AssignedCase
from assignment.domain.states import State

_CONTRACTS: dict[type[events.Happened], type[EventData]] = {
    events.CaseIssued: contracts.CaseIssuedV1,
    events.DutySigned: contracts.DutySignedV1,
    events.ObjectionRaised: contracts.ObjectionRaisedV1,
    events.ObjectionDecided: contracts.ObjectionDecidedV1,
    events.LeaderOverrideRecorded: contracts.LeaderOverrideRecordedV1,
    events.LeaderAssigned: contracts.LeaderAssignedV1,
    events.TaskForceNamed: contracts.TaskForceNamedV1,
    events.DeadlineSet: contracts.DeadlineSetV1,
    events.ResolutionStarted: contracts.ResolutionStartedV1,
    events.PlanFiled: contracts.PlanFiledV1,
    events.PlanStepDone: contracts.PlanStepDoneV1,
}
"""What the world hears of each domain event; only the fields the contract names leave."""


async def publish(tx: Transaction, case: AssignedCase, came_from: State) -> None:
    """Write outbox and audit rows for everything pending, in order; the list is empty afterwards.

    Args:
        tx: the transaction of the change.
        case: the saved aggregate.
        came_from: its state before the command.
    """
    for (on, late), group in groupby(case.pending, lambda e: (e.fact.on, e.fact.late)):
        data = [_contract(e) for e in group]
        await emit_many(tx, case.id, data, occurred_on=on, late=late)
    for event in case.pending:
        data_ = _contract(event)
        tx.audit(
            f"case.{data_.NAME}",
            case.id,
            before={"state": came_from.value},
            after=_after(case, event, data_),
            reason=event.reason,
        )
    case.pending.clear()


def _after(case: AssignedCase, event: events.Happened, data: EventData) -> dict[str, Any]:
    return {
        **data.model_dump(mode="json"),
        "state": case.state.value,
        "version": case.version,
        "occurred_on": event.fact.on.isoformat(),
        "late": event.fact.late,
    }


def _contract(event: events.Happened) -> EventData:
    return _CONTRACTS[type(event)].model_validate(event, from_attributes=True)
