"""Takes one consumed event into the timeline and the projections of its case."""

from uuid import UUID

from contracts.event import Envelope
from contracts.sight import Watch
from dbkit.transaction import Transaction
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.projections.fold import fold, seen_version
from reporting.projections.rows import Row
from reporting.projections.state import grants_of
from reporting.rebuild import rebuild_case
from reporting.storage.cases import event_record, fact_record, row_of, write_row
from reporting.storage.tables import CaseRecord
from reporting.storage.visibility import move_grants


class RecordEvent:
    """Folds an event into its case, under the case row's lock.

    Args:
        watch: the offices and compartments, which see cases without a duty in them.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    async def __call__(self, tx: Transaction, envelope: Envelope) -> None:
        """Apply ``envelope`` in the consumer's transaction.

        An event that comes after later ones of its source (a replayed dead letter) makes the case be
        folded anew, so that the projection equals a fold in order.

        Raises:
            pydantic.ValidationError: the data do not fit the event's model; the event is poison.
            ValueError: no service of that name is folded here.
        """
        session = tx.session
        record = await _locked(session, envelope.case_id)
        before = row_of(record) if record.state else Row(envelope.case_id)
        after = fold(before, envelope)
        session.add(event_record(envelope))
        if envelope.case_version <= seen_version(before, envelope.service):
            await session.flush()
            await rebuild_case(session, envelope.case_id, self._watch, tx.now)
            return
        write_row(record, after)
        session.add_all(fact_record(envelope.case_id, f) for f in after.facts)
        await move_grants(
            session, envelope.case_id, before=grants_of(before, self._watch),
            after=grants_of(after, self._watch), now=tx.now,
        )  # fmt: skip


async def _locked(session: AsyncSession, case_id: UUID) -> CaseRecord:
    # One transaction applies a whole batch: a case it already holds is not read again.
    held: dict[UUID, CaseRecord] = session.info.setdefault("cases", {})
    record = held.get(case_id)
    if record is None:
        with session.no_autoflush:
            record = await session.get(CaseRecord, case_id, with_for_update=True)
        if record is None:
            record = CaseRecord(case_id=case_id)
            session.add(record)
        held[case_id] = record
    return record
