"""Reads of cases for people: lists, a page, the intake procedure, sealed cases."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.vocab import CaseKind, Role, UnitKind
from dbkit.paging import PageParams
from servicekit.auth import Principal

from intake.domain.compartment import officer
from intake.domain.errors import CaseNotFoundError
from intake.domain.hard_case import hard_case_reasons, years_before
from intake.domain.procedure import COUNTING, DOCUMENT_LABELS, Step, steps
from intake.domain.registration import Registration
from intake.storage.case_reads import CaseFilter, CaseReads, HardOpen, OneCase
from intake.storage.link_reads import LinkReads
from intake.usecases.allowed import allowed_actions
from intake.usecases.context import Context
from intake.usecases.sight import reading

Rows = tuple[list[dict[str, Any]], int]


class CaseQueries:
    """Row security decides which cases exist for the caller."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(self, who: Principal, wanted: CaseFilter, page: PageParams) -> Rows:
        """A page of cases and the total."""
        async with self._context.db.read(who.unit) as session:
            reads = CaseReads(session, self._context.vault)
            return await reads.page(who.unit, wanted, offset=page.offset, size=page.size)

    def fast_overdue(self) -> CaseFilter:
        """Cases eligible for 快速销号 for longer than the district allows (R13)."""
        before = self._context.db.clock.today() - timedelta(days=self._context.fast_close_days)
        return CaseFilter(fast_before=before)

    def hard_open(self) -> HardOpen:
        """What the list of undecided hard cases is narrowed to (R19)."""
        limits = self._context.hard
        return HardOpen(limits, years_before(self._context.db.clock.today(), limits.years))

    async def sealed(self, who: Principal, page: PageParams) -> Rows:
        """Sealed cases: all of them for 纪检监察, for anybody else those registered in person (R72)."""
        who.require(*_READERS)
        own = who.unit_kind is UnitKind.DISCIPLINE
        tenant = who.unit if own else officer(who.sub)
        async with self._context.db.read(tenant) as session:
            reads = CaseReads(session, self._context.vault)
            wanted = CaseFilter(sealed=True)
            return await reads.page(tenant, wanted, offset=page.offset, size=page.size)

    async def one(self, who: Principal, case_id: UUID) -> dict[str, Any]:
        """A case with masked persons, what speaks for a hard case, and what the caller may do.

        Raises:
            CaseNotFoundError: none that the caller sees.
        """
        async with reading(self._context.db, who, case_id) as session:
            found = await CaseReads(session, self._context.vault).one(case_id, self._context.units)
            if found is None:
                raise CaseNotFoundError
            links = await LinkReads(session).of_case(case_id)
        return found.view | {
            "hard_case": self._hard(found.registration), "repeats": links,
            "allowed_actions": allowed_actions(who, found.view),
        }  # fmt: skip

    async def procedure(self, who: Principal, case_id: UUID) -> dict[str, Any]:
        """The intake steps of a case with their legal limits and documents (R58).

        Raises:
            CaseNotFoundError: none that the caller sees.
        """
        async with reading(self._context.db, who, case_id) as session:
            found = await CaseReads(session, self._context.vault).one(case_id, self._context.units)
        if found is None:
            raise CaseNotFoundError
        return self._procedure(case_id, found)

    def _procedure(self, case_id: UUID, found: OneCase) -> dict[str, Any]:
        r = found.registration
        received = r.received_on or r.registered_on
        unit = self._context.units.get(found.view["registrar_unit"])
        path = steps(
            received_on=received, reachable=_reachable(r), channel=r.channel,
            office=unit is not None and unit.kind is UnitKind.DISTRICT_OFFICE,
        )  # fmt: skip
        return {
            "case_id": case_id, "received_on": received,
            "received_on_assumed": r.received_on is None, "counting": COUNTING,
            "steps": [_step(s) for s in path],
        }  # fmt: skip

    def _hard(self, r: Registration) -> dict[str, Any]:
        reasons = hard_case_reasons(r, self._context.db.clock.today(), self._context.hard)
        ordinary = r.case_kind is CaseKind.ORDINARY
        return {
            "suggested": bool(reasons),
            "reasons": [{"code": c, "sentence": s} for c, s in reasons],
            "open": bool(reasons) and ordinary and not r.ordinary_because,
        }


_READERS = (
    Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR,
)  # fmt: skip


def _reachable(r: Registration) -> bool:
    contact = r.contact
    placed = contact.phones or contact.household or contact.residence
    return bool(r.petitioners) and bool(
        placed or any(p.phones or p.household or p.residence for p in r.petitioners)
    )


def _step(s: Step) -> dict[str, Any]:
    return {
        "code": s.code, "title": s.title, "limit_days": s.limit_days, "due_on": s.due_on,
        "basis": s.basis, "exempt": s.exempt,
        "documents": [{"code": d.value, "label": DOCUMENT_LABELS[d]} for d in s.documents],
    }  # fmt: skip
