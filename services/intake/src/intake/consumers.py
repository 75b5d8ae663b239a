"""What intake does with other services' events."""

from contracts.assignment import CaseIssuedV1, LeaderAssignedV1, ObjectionDecidedV1
from contracts.event import Envelope
from dbkit.transaction import Transaction
from eventing.inbox import Handlers

from intake.usecases.follow_assignment import FollowAssignment


def build_handlers(follow: FollowAssignment) -> Handlers:
    """Handlers of assignment's events."""
    handlers = Handlers("intake")

    @handlers.on(CaseIssuedV1)
    async def _issued(tx: Transaction, envelope: Envelope, data: CaseIssuedV1) -> None:
        await follow.case_issued(tx, envelope.case_id, data)

    @handlers.on(LeaderAssignedV1)
    async def _leader(tx: Transaction, envelope: Envelope, data: LeaderAssignedV1) -> None:
        await follow.leader_assigned(tx, envelope.case_id, data)

    @handlers.on(ObjectionDecidedV1)
    async def _decided(tx: Transaction, envelope: Envelope, data: ObjectionDecidedV1) -> None:
        if data.accepted:
            await follow.taken_back(tx, envelope.case_id)

    return handlers
