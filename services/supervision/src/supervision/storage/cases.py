"""Loads and saves the aggregate; the version check that turns a lost race into a refusal."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from contracts.vocab import CaseTag
from dbkit.locking import lock_existing
from servicekit.errors import StaleVersionError
from sqlalchemy import CursorResult, Select, Table, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from supervision.domain.case import SupervisedCase
from supervision.domain.errors import CaseNotFoundError
from supervision.domain.facts import Entry, Fact, FactKind, Trail
from supervision.domain.revocation import Repeat
from supervision.domain.states import State
from supervision.storage.tables import CaseRow, FactRow, RepeatRow

_DESK_LIMIT = 200
_CASES = cast("Table", CaseRow.__table__)


class CaseStore:
    """Cases that the transaction's tenant sees."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, case_id: UUID) -> SupervisedCase:
        """The case, once intake has told of it.

        Raises:
            CaseNotFoundError: there is none, or the tenant may not know of it.
        """
        return await self._one(_known().where(CaseRow.case_id == case_id))

    async def lock(self, case_id: UUID) -> SupervisedCase:
        """The case, locked until the transaction ends.

        Raises:
            CaseNotFoundError: there is none, or the tenant may not know of it.
        """
        return await self._one(_known().where(CaseRow.case_id == case_id).with_for_update())

    async def obtain(self, case_id: UUID, now: datetime) -> SupervisedCase:
        """The case, locked; made first when this is the first event about it from anywhere."""
        await self._session.execute(
            insert(CaseRow)
            .values(
                case_id=case_id,
                version=1,
                state=State.OPEN,
                returns=0,
                sealed=False,
                tags=[],
                updated_at=now,
            )
            .on_conflict_do_nothing()
        )
        return await self._one(select(CaseRow).where(CaseRow.case_id == case_id).with_for_update())

    async def held(self, case_ids: Collection[UUID]) -> set[UUID]:
        """Lock those of the cases that an event was about before, in one order."""
        return await lock_existing(self._session, CaseRow.case_id, case_ids)

    async def add_all(self, cases: Sequence[SupervisedCase], now: datetime) -> None:
        """Insert cases of which nothing is known yet but that they are registered."""
        for case in cases:
            case.version += 1
        if cases:
            connection = await self._session.connection()
            await connection.execute(
                insert(_CASES), [{"case_id": c.id, **_columns(c, now)} for c in cases]
            )

    async def save(self, case: SupervisedCase, now: datetime) -> None:
        """Write the case back as its next version.

        Raises:
            StaleVersionError: somebody else wrote it since it was loaded.
        """
        result = await self._session.execute(
            update(CaseRow)
            .where(CaseRow.case_id == case.id, CaseRow.version == case.version)
            .values({**_columns(case, now), "version": case.version + 1})
            .execution_options(synchronize_session=False)
        )
        if not isinstance(result, CursorResult) or result.rowcount != 1:
            raise StaleVersionError(case.version)
        case.version += 1
        await self._save_facts(case)
        await self._save_repeats(case, now)

    async def waiting(self, states: Sequence[State], today: date) -> list[SupervisedCase]:
        """Cases that wait in one of ``states``, longest first; recognised ones once observed."""
        observed = and_(CaseRow.state == State.RECOGNISED, CaseRow.observe_until <= today)
        others = [s.value for s in states if s is not State.RECOGNISED]
        ready = CaseRow.state.in_(others)
        wanted = or_(ready, observed) if State.RECOGNISED in states else ready
        query = _known().where(wanted).order_by(CaseRow.state_since, CaseRow.case_id)
        return await self.many(query.limit(_DESK_LIMIT))

    async def many(self, query: Select[CaseRow]) -> list[SupervisedCase]:
        """The cases that ``query`` finds, in its order."""
        # A consumer's batch may touch one case several times: what is loaded must be re-read.
        rows = list(await self._session.scalars(query.execution_options(populate_existing=True)))
        ids = [r.case_id for r in rows]
        facts, repeats = await self._facts(ids), await self._repeats(ids)
        return [_case(r, facts[r.case_id], repeats[r.case_id]) for r in rows]

    async def _one(self, query: Select[CaseRow]) -> SupervisedCase:
        found = await self.many(query)
        if not found:
            raise CaseNotFoundError
        return found[0]

    async def _facts(self, ids: Sequence[UUID]) -> dict[UUID, list[Fact]]:
        found: dict[UUID, list[Fact]] = defaultdict(list)
        columns = FactRow.__table__.c
        query = select(*columns).where(columns.case_id.in_(ids))
        for r in await self._session.execute(query.order_by(columns.case_id, columns.seq)):
            found[r.case_id].append(Fact(FactKind(r.kind), entry_of(r), r.ref, r.round, r.standing))
        return found

    async def _repeats(self, ids: Sequence[UUID]) -> dict[UUID, list[Repeat]]:
        found: dict[UUID, list[Repeat]] = defaultdict(list)
        columns = RepeatRow.__table__.c
        query = select(*columns).where(columns.case_id.in_(ids))
        for r in await self._session.execute(query.order_by(columns.recorded_at, columns.link_id)):
            repeat = Repeat(r.link_id, r.later_case_id, r.repeated_on, r.revocation_id, r.withdrawn)
            found[r.case_id].append(repeat)
        return found

    async def _save_facts(self, case: SupervisedCase) -> None:
        rows = [
            {
                "case_id": case.id, "seq": seq, "kind": f.kind.value, "ref": f.ref,
                "round": f.round, "standing": f.standing, **authored(f.entry),
            }
            for seq, f in enumerate(case.trail.facts, 1)
        ]  # fmt: skip
        if rows:
            statement = insert(FactRow)
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["case_id", "seq"],
                    set_={"standing": statement.excluded.standing},
                ),
                rows,
            )

    async def _save_repeats(self, case: SupervisedCase, now: datetime) -> None:
        rows = [
            {
                "link_id": r.link_id, "case_id": case.id, "later_case_id": r.later_case_id,
                "repeated_on": r.on, "recorded_at": now, "revoked": r.revoked,
                "revocation_id": r.revocation, "withdrawn": r.withdrawn,
            }
            for r in case.repeats
        ]  # fmt: skip
        if rows:
            statement = insert(RepeatRow)
            changing = ("repeated_on", "revoked", "revocation_id", "withdrawn")
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["link_id"], set_={c: statement.excluded[c] for c in changing}
                ),
                rows,
            )


