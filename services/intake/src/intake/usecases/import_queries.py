"""Reads of imports: list, result, rows with what they would change, mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.paging import PageParams
from servicekit.auth import Principal
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import ImportNotFoundError
from intake.domain.ledger_import import Standing
from intake.domain.masking import mask_address, mask_beside, mask_id, mask_name
from intake.ledger.options import Profile
from intake.ledger.outcome import Sureness
from intake.storage.import_reads import ImportReads, shown
from intake.storage.registered import RegisteredReads
from intake.usecases.context import Context
from intake.usecases.from_ledger import changes_of
from intake.usecases.import_changes import shown_changes

Rows = tuple[list[dict[str, Any]], int]
_NAME_LENGTHS = range(2, 5)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows of an import are wanted."""

    verdict: str | None = None
    standing: Standing | None = None


class ImportQueries:
    """A unit's registrars and supervisors see its imports."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(self, who: Principal, page: PageParams) -> Rows:
        """A page of the unit's imports and the total."""
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            return await self._reads(session).page(offset=page.offset, size=page.size)

    async def one(self, who: Principal, import_id: UUID) -> dict[str, Any]:
        """One import of the unit.

        Raises:
            ImportNotFoundError: none of this unit.
        """
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            found = await self._reads(session).one(import_id)
        if found is None:
            raise ImportNotFoundError
        return found

    async def rows(
        self, who: Principal, import_id: UUID, page: PageParams, wanted: RowFilter
    ) -> Rows:
        """A page of an import's rows and the total; rows that differ say in what, old and new.

        Raises:
            ImportNotFoundError: no such import of this unit.
        """
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            reads = self._reads(session)
            found = await reads.mapping(import_id)
            if found is None:
                raise ImportNotFoundError
            lines, total = await reads.lines(
                import_id, offset=page.offset, size=page.size, verdict=wanted.verdict,
                standing=wanted.standing.value if wanted.standing else None,
            )  # fmt: skip
            clears = found["profile"] == Profile.CORRECTIONS
            changes = await self._changes(session, lines, clears=clears)
        return [shown(r) | {"changes": changes.get(r["row"], [])} for r in lines], total

    async def _changes(
        self, session: AsyncSession, lines: Sequence[Mapping[str, Any]], *, clears: bool
    ) -> dict[int, list[dict[str, str | None]]]:
        differing = [r for r in lines if r["standing"] == Standing.DIFFERS.value]
        known = await RegisteredReads(session, self._context.vault).of_numbers(
            r["values"]["信访件编号"] for r in differing
        )
        found = {}
        for r in differing:
            case = known.get(r["values"]["信访件编号"])
            if case is not None:
                facts = changes_of(
                    r["values"], r["extras"], self._context.units, case.registration, clears=clears
                )
                found[r["row"]] = shown_changes(case.registration, facts, self._context.units)
        return found

    async def mapping(self, who: Principal, import_id: UUID) -> dict[str, Any]:
        """Which column of the file means what, with masked samples.

        Raises:
            ImportNotFoundError: no such import of this unit.
        """
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            found = await self._reads(session).mapping(import_id)
        if found is None:
            raise ImportNotFoundError
        columns = [c | {"samples": _samples(c)} for c in found.pop("columns", ())]
        return (
            {"canonical": [], "sheets": [], "header_rows": [], "sheet": None}
            | found
            | {"columns": columns}
        )

    def _reads(self, session: AsyncSession) -> ImportReads:
        return ImportReads(session, self._context.vault)


def _samples(column: Mapping[str, Any]) -> list[str]:
    if column["sure"] == Sureness.IGNORED:
        return []
    return [_sample(column["name"], column["heading"], text) for text in column["samples"]]


def _sample(name: str | None, heading: str, text: str) -> str:
    if name == "信访件编号":
        return text
    if name == "身份证号":
        return mask_id(text) or ""
    if name in {"户籍地", "常住地"}:
        return mask_address(text) or ""
    looks_like_a_name = text.isalpha() and len(text) in _NAME_LENGTHS and not text.isascii()
    if name == "信访人姓名" or (name is None and looks_like_a_name):
        return mask_name(text) or ""
    return str(mask_beside(heading, text))
