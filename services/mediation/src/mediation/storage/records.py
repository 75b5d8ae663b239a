"""Writes records of work, reports and opinions, their free text sealed."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from contracts.vocab import Means
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mediation.domain.closure import ClosureReport, Opinion
from mediation.domain.errors import AlreadyExecutedError, MeasureNotFoundError
from mediation.domain.records import (
    Activity,
    Execution,
    Measure,
    MediationSession,
    Notice,
    PlannedMeasure,
    Stamp,
)
from mediation.storage.tables import (
    ActivityRow,
    MeasureRow,
    NoticeRow,
    OpinionRow,
    RecordRow,
    ReportRow,
    SessionRow,
)
from mediation.storage.vault import TextVault


class RecordStore:
    """Appends to a case's records; nothing here is ever rewritten but a measure's execution."""

    def __init__(self, session: AsyncSession, vault: TextVault) -> None:
        self._session = session
        self._vault = vault

    async def add_activity(self, stamp: Stamp, a: Activity) -> None:
        """Keep an activity."""
        await self._add(
            ActivityRow, stamp, a.texts,
            kind=a.kind.value, by_leader=a.by_leader, face_to_face=a.face_to_face,
        )  # fmt: skip

    async def add_session(self, stamp: Stamp, s: MediationSession) -> None:
        """Keep a mediation session; who consented is sealed with the minutes."""
        texts = {
            "place": s.place,
            "mediator": s.mediator,
            "consents": [asdict(c) for c in s.consents],
            "minutes": s.minutes,
            "agreement": s.agreement,
        }
        await self._add(
            SessionRow, stamp, texts,
            kind=s.kind.value, outcome=s.outcome.value, confirm_by=s.confirm_by(stamp.occurred_on),
        )  # fmt: skip

    async def add_measure(self, stamp: Stamp, m: Measure) -> None:
        """Keep a measure, carried out already or still to be."""
        done = m.executed
        await self._add(
            MeasureRow, stamp, {"description": m.description, "responsible": m.responsible},
            means=sorted(m.means),
            executed_on=stamp.occurred_on if done else None,
            executed_late=stamp.late if done else None,
            executed_recorded_at=stamp.recorded_at if done else None,
            executed_by_unit=stamp.unit if done else None,
        )  # fmt: skip

    async def planned_measure(self, case_id: UUID, measure_id: UUID) -> PlannedMeasure:
        """A measure that is still to be carried out, locked.

        Raises:
            MeasureNotFoundError: the case holds no such measure.
            AlreadyExecutedError: it was carried out before.
        """
        row = await self._session.scalar(
            select(MeasureRow)
            .where(MeasureRow.id == measure_id, MeasureRow.case_id == case_id)
            .with_for_update()
        )
        if row is None:
            raise MeasureNotFoundError
        if row.executed_on is not None:
            raise AlreadyExecutedError
        return PlannedMeasure(row.id, frozenset(Means(m) for m in row.means), row.occurred_on)

    async def execute_measure(self, measure_id: UUID, stamp: Stamp, done: Execution) -> None:
        """Keep that a measure was carried out, and with what result."""
        sealed = self._vault.seal(
            {"result": done.result}, table="measures", row=measure_id, unit=stamp.unit,
            column="sealed_result",
        )  # fmt: skip
        await self._session.execute(
            update(MeasureRow)
            .where(MeasureRow.id == measure_id)
            .values(
                executed_on=stamp.occurred_on, executed_late=stamp.late,
                executed_recorded_at=stamp.recorded_at, executed_by_unit=stamp.unit,
                sealed_result=sealed,
            )
            .execution_options(synchronize_session=False)
        )  # fmt: skip

    async def add_notice(self, stamp: Stamp, n: Notice) -> None:
        """Keep what the petitioner was told."""
        texts = {
            "channel": n.channel,
            "content": n.content,
            "receipt_no": n.receipt_no,
            "no_receipt_reason": n.no_receipt_reason,
        }
        await self._add(NoticeRow, stamp, texts, kind=n.kind.value, receipt=n.receipt)

    async def add_report(self, stamp: Stamp, report: ClosureReport, round_: int) -> None:
        """Keep a closing report."""
        await self._add(ReportRow, stamp, report.texts, round=round_)

    async def add_opinion(self, stamp: Stamp, opinion: Opinion, report_id: UUID) -> None:
        """Keep the leader's opinion on a report."""
        await self._add(
            OpinionRow, stamp, {"text": opinion.text}, report_id=report_id, agreed=opinion.agreed
        )

    async def _add(
        self, row: type[RecordRow], stamp: Stamp, texts: Mapping[str, Any], **codes: Any
    ) -> None:
        table = str(getattr(row, "__tablename__"))  # noqa: B009
        sealed = self._vault.seal(texts, table=table, row=stamp.id, unit=stamp.unit)
        await self._session.execute(insert(row).values(**asdict(stamp), **codes, sealed=sealed))