def authored(entry: Entry) -> dict[str, Any]:
    """The columns that say when and by whom."""
    return {
        "occurred_on": entry.on, "recorded_at": entry.at, "actor_sub": entry.by,
        "unit": entry.unit, "late": entry.late,
    }  # fmt: skip


def entry_of(row: Any) -> Entry:
    """When and by whom, from those columns."""
    return Entry(row.occurred_on, row.recorded_at, row.actor_sub, row.unit, row.late)


def _columns(case: SupervisedCase, now: datetime) -> dict[str, Any]:
    return {
        "version": case.version, "state": case.state.value, "state_since": case.state_since,
        "case_no": case.case_no, "cohort": case.cohort, "lead_unit": case.lead_unit,
        "returns": case.returns, "observe_until": case.observe_until, "updated_at": now,
        "sealed": case.sealed, "tags": [t.value for t in case.tags],
    }  # fmt: skip


def _known() -> Select[CaseRow]:
    return select(CaseRow).where(CaseRow.case_no.is_not(None))


def _case(row: CaseRow, facts: list[Fact], repeats: list[Repeat]) -> SupervisedCase:
    return SupervisedCase(
        id=row.case_id, version=row.version, state=State(row.state), state_since=row.state_since,
        case_no=row.case_no, cohort=row.cohort, sealed=row.sealed,
        tags=tuple(CaseTag(t) for t in row.tags), lead_unit=row.lead_unit, returns=row.returns,
        observe_until=row.observe_until, trail=Trail(tuple(facts)), repeats=tuple(repeats),
    )  # fmt: skip
