"""Reads repeat links for people; a case on the other end that the reader may not see stays an id."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from intake.domain.ledger_import import Standing
from intake.storage.case_tables import CaseRow
from intake.storage.import_tables import ImportLineRow
from intake.storage.repeat_links import reasons_place
from intake.storage.repeat_tables import RepeatLinkRow
from intake.storage.vault import Vault

_EARLIER, _LATER = aliased(CaseRow), aliased(CaseRow)
_COLUMNS = (
    select(
        RepeatLinkRow, _EARLIER.case_no.label("earlier_no"), _LATER.case_no.label("later_no"),
        _LATER.registered_on.label("later_on"), _EARLIER.registered_on.label("earlier_on"),
    )
    .outerjoin(_EARLIER, _EARLIER.id == RepeatLinkRow.earlier_case_id)
    .outerjoin(_LATER, _LATER.id == RepeatLinkRow.later_case_id)
)  # fmt: skip
_likelihood = func.coalesce(RepeatLinkRow.probability, 0)
Columns = TypeVarTuple("Columns")
MANUAL = "manual"
"""In the place of a band: a person found the repeat, the system gave no advice."""


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """What a list of links is narrowed to.

    ``unit`` registered one of the two cases; ``import_id`` registered or amended one of them.
    """

    state: str | None = None
    band: str | None = None
    unit: str | None = None
    import_id: UUID | None = None


class LinkReads:
    """Reads under row security."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, wanted: LinkFilter, *, likeliest: bool, offset: int, size: int
    ) -> tuple[list[dict[str, Any]], int, dict[str, int]]:
        """Links, the likeliest or the newest first, the total, and how many each band has."""
        counts = await self._counts(wanted)
        order = _likelihood.desc() if likeliest else RepeatLinkRow.created_at.desc()
        rows = await self._session.execute(
            _narrow(_COLUMNS, wanted).order_by(order, RepeatLinkRow.id).offset(offset).limit(size)
        )
        total = counts.get(wanted.band, 0) if wanted.band else sum(counts.values())
        return [_link(r) for r in rows], total, counts

    async def _counts(self, wanted: LinkFilter) -> dict[str, int]:
        band = func.coalesce(RepeatLinkRow.band, MANUAL)
        links = select(band, func.count()).group_by(band)
        if wanted.unit:
            links = links.select_from(RepeatLinkRow).outerjoin(
                _EARLIER, _EARLIER.id == RepeatLinkRow.earlier_case_id
            ).outerjoin(_LATER, _LATER.id == RepeatLinkRow.later_case_id)  # fmt: skip
        rows = await self._session.execute(_narrow(links, replace(wanted, band=None)))
        return {r[0]: r[1] for r in rows}

    async def of_case(self, case_id: UUID) -> list[dict[str, Any]]:
        """Links on either end of a case, as far as the reader sees the earlier end."""
        rows = await self._session.execute(
            _COLUMNS.where(
                or_(
                    RepeatLinkRow.earlier_case_id == case_id,
                    RepeatLinkRow.later_case_id == case_id,
                )
            ).order_by(RepeatLinkRow.created_at)
        )
        return [_link(r) for r in rows]

    async def one(self, link_id: UUID, vault: Vault) -> dict[str, Any] | None:
        """A link with its reasons, or None when the reader sees no such link."""
        row = (await self._session.execute(_COLUMNS.where(RepeatLinkRow.id == link_id))).first()
        if row is None:
            return None
        link: RepeatLinkRow = row[0]
        reasons = vault.open(link.reasons, reasons_place(link.id), "reasons")
        return _link(row) | {"reasons": reasons or {"person": [], "matter": []}}

    async def next_after(self, link: dict[str, Any], wanted: LinkFilter) -> UUID | None:
        """The open link that follows in the queue, the likeliest first; from its top after the last."""
        sure: float = link["probability"] or 0.0
        behind = or_(_likelihood < sure, and_(_likelihood <= sure, RepeatLinkRow.id > link["id"]))
        for where in (behind, RepeatLinkRow.id != link["id"]):
            found = await self._session.scalar(self._queue(wanted, where))
            if found is not None:
                return found
        return None

    def _queue(self, wanted: LinkFilter, where: ColumnElement[bool]) -> Select[UUID]:
        links = (
            select(RepeatLinkRow.id)
            .outerjoin(_EARLIER, _EARLIER.id == RepeatLinkRow.earlier_case_id)
            .outerjoin(_LATER, _LATER.id == RepeatLinkRow.later_case_id)
        )
        open_ = replace(wanted, state="suspected")
        return (
            _narrow(links, open_)
            .where(where)
            .order_by(_likelihood.desc(), RepeatLinkRow.id)
            .limit(1)
        )

    async def decided(
        self, since: datetime, until: datetime, *, most: int
    ) -> Sequence[RepeatLinkRow]:
        """Decided links of a time, the oldest first."""
        rows = await self._session.scalars(
            select(RepeatLinkRow)
            .where(
                RepeatLinkRow.state != "suspected", RepeatLinkRow.decided_at >= since,
                RepeatLinkRow.decided_at < until,
            )
            .order_by(RepeatLinkRow.decided_at, RepeatLinkRow.id)
            .limit(most)
        )  # fmt: skip
        return list(rows)

    async def tally(self, since: datetime, until: datetime, zone: str) -> list[dict[str, Any]]:
        """Standing decisions on the system's advice by month, band and state."""
        month = func.to_char(func.timezone(zone, RepeatLinkRow.decided_at), "YYYY-MM")
        rows = await self._session.execute(
            select(month.label("month"), RepeatLinkRow.band, RepeatLinkRow.state, func.count())
            .where(
                RepeatLinkRow.state != "suspected", RepeatLinkRow.band.is_not(None),
                RepeatLinkRow.decided_at >= since, RepeatLinkRow.decided_at < until,
            )
            .group_by(month, RepeatLinkRow.band, RepeatLinkRow.state)
        )  # fmt: skip
        return [{"month": r[0], "band": r[1], "state": r[2], "count": r[3]} for r in rows]

    async def waiting(self) -> dict[str, int]:
        """Open links by band."""
        return await self._counts(LinkFilter("suspected"))


