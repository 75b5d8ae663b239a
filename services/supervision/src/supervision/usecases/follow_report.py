"""Follows mediation's 程序办结: a closing report waits for the leader's opinion."""

from contracts.event import Envelope
from contracts.mediation import ClosureReportedV1
from dbkit.transaction import Transaction

from supervision.domain.facts import Entry
from supervision.storage.cases import CaseStore


class FollowReport:
    """Keeps the first closure fact as the unit stated it, with the unit's day and author."""

    async def __call__(self, tx: Transaction, envelope: Envelope, data: ClosureReportedV1) -> None:
        """Note the report, inside the consumer's transaction.

        A report that was on its way while the case was struck off or its recognition reinstated is
        audited and nothing else.

        Raises:
            IllegalTransitionError: a report already stands; the event is set aside.
        """
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        before = case.state
        if case.is_resolved:
            tx.audit("closure.report_crossed", case.id, after={"report_id": data.report_id})
            return
        case.note_report(entry_of(envelope), data.report_id, data.round)
        await store.save(case, tx.now)
        tx.audit(
            "closure.reported", case.id, before={"state": before},
            after={"state": case.state, "report_id": data.report_id},
        )  # fmt: skip


def entry_of(envelope: Envelope) -> Entry:
    """Day, instant and author of a fact that another service tells."""
    return Entry(
        envelope.occurred_on, envelope.time, envelope.actor_sub, envelope.actor_unit, envelope.late
    )
