"""Reads a case's records and opens their texts."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mediation.domain.errors import ReportNotFoundError
from mediation.storage.tables import (
    ActivityRow,
    Base,
    CaseRow,
    MeasureRow,
    NoticeRow,
    OpinionRow,
    RecordRow,
    ReportRow,
    SessionRow,
)
from mediation.storage.vault import TextVault
from mediation.storage.views import (
    ActivityView,
    ConsentView,
    MeasureView,
    NoticeView,
    OpinionView,
    Records,
    ReportView,
    SessionView,
)

R = TypeVar("R", ActivityRow, SessionRow, MeasureRow, NoticeRow, ReportRow, OpinionRow)


class RecordReads:
    """Records of the cases the transaction's tenant sees."""

    def __init__(self, session: AsyncSession, vault: TextVault) -> None:
        self._session = session
        self._vault = vault

    async def all_of(self, case_id: UUID) -> Records:
        """Everything recorded on the case."""
        return Records(
            activities=[self._activity(r) for r in await self._rows(ActivityRow, case_id)],
            sessions=[self._session_view(r) for r in await self._rows(SessionRow, case_id)],
            measures=[self._measure(r) for r in await self._rows(MeasureRow, case_id)],
            notices=[self._notice(r) for r in await self._rows(NoticeRow, case_id)],
            reports=await self._reports(case_id),
        )

    async def report(self, case_id: UUID, report_id: UUID) -> ReportView:
        """One closing report.

        Raises:
            ReportNotFoundError: the case holds no such report.
        """
        found = [r for r in await self._reports(case_id) if r.id == report_id]
        if not found:
            raise ReportNotFoundError
        return found[0]

    async def confirmations_due(
        self, unit: str, today: date
    ) -> Sequence[tuple[UUID, str | None, date, date]]:
        """Agreements of the unit whose 30 days for judicial confirmation still run (T17).

        Returns:
            Case, its number, the day of the agreement, the last day to apply.
        """
        rows = await self._session.execute(
            select(
                SessionRow.case_id, CaseRow.case_no, SessionRow.occurred_on, SessionRow.confirm_by
            )
            .join(CaseRow, CaseRow.case_id == SessionRow.case_id)
            .where(SessionRow.unit == unit, SessionRow.confirm_by >= today)
            .order_by(SessionRow.confirm_by, SessionRow.id)
            .limit(200)
        )
        return [(c, no, on, by) for c, no, on, by in rows if by is not None]

    async def _rows(self, table: type[R], case_id: UUID) -> Sequence[R]:
        rows = await self._session.scalars(
            select(table).where(table.case_id == case_id).order_by(table.occurred_on, table.id)
        )
        return rows.all()

    async def _reports(self, case_id: UUID) -> list[ReportView]:
        opinions = {
            o.report_id: OpinionView(
                **_head(o), **self._texts(o), report_id=o.report_id, agreed=o.agreed
            )
            for o in await self._rows(OpinionRow, case_id)
        }
        rows = sorted(await self._rows(ReportRow, case_id), key=lambda r: r.round)
        return [
            ReportView(
                **_head(r), **self._texts(r), case_id=r.case_id, round=r.round,
                opinion=opinions.get(r.id),
            )
            for r in rows
        ]  # fmt: skip

    def _activity(self, r: ActivityRow) -> ActivityView:
        return ActivityView(
            **_head(r), **self._texts(r), kind=r.kind, by_leader=r.by_leader,
            face_to_face=r.face_to_face,
        )  # fmt: skip

    def _session_view(self, r: SessionRow) -> SessionView:
        texts = self._texts(r)
        consents = [ConsentView(**c) for c in texts.pop("consents")]
        return SessionView(
            **_head(r), **texts, consents=consents, kind=r.kind, outcome=r.outcome,
            confirm_by=r.confirm_by,
        )  # fmt: skip

    def _measure(self, r: MeasureRow) -> MeasureView:
        result = ""
        if r.sealed_result is not None and r.executed_by_unit is not None:
            result = self._vault.open(
                r.sealed_result, table="measures", row=r.id, unit=r.executed_by_unit,
                column="sealed_result",
            )["result"]  # fmt: skip
        return MeasureView(
            **_head(r), **self._texts(r), means=r.means, executed=r.executed_on is not None,
            executed_on=r.executed_on, executed_late=r.executed_late,
            executed_recorded_at=r.executed_recorded_at, result=result,
        )  # fmt: skip

    def _notice(self, r: NoticeRow) -> NoticeView:
        return NoticeView(**_head(r), **self._texts(r), kind=r.kind, receipt=r.receipt)

    def _texts(self, row: RecordRow) -> dict[str, Any]:
        table = row.__tablename__ if isinstance(row, Base) else ""
        return self._vault.open(row.sealed, table=table, row=row.id, unit=row.unit)


def _head(row: RecordRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "unit": row.unit,
        "account": row.author_account,
        "occurred_on": row.occurred_on,
        "late": row.late,
        "recorded_at": row.recorded_at,
    }
