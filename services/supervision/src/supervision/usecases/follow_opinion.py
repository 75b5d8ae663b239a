"""Follows mediation's 包案领导意见: agreement opens the review, disagreement ends the closure."""

from contracts.event import Envelope
from contracts.mediation import LeaderOpinionSignedV1
from dbkit.transaction import Transaction

from supervision.storage.cases import CaseStore
from supervision.usecases.follow_report import entry_of


class FollowOpinion:
    """Keeps the leader's opinion on the standing report (R24)."""

    async def __call__(
        self, tx: Transaction, envelope: Envelope, data: LeaderOpinionSignedV1
    ) -> None:
        """Note the opinion, inside the consumer's transaction.

        Raises:
            OtherReportError, IllegalTransitionError: no such report stands; the event is set aside.
        """
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        before = case.state
        if case.is_resolved:
            tx.audit("closure.opinion_crossed", case.id, after={"report_id": data.report_id})
            return
        case.note_opinion(entry_of(envelope), data.report_id, agreed=data.agreed)
        await store.save(case, tx.now)
        tx.audit(
            "closure.opinion_noted", case.id, before={"state": before},
            after={"state": case.state, "report_id": data.report_id, "agreed": data.agreed},
        )  # fmt: skip
