"""Loads and saves the aggregate; the version check that turns a lost race into a refusal."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from contracts.vocab import CaseTag, DutyRole
from dbkit.locking import lock_existing
from servicekit.errors import StaleVersionError
from sqlalchemy import Select, Table, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from mediation.domain.acts import Duty, Leader, StandingReport, Who
from mediation.domain.case import Case
from mediation.domain.closure import Evidence
from mediation.domain.errors import CaseNotFoundError
from mediation.domain.states import State
from mediation.storage.tables import CaseRow, OpeningRow

_DESK_LIMIT = 200
_CASES = cast("Table", CaseRow.__table__)


class CaseStore:
    """Cases of the transaction's tenant."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, case_id: UUID) -> Case:
        """The case, without a lock.

        Raises:
            CaseNotFoundError: there is none, or the tenant may not know of it.
        """
        return await self._load(select(CaseRow).where(CaseRow.case_id == case_id))

    async def lock(self, case_id: UUID) -> Case:
        """The case, locked until the transaction ends.

        Raises:
            CaseNotFoundError: there is none, or the tenant may not know of it.
        """
        return await self._load(select(CaseRow).where(CaseRow.case_id == case_id).with_for_update())

    async def obtain(self, case_id: UUID, now: datetime) -> Case:
        """The case, locked; made first when the first event about it arrives from anywhere."""
        await self._session.execute(
            insert(CaseRow)
            .values(
                case_id=case_id, state=State.WAITING, version=1, duties=[], round=0,
                sealed=False, tags=[], updated_at=now,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        return await self.lock(case_id)

    async def held(self, case_ids: Collection[UUID]) -> set[UUID]:
        """Lock those of the cases that an event was about before, in one order."""
        return await lock_existing(self._session, CaseRow.case_id, case_ids)

    async def add_all(self, cases: Sequence[Case], now: datetime) -> None:
        """Insert cases of which this is the first event; ``obtain`` and ``save`` in one statement."""
        for case in cases:
            case.version += 1
        if cases:
            connection = await self._session.connection()
            await connection.execute(
                insert(_CASES),
                [
                    {"case_id": c.case_id, "version": c.version, "updated_at": now, **_columns(c)}
                    for c in cases
                ],
            )

    async def save(self, case: Case, now: datetime) -> None:
        """Write the case back as its next version.

        Raises:
            StaleVersionError: somebody else wrote it since it was loaded.
        """
        result = await self._session.execute(
            update(CaseRow)
            .where(CaseRow.case_id == case.case_id, CaseRow.version == case.version)
            .values(**_columns(case), version=case.version + 1, updated_at=now)
            .execution_options(synchronize_session=False)
        )
        if not isinstance(result, CursorResult) or result.rowcount != 1:
            raise StaleVersionError(case.version)
        case.version += 1

    async def add_opening(self, case: Case, who: Who, now: datetime) -> None:
        """Keep that a leader opened the standing report."""
        if case.report is not None:
            await self._session.execute(
                insert(OpeningRow)
                .values(
                    report_id=case.report.report_id, account=who.account, unit=who.unit,
                    case_id=case.case_id, opened_at=now,
                )
                .on_conflict_do_nothing()
            )  # fmt: skip

    async def on_desk(self, who: Who) -> list[Case]:
        """Open cases that may wait for ``who``: led by the unit, or under this leader."""
        mine = or_(
            CaseRow.lead_unit == who.unit,
            and_(CaseRow.leader_unit == who.unit, CaseRow.leader_account == who.account),
        )
        rows = await self._session.scalars(
            select(CaseRow)
            .where(CaseRow.state.in_([State.RESOLVING, State.REPORTED]), mine)
            .order_by(CaseRow.due_on.nulls_last(), CaseRow.since, CaseRow.case_id)
            .limit(_DESK_LIMIT)
        )
        return [_to_case(r, frozenset()) for r in rows]

    async def _load(self, statement: Select[CaseRow]) -> Case:
        row = await self._session.scalar(statement.execution_options(populate_existing=True))
        if row is None:
            raise CaseNotFoundError
        opened: frozenset[tuple[str, str]] = frozenset()
        if row.report_id is not None:
            readers = await self._session.execute(
                select(OpeningRow.account, OpeningRow.unit).where(
                    OpeningRow.report_id == row.report_id
                )
            )
            opened = frozenset((account, unit) for account, unit in readers)
        return _to_case(row, opened)


def _to_case(row: CaseRow, opened_by: frozenset[tuple[str, str]]) -> Case:
    leader = report = None
    if row.leader_account is not None and row.leader_unit is not None:
        leader = Leader(row.leader_account, row.leader_unit)
    if row.report_id is not None:
        report = StandingReport(row.report_id, row.reporter or "", opened_by)
    return Case(
        case_id=row.case_id,
        case_no=row.case_no,
        sealed=row.sealed,
        tags=tuple(CaseTag(t) for t in row.tags),
        state=State(row.state),
        version=row.version,
        duties=tuple(Duty(d["unit"], DutyRole(d["role"])) for d in row.duties),
        leader=leader,
        issued_on=row.issued_on,
        started_on=row.started_on,
        reopened_on=row.reopened_on,
        reported_on=row.reported_on,
        since=row.since,
        due_on=row.due_on,
        round=row.round,
        report=report,
        evidence=Evidence(row.met_on, row.executed_on, row.replied_on),
    )


def _columns(case: Case) -> dict[str, Any]:
    leader, report = case.leader, case.report
    days: dict[str, date | None] = {
        name: getattr(case, name)
        for name in ("issued_on", "started_on", "reopened_on", "reported_on", "since", "due_on")
    }
    return {
        **days,
        "case_no": case.case_no,
        "sealed": case.sealed,
        "tags": [t.value for t in case.tags],
        "state": case.state.value,
        "duties": [{"unit": d.unit, "role": d.role.value} for d in case.duties],
        "lead_unit": case.lead_unit,
        "leader_account": leader.account if leader else None,
        "leader_unit": leader.unit if leader else None,
        "round": case.round,
        "report_id": report.report_id if report else None,
        "reporter": report.reporter if report else None,
        "met_on": case.evidence.met_on,
        "executed_on": case.evidence.executed_on,
        "replied_on": case.evidence.replied_on,
    }
