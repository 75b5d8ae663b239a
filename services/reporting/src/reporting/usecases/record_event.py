"""Takes consumed events into the timelines and the projections of their cases."""

from collections.abc import Sequence
from uuid import UUID

from contracts.event import Envelope, EventData
from contracts.sight import Watch
from dbkit.transaction import Transaction

from reporting.projections.fold import fold, seen_version
from reporting.projections.rows import Row
from reporting.projections.state import grants_of
from reporting.rebuild import rebuild_case
from reporting.storage.cases import CaseStore
from reporting.storage.visibility import Move, move_grants


class RecordEvents:
    """Folds events into their cases, under the case rows' locks.

    Args:
        watch: the offices and compartments, which see cases without a duty in them.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    async def __call__(
        self, tx: Transaction, events: Sequence[tuple[Envelope, EventData | None]]
    ) -> None:
        """Apply a batch in the consumer's transaction; each table is written once.

        An event that comes after later ones of its source (a replayed dead letter) makes the case be
        folded anew, so that the projection equals a fold in order.

        Raises:
            pydantic.ValidationError: the data do not fit the event's model; the event is poison.
            ValueError: no service of that name is folded here.
        """
        store = CaseStore(tx.session)
        before = await store.lock({e.case_id for e, _ in events})
        after: dict[UUID, Row] = {}
        late: set[UUID] = set()
        for envelope, _ in events:
            case_id = envelope.case_id
            row = after.get(case_id) or before.get(case_id) or Row(case_id)
            after[case_id] = fold(row, envelope)
            if envelope.case_version <= seen_version(row, envelope.service):
                late.add(case_id)
        await store.keep_events([e for e, _ in events])
        folded = [row for case_id, row in after.items() if case_id not in late]
        await store.write(before, folded)
        await move_grants(tx.session, [self._move(before, row) for row in folded], tx.now)
        for case_id in sorted(late):
            await rebuild_case(tx.session, case_id, self._watch, tx.now)

    def _move(self, before: dict[UUID, Row], row: Row) -> Move:
        was = before.get(row.case_id) or Row(row.case_id)
        return Move(row.case_id, grants_of(was, self._watch), grants_of(row, self._watch))