def _narrow(rows: Select[*Columns], wanted: LinkFilter) -> Select[*Columns]:
    if wanted.state:
        rows = rows.where(RepeatLinkRow.state == wanted.state)
    if wanted.band:
        rows = rows.where(func.coalesce(RepeatLinkRow.band, MANUAL) == wanted.band)
    if wanted.unit:
        rows = rows.where(or_(_EARLIER.tenant == wanted.unit, _LATER.tenant == wanted.unit))
    if wanted.import_id:
        rows = rows.where(of_import(wanted.import_id))
    return rows


def of_import(import_id: UUID) -> ColumnElement[bool]:
    """Links of the cases that a ledger registered or amended; a unit sees its own imports only."""
    cases = select(ImportLineRow.case_id).where(
        ImportLineRow.import_id == import_id, ImportLineRow.case_id.is_not(None),
        ImportLineRow.standing.in_((Standing.NEW.value, Standing.AMENDED.value)),
    )  # fmt: skip
    return or_(RepeatLinkRow.earlier_case_id.in_(cases), RepeatLinkRow.later_case_id.in_(cases))


def _link(r: Any) -> dict[str, Any]:
    link: RepeatLinkRow = r[0]
    return {
        "id": link.id, "state": link.state, "basis": link.basis, "version": link.version,
        "earlier": {"case_id": link.earlier_case_id, "case_no": r.earlier_no, "registered_on": r.earlier_on},
        "later": {"case_id": link.later_case_id, "case_no": r.later_no, "registered_on": r.later_on},
        "repeated_on": link.repeated_on, "reason": link.reason, "created_at": link.created_at,
        "decided_at": link.decided_at, "band": link.band, "probability": link.probability,
        "code": link.code,
    }  # fmt: skip
