"""Which foreign events mediation follows, and what each does here."""

from contracts.assignment import (
    CaseIssuedV1,
    DeadlineSetV1,
    LeaderAssignedV1,
    ObjectionDecidedV1,
    ResolutionStartedV1,
)
from contracts.event import Envelope
from contracts.intake import CaseAmendedV1, CaseRegisteredV1, CaseSealedV1, CaseUnsealedV1
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureApprovedV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionReinstatedV1,
    ResolutionRevokedV1,
)
from dbkit.transaction import Transaction
from eventing.inbox import Handlers

from mediation.domain.case import Case
from mediation.usecases.follow import FollowCase


def build_handlers(follow: FollowCase) -> Handlers:
    """The handlers of this service's consumer."""
    handlers = Handlers("mediation")
    handlers.on_many(CaseRegisteredV1)(follow.registered)
    handlers.on(CaseAmendedV1)(follow.amended)
    handlers.on(CaseSealedV1)(follow.sealed)
    handlers.on(CaseUnsealedV1)(follow.unsealed)
    _follow_assignment(handlers, follow)
    _follow_supervision(handlers, follow)
    return handlers


def _follow_assignment(handlers: Handlers, follow: FollowCase) -> None:
    handlers.on(CaseIssuedV1)(follow.issued)
    handlers.on(LeaderAssignedV1)(follow.leader_assigned)

    @handlers.on(ObjectionDecidedV1)
    async def decided(tx: Transaction, e: Envelope, data: ObjectionDecidedV1) -> None:
        if data.accepted:
            await follow.taken_back(tx, e)

    @handlers.on(DeadlineSetV1)
    async def deadline(tx: Transaction, e: Envelope, data: DeadlineSetV1) -> None:
        await follow.deadline_set(tx, e, data.due_on)

    @handlers.on(ResolutionStartedV1)
    async def started(tx: Transaction, e: Envelope, _: ResolutionStartedV1) -> None:
        await follow.moved(tx, e, Case.start)


def _follow_supervision(handlers: Handlers, follow: FollowCase) -> None:
    @handlers.on(ClosureApprovedV1)
    async def approved(tx: Transaction, e: Envelope, _: ClosureApprovedV1) -> None:
        await follow.moved(tx, e, Case.approve)

    @handlers.on(ClosureReturnedV1)
    async def returned(tx: Transaction, e: Envelope, _: ClosureReturnedV1) -> None:
        await follow.moved(tx, e, Case.send_back)

    @handlers.on(ResolutionRecognisedV1)
    async def recognised(tx: Transaction, e: Envelope, data: ResolutionRecognisedV1) -> None:
        await follow.moved(tx, e, Case.strike_off if data.fast else Case.recognise)

    @handlers.on(CaseWrittenOffV1)
    async def written_off(tx: Transaction, e: Envelope, _: CaseWrittenOffV1) -> None:
        await follow.moved(tx, e, Case.write_off)

    @handlers.on(ResolutionRevokedV1)
    async def revoked(tx: Transaction, e: Envelope, _: ResolutionRevokedV1) -> None:
        await follow.moved(tx, e, Case.revoke)

    @handlers.on(ResolutionReinstatedV1)
    async def reinstated(tx: Transaction, e: Envelope, data: ResolutionReinstatedV1) -> None:
        await follow.reinstated(tx, e, data)
