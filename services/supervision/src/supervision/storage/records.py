"""Keeps reviews, recognitions with their evidence, and revocations; free text only encrypted."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.vocab import EvidenceSlot
from servicekit.ids import new_id
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from supervision.domain.recognition import Evidence, Recognition
from supervision.domain.review import Checklist, Decision, Review
from supervision.domain.revocation import Cause, Revocation
from supervision.storage.cases import authored, entry_of
from supervision.storage.tables import EvidenceRow, RecognitionRow, ReviewRow, RevocationRow
from supervision.storage.vault import TextVault


@dataclass(frozen=True, slots=True)
class Records:
    """Everything the office wrote about one case, oldest first."""

    reviews: list[Review]
    recognitions: list[Recognition]
    revocations: list[Revocation]


class RecordStore:
    """The written records of cases."""

    def __init__(self, session: AsyncSession, vault: TextVault) -> None:
        self._session = session
        self._vault = vault

    async def add_review(self, case_id: UUID, review: Review) -> None:
        """Keep one review."""
        ticks = review.checklist
        await self._session.execute(
            insert(ReviewRow).values(
                id=review.id, case_id=case_id, report_id=review.report_id, round=review.round,
                decision=review.decision.value,
                result_answers_demand=ticks.result_answers_demand,
                measures_executed=ticks.measures_executed,
                receipt_present=ticks.receipt_present,
                leader_opinion_read=ticks.leader_opinion_read,
                reason=self._vault.seal_optional(
                    review.reason, table="reviews", column="reason", row=review.id,
                    unit=review.entry.unit,
                ),
                **authored(review.entry),
            )
        )  # fmt: skip

    async def add_recognition(self, case_id: UUID, recognition: Recognition) -> None:
        """Keep one recognition with its evidence."""
        await self._session.execute(
            insert(RecognitionRow).values(
                id=recognition.id, case_id=case_id, observe_until=recognition.observe_until,
                basis=self._vault.seal_optional(
                    recognition.basis, table="recognitions", column="basis", row=recognition.id,
                    unit=recognition.entry.unit,
                ),
                **authored(recognition.entry),
            )
        )  # fmt: skip
        unit = recognition.entry.unit
        rows = [self._sealed(e, recognition.id, case_id, unit) for e in recognition.evidence]
        if rows:
            await self._session.execute(insert(EvidenceRow), rows)

    async def observed_until(self, recognition_id: UUID) -> date:
        """The end of a recognition's observation window."""
        found = select(RecognitionRow.observe_until).where(RecognitionRow.id == recognition_id)
        return (await self._session.scalars(found)).one()

    async def add_revocation(self, case_id: UUID, revocation: Revocation) -> None:
        """Keep one revocation."""
        await self._session.execute(
            insert(RevocationRow).values(
                id=revocation.id, case_id=case_id, recognition_id=revocation.recognition_id,
                cause=revocation.cause.value, later_case_id=revocation.later_case_id,
                reason=self._vault.seal_optional(
                    revocation.reason, table="revocations", column="reason", row=revocation.id,
                    unit=revocation.entry.unit,
                ),
                **authored(revocation.entry),
            )
        )  # fmt: skip

    async def of_case(self, case_id: UUID) -> Records:
        """All records of one case, in clear."""
        return Records(
            await self._reviews(case_id),
            await self._recognitions(case_id),
            await self._revocations(case_id),
        )

    def _sealed(
        self, evidence: Evidence, recognition_id: UUID, case_id: UUID, unit: str
    ) -> dict[str, object]:
        id_ = new_id()

        def seal(column: str, text: str | None) -> bytes | None:
            return self._vault.seal_optional(
                text, table="evidence", column=column, row=id_, unit=unit
            )

        return {
            "id": id_, "recognition_id": recognition_id, "case_id": case_id, "unit": unit,
            "slot": evidence.slot.value, "voluntary": evidence.voluntary,
            "document_no": seal("document_no", evidence.document_no),
            "description": seal("description", evidence.description),
            "confirmed_by": seal("confirmed_by", evidence.confirmed_by),
        }  # fmt: skip

    async def _reviews(self, case_id: UUID) -> list[Review]:
        rows = await self._session.scalars(
            select(ReviewRow).where(ReviewRow.case_id == case_id).order_by(ReviewRow.id)
        )
        return [
            Review(
                r.id, r.report_id, r.round, Decision(r.decision),
                Checklist(
                    r.result_answers_demand, r.measures_executed, r.receipt_present,
                    r.leader_opinion_read,
                ),
                self._vault.open_optional(
                    r.reason, table="reviews", column="reason", row=r.id, unit=r.unit
                ),
                entry_of(r),
            )
            for r in rows
        ]  # fmt: skip

    async def _recognitions(self, case_id: UUID) -> list[Recognition]:
        evidence: dict[UUID, dict[EvidenceSlot, Evidence]] = defaultdict(dict)
        for e in await self._session.scalars(
            select(EvidenceRow).where(EvidenceRow.case_id == case_id)
        ):
            evidence[e.recognition_id][EvidenceSlot(e.slot)] = self._opened(e)
        rows = await self._session.scalars(
            select(RecognitionRow)
            .where(RecognitionRow.case_id == case_id)
            .order_by(RecognitionRow.id)
        )
        return [
            Recognition(
                r.id,
                tuple(evidence[r.id][s] for s in EvidenceSlot if s in evidence[r.id]),
                r.observe_until,
                entry_of(r),
                self._vault.open_optional(
                    r.basis, table="recognitions", column="basis", row=r.id, unit=r.unit
                ),
            )
            for r in rows
        ]

    def _opened(self, row: EvidenceRow) -> Evidence:
        def clear(column: str, sealed: bytes) -> str:
            return self._vault.open(
                sealed, table="evidence", column=column, row=row.id, unit=row.unit
            )

        return Evidence(
            EvidenceSlot(row.slot),
            clear("document_no", row.document_no),
            clear("description", row.description),
            clear("confirmed_by", row.confirmed_by) if row.confirmed_by is not None else None,
            row.voluntary,
        )

    async def _revocations(self, case_id: UUID) -> list[Revocation]:
        rows = await self._session.scalars(
            select(RevocationRow).where(RevocationRow.case_id == case_id).order_by(RevocationRow.id)
        )
        return [
            Revocation(
                r.id, r.recognition_id, Cause(r.cause), r.later_case_id,
                self._vault.open_optional(
                    r.reason, table="revocations", column="reason", row=r.id, unit=r.unit
                ),
                entry_of(r),
            )
            for r in rows
        ]  # fmt: skip
