"""Stores the campaign's documents, and counts what was declared and registered of cohort A (R2, R73)."""

from datetime import datetime

from contracts.vocab import Cohort, Source
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.campaign_document import (
    DECLARING,
    CampaignDocument,
    Declared,
    DocumentLevel,
    DocumentTakenError,
    Governed,
    Registered,
)
from intake.storage.case_tables import CaseRow
from intake.storage.prevention_tables import CampaignDocumentRow, DeclaredCountRow

_MOST_LETTERS = 50


class CampaignDocumentStore:
    """The ledger of documents; a few dozen in a campaign, so it is always read whole."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self, *, lock: bool = False) -> list[CampaignDocument]:
        """Every document; ``lock`` keeps others from changing the chain until the transaction ends."""
        query = select(CampaignDocumentRow)
        rows = list(await self._session.scalars(query.with_for_update() if lock else query))
        number = {r.id: r.letter_no for r in rows}
        return [
            CampaignDocument(
                r.id, r.letter_no, r.title, r.issuer, DocumentLevel(r.level), r.issued_on,
                r.received_on, number[r.parent_id] if r.parent_id else None,
                tuple(Governed(g) for g in r.governs), r.version,
            )
            for r in rows
        ]  # fmt: skip

    async def add(
        self,
        d: CampaignDocument,
        parent: CampaignDocument | None,
        *,
        tenant: str,
        by: str,
        at: datetime,
    ) -> None:
        """Register one.

        Raises:
            DocumentTakenError: another has its number.
        """
        values = _values(d, parent)
        try:
            await self._session.execute(
                insert(CampaignDocumentRow).values(
                    **values, id=d.id, tenant=tenant, registered_by=by, registered_at=at
                )
            )
        except IntegrityError as e:
            raise DocumentTakenError(d.letter_no) from e

    async def save(self, d: CampaignDocument, parent: CampaignDocument | None) -> None:
        """Put a corrected one in the place of what it was.

        Raises:
            DocumentTakenError: another has its number.
        """
        change = update(CampaignDocumentRow).where(CampaignDocumentRow.id == d.id)
        try:
            await self._session.execute(change.values(**_values(d, parent)))
        except IntegrityError as e:
            raise DocumentTakenError(d.letter_no) from e


def _values(d: CampaignDocument, parent: CampaignDocument | None) -> dict[str, object]:
    return {
        "version": d.version, "letter_no": d.letter_no, "title": d.title, "issuer": d.issuer,
        "level": d.level.value, "issued_on": d.issued_on, "received_on": d.received_on,
        "parent_id": parent.id if parent else None, "governs": [g.value for g in d.governs],
    }  # fmt: skip


class DeclaredCounts:
    """Declared numbers, and the cases of cohort A that the tenant sees."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> list[Declared]:
        """What was declared so far."""
        rows = await self._session.scalars(select(DeclaredCountRow))
        return [
            Declared(Source(r.source), r.count, r.letter_no, r.declared_on, r.version) for r in rows
        ]

    async def put(self, d: Declared, *, tenant: str, by: str, at: datetime) -> None:
        """Keep a declaration in the place of an earlier one of the source."""
        values = {
            "version": d.version, "count": d.count, "letter_no": d.letter_no,
            "declared_on": d.declared_on, "declared_by": by, "declared_at": at,
        }  # fmt: skip
        await self._session.execute(
            upsert(DeclaredCountRow)
            .values(source=d.source.value, tenant=tenant, **values)
            .on_conflict_do_update(index_elements=["source"], set_=values)
        )

    async def registered(self) -> dict[Source, Registered]:
        """Cases of cohort A by source and 交办文号, without sealed ones."""
        rows = await self._session.execute(
            select(CaseRow.source, CaseRow.letter_no, func.count())
            .where(
                CaseRow.cohort == Cohort.A.value, CaseRow.sealed.is_(False),
                CaseRow.source.in_([s.value for s in DECLARING]),
            )
            .group_by(CaseRow.source, CaseRow.letter_no)
            .order_by(func.count().desc(), CaseRow.letter_no)
        )  # fmt: skip
        found: dict[Source, list[tuple[str | None, int]]] = {}
        for source, letter_no, count in rows:
            found.setdefault(Source(source), []).append((letter_no, count))
        return {s: _registered(counts) for s, counts in found.items()}


def _registered(counts: list[tuple[str | None, int]]) -> Registered:
    return Registered(
        count=sum(n for _, n in counts),
        without_letter=sum(n for letter, n in counts if not letter),
        letters=tuple((letter, n) for letter, n in counts if letter)[:_MOST_LETTERS],
    )
