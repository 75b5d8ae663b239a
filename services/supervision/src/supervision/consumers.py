"""Which event of another service is followed by which use case."""

from contracts.assignment import CaseIssuedV1, ObjectionDecidedV1
from contracts.intake import CaseRegisteredV1, RepeatConfirmedV1
from contracts.mediation import ClosureReportedV1, LeaderOpinionSignedV1
from eventing.inbox import Handlers

from supervision.usecases.catalogue import UseCases


def build_handlers(usecases: UseCases) -> Handlers:
    """The consuming half of supervision; every effect shares the transaction of its inbox row."""
    handlers = Handlers("supervision")
    handlers.on(CaseRegisteredV1)(usecases.follow_registration)
    handlers.on(RepeatConfirmedV1)(usecases.follow_repeat)
    handlers.on(CaseIssuedV1)(usecases.follow_issue)
    handlers.on(ObjectionDecidedV1)(usecases.follow_objection)
    handlers.on(ClosureReportedV1)(usecases.follow_report)
    handlers.on(LeaderOpinionSignedV1)(usecases.follow_opinion)
    return handlers
