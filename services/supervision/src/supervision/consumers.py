"""Which event of another service is followed by which use case."""

from contracts.assignment import CaseIssuedV1, ObjectionDecidedV1
from contracts.intake import (
    CaseAmendedV1,
    CaseFastClosedV1,
    CaseRegisteredV1,
    CaseSealedV1,
    CaseUnsealedV1,
    RepeatConfirmedV1,
    RepeatWithdrawnV1,
)
from contracts.mediation import ClosureReportedV1, LeaderOpinionSignedV1
from eventing.inbox import Handlers

from supervision.usecases.catalogue import UseCases


def build_handlers(usecases: UseCases) -> Handlers:
    """The consuming half of supervision; every effect shares the transaction of its inbox row."""
    handlers = Handlers("supervision")
    case = usecases.follow_case
    handlers.on_many(CaseRegisteredV1)(case.registered)
    handlers.on(CaseAmendedV1)(case.amended)
    handlers.on(CaseSealedV1)(case.sealed)
    handlers.on(CaseUnsealedV1)(case.unsealed)
    handlers.on(CaseFastClosedV1)(usecases.follow_fast_closing)
    handlers.on(RepeatConfirmedV1)(usecases.follow_repeat)
    handlers.on(RepeatWithdrawnV1)(usecases.follow_withdrawal)
    handlers.on(CaseIssuedV1)(case.issued)
    handlers.on(ObjectionDecidedV1)(case.objected)
    handlers.on(ClosureReportedV1)(usecases.follow_report)
    handlers.on(LeaderOpinionSignedV1)(usecases.follow_opinion)
    return handlers
