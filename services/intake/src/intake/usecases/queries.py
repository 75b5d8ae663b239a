"""Reads of intake: cases, imports, repeat links, each inside what the caller may see."""

from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.paging import PageParams
from servicekit.auth import Principal
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import CaseNotFoundError, ImportNotFoundError
from intake.domain.petition import State
from intake.storage.case_reads import CaseFilter, CaseReads
from intake.storage.import_reads import ImportReads
from intake.storage.link_reads import LinkReads
from intake.usecases.context import Context

Rows = tuple[list[dict[str, Any]], int]


class Queries:
    """All reads; row security decides which rows exist for the caller."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def cases(self, who: Principal, wanted: CaseFilter, page: PageParams) -> Rows:
        """A page of cases and the total."""
        async with self._context.db.read(who.unit) as session:
            reads = CaseReads(session, self._context.vault)
            return await reads.page(who.unit, wanted, offset=page.offset, size=page.size)

    async def case(self, who: Principal, case_id: UUID) -> dict[str, Any]:
        """A case with masked persons and what the caller may do.

        Raises:
            CaseNotFoundError: none that the caller sees.
        """
        async with self._context.db.read(who.unit) as session:
            reads = CaseReads(session, self._context.vault)
            found = await reads.one(case_id, self._context.units)
            if found is None:
                raise CaseNotFoundError
            links = await LinkReads(session).of_case(case_id)
        return found | {"repeats": links, "allowed_actions": _allowed(who, found["state"])}

    async def imports(self, who: Principal, page: PageParams) -> Rows:
        """A page of the unit's imports and the total."""
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            return await self._imports(session).page(offset=page.offset, size=page.size)

    async def ledger_import(self, who: Principal, import_id: UUID) -> dict[str, Any]:
        """One import of the unit.

        Raises:
            ImportNotFoundError: none of this unit.
        """
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            found = await self._imports(session).one(import_id)
        if found is None:
            raise ImportNotFoundError
        return found

    async def import_rows(self, who: Principal, import_id: UUID, page: PageParams) -> Rows:
        """A page of an import's rows and the total.

        Raises:
            ImportNotFoundError: no such import of this unit.
        """
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            reads = self._imports(session)
            if await reads.one(import_id) is None:
                raise ImportNotFoundError
            return await reads.lines(import_id, offset=page.offset, size=page.size)

    async def repeat_links(self, who: Principal, state: str | None, page: PageParams) -> Rows:
        """A page of repeat links whose earlier case the caller sees, and the total."""
        async with self._context.db.read(who.unit) as session:
            return await LinkReads(session).page(state, offset=page.offset, size=page.size)

    def _imports(self, session: AsyncSession) -> ImportReads:
        return ImportReads(session, self._context.vault)


def _allowed(who: Principal, state: str) -> list[str]:
    actions = []
    if who.is_office and who.has(Role.REGISTRAR, Role.SUPERVISOR):
        if state == State.REGISTERED.value:
            actions.append("verify")
        actions.append("confirm_repeat")
    if who.has(Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR):
        actions.append("reveal")
    return actions
