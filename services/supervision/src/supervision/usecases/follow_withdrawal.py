"""Follows intake's withdrawn repeat: what it had revoked stands again."""

from contracts.event import Envelope
from contracts.intake import RepeatWithdrawnV1
from contracts.supervision import ResolutionReinstatedV1
from dbkit.transaction import Transaction
from eventing.outbox import emit

from supervision.domain.case import SupervisedCase
from supervision.domain.facts import Entry, Fact, FactKind
from supervision.storage.cases import CaseStore
from supervision.storage.records import RecordStore
from supervision.storage.vault import TextVault

_CONFIRMED = "confirmed"


class FollowWithdrawal:
    """Takes the repeat off the case, and reinstates a recognition that only it had revoked.

    Args:
        vault: what records are kept with.
    """

    def __init__(self, vault: TextVault) -> None:
        self._vault = vault

    async def __call__(self, tx: Transaction, envelope: Envelope, data: RepeatWithdrawnV1) -> None:
        """Note or reinstate, inside the consumer's transaction; the system acts for the clerk."""
        if data.was != _CONFIRMED:
            return
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        before = case.state
        entry = Entry(envelope.occurred_on, tx.now, tx.actor_sub, tx.actor_unit, envelope.late)
        recognised = case.withdraw_repeat(data.link_id, entry)
        if recognised is not None:
            records = RecordStore(tx.session, self._vault)
            case.observe_until = await records.observed_until(recognised.ref)
            await emit(
                tx, case.id, _reinstated(case, recognised, data),
                occurred_on=entry.on, late=entry.late,
            )  # fmt: skip
        await store.save(case, tx.now)
        tx.audit(
            "resolution.reinstated" if recognised else "case.repeat_withdrawn", case.id,
            before={"state": before}, after={"state": case.state, "link_id": data.link_id},
        )  # fmt: skip


def _reinstated(
    case: SupervisedCase, recognised: Fact, data: RepeatWithdrawnV1
) -> ResolutionReinstatedV1:
    def day(kind: FactKind) -> object:
        fact = case.trail.standing(kind)
        return fact.entry.on if fact else None

    report = case.report
    return ResolutionReinstatedV1.model_validate(
        {
            "recognition_id": recognised.ref, "later_case_id": data.later_case_id,
            "recognised_on": recognised.entry.on, "observe_until": case.observe_until,
            "written_off_on": day(FactKind.WRITTEN_OFF), "approved_on": day(FactKind.APPROVED),
            "report_id": report.ref if report else None,
        }
    )  # fmt: skip
