"""Stores repeat links with the advice that made them; its reasons are sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from dbkit.caller import SYSTEM_TENANT
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import LinkNotFoundError
from intake.domain.repeat import Basis, DecisionCode, LinkState, RepeatLink
from intake.matching.judging import Advice, plain
from intake.storage.repeat_tables import RepeatLinkRow
from intake.storage.vault import Place, Vault

Pair = tuple[UUID, UUID]
"""An earlier and a later case."""


def reasons_place(link_id: UUID) -> Place:
    """Where a link's reasons are sealed: no unit owns a link."""
    return Place(SYSTEM_TENANT, "repeat_links", link_id)


class RepeatLinkStore:
    """Links of one transaction; seen by those who see the earlier case."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def lock(self, link_id: UUID) -> RepeatLink:
        """Load a link and hold it until commit.

        Raises:
            LinkNotFoundError: none, or none that the tenant sees.
        """
        row = await self._session.get(RepeatLinkRow, link_id, with_for_update=True)
        if row is None:
            raise LinkNotFoundError
        return _link(row)

    async def between(self, earlier: UUID, later: UUID) -> RepeatLink | None:
        """The link from one case to another, held until commit."""
        row = await self._session.scalar(
            select(RepeatLinkRow)
            .where(RepeatLinkRow.earlier_case_id == earlier, RepeatLinkRow.later_case_id == later)
            .with_for_update()
        )
        return _link(row) if row is not None else None

    async def pairs_of(self, case_ids: Collection[UUID]) -> set[Pair]:
        """Pairs that have a link already, with one of these cases on either end."""
        rows = await self._session.execute(
            select(RepeatLinkRow.earlier_case_id, RepeatLinkRow.later_case_id).where(
                or_(
                    RepeatLinkRow.earlier_case_id.in_(case_ids),
                    RepeatLinkRow.later_case_id.in_(case_ids),
                )
            )
        )
        return {(r.earlier_case_id, r.later_case_id) for r in rows}

    async def add_all(
        self, links: Sequence[tuple[RepeatLink, Advice | None]], *, at: datetime
    ) -> None:
        """Insert new links; those that a person found come without advice."""
        if links:
            rows = [_values(k) | self._advice(k.id, a) | {"created_at": at} for k, a in links]
            await self._session.execute(insert(RepeatLinkRow), rows)

    async def save(self, link: RepeatLink) -> None:
        """Write a decided link."""
        row = await self._session.get_one(RepeatLinkRow, link.id)
        for name, value in _values(link).items():
            setattr(row, name, value)

    async def forget(self, case_id: UUID) -> None:
        """Drop all links of a case that goes into the compartment, or comes out of it (R72)."""
        await self._session.execute(
            delete(RepeatLinkRow).where(
                or_(
                    RepeatLinkRow.earlier_case_id == case_id, RepeatLinkRow.later_case_id == case_id
                )
            )
        )

    def _advice(self, link_id: UUID, advice: Advice | None) -> dict[str, Any]:
        if advice is None:
            return dict.fromkeys(
                ("probability", "person_probability", "matter_probability", "reason_codes",
                 "reasons")
            )  # fmt: skip
        reasons = {"person": plain(advice.person.reasons), "matter": plain(advice.matter.reasons)}
        return {
            "probability": advice.probability,
            "person_probability": advice.person.probability,
            "matter_probability": advice.matter.probability,
            "reason_codes": list(advice.codes),
            "reasons": self._vault.seal(reasons, reasons_place(link_id), "reasons"),
        }


def _link(row: RepeatLinkRow) -> RepeatLink:
    return RepeatLink(
        row.id, row.earlier_case_id, row.later_case_id, Basis(row.basis), LinkState(row.state),
        row.version, row.repeated_on, row.reason, DecisionCode(row.code) if row.code else None,
        row.decided_by, row.decided_at, row.band,
    )  # fmt: skip


def _values(link: RepeatLink) -> dict[str, object]:
    return {
        "id": link.id, "earlier_case_id": link.earlier_case, "later_case_id": link.later_case,
        "basis": link.basis.value, "state": link.state.value, "version": link.version,
        "repeated_on": link.repeated_on, "reason": link.reason,
        "code": link.code.value if link.code else None, "decided_by": link.decided_by,
        "decided_at": link.decided_at, "band": link.band,
    }  # fmt: skip
