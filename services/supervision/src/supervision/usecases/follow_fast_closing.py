"""Follows intake's 快速销号: 事由清楚、结果清晰 is resolved and written off at once (R13)."""

from contracts.event import Envelope
from contracts.intake import CaseFastClosedV1
from contracts.supervision import CaseWrittenOffV1, ResolutionRecognisedV1
from dbkit.transaction import Transaction
from eventing.outbox import emit_many
from servicekit.ids import new_id

from supervision.storage.cases import CaseStore
from supervision.storage.records import RecordStore
from supervision.storage.vault import TextVault
from supervision.usecases.follow_report import entry_of


class FollowFastClosing:
    """Recognises the case on its basis document, with the office's day and author.

    Args:
        vault: encrypts the document's number.
    """

    def __init__(self, vault: TextVault) -> None:
        self._vault = vault

    async def __call__(self, tx: Transaction, envelope: Envelope, data: CaseFastClosedV1) -> None:
        """Recognise and write off, inside the consumer's transaction; a resolved case stays so."""
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        before, running = case.state, case.report
        recognition = case.strike_off(
            entry_of(envelope), recognition_id=new_id(), document_no=data.document_no
        )
        if recognition is not None:
            await store.save(case, tx.now)
            await RecordStore(tx.session, self._vault).add_recognition(case.id, recognition)
            told = (
                ResolutionRecognisedV1(
                    recognition_id=recognition.id, evidence=(),
                    observe_until=recognition.observe_until, fast=True,
                    report_id=running.ref if running else None,
                ),
                CaseWrittenOffV1(recognition_id=recognition.id),
            )  # fmt: skip
            await emit_many(
                tx, case.id, told, occurred_on=recognition.entry.on, late=recognition.entry.late
            )
        tx.audit(
            "case.struck_off" if recognition else "case.struck_off_already_resolved", case.id,
            before={"state": before},
            after={"state": case.state, "recognition_id": recognition and recognition.id},
        )  # fmt: skip
