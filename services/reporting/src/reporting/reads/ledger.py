"""The ledger (台账): filtered, sorted, paged, and driven from what the tenant may see."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args
from uuid import UUID

from contracts.units import UnitDirectory
from contracts.vocab import CaseKind, CaseTag, Cohort, DemandClass, Source
from dbkit.paging import Page, PageParams
from sqlalchemy import Select, UnaryExpression, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.projections.state import STATE_LABELS, CaseState
from reporting.reads.definitions import standing
from reporting.reads.views import LedgerRow
from reporting.storage.tables import CaseRecord
from reporting.storage.visibility import VISIBILITY

C = CaseRecord.__table__.c

Sort = Literal[
    "case_no", "-case_no", "registered_on", "-registered_on", "due_on", "-due_on", "unit", "-unit",
    "state", "-state", "people_count", "-people_count",
]  # fmt: skip
SORTS = get_args(Sort)

_LAST = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which cases; None means any. ``q`` is the beginning of a case number.

    ``first_unit`` is the 首办单位, ``matter`` the matter that several petitioners raise.
    """

    state: CaseState | None = None
    unit: str | None = None
    source: Source | None = None
    cohort: Cohort | None = None
    case_kind: CaseKind | None = None
    overdue: bool | None = None
    q: str | None = None
    tag: CaseTag | None = None
    demand_class: DemandClass | None = None
    first_unit: str | None = None
    matter: UUID | None = None
    sort: Sort = "case_no"

    def as_codes(self) -> dict[str, Any]:
        """The filter as codes, for the audit trail."""
        return {n: v for f in fields(self) if (v := getattr(self, n := f.name)) is not None}


def select_ledger(criteria: LedgerFilter, today: date) -> Select[Any]:
    """All ledger rows that match, in order, with how each stands today."""
    s = standing(today)
    visible = C.case_id.in_(select(VISIBILITY.c.case_id))
    statement = (
        select(CaseRecord.__table__, s.c.claimed, s.c.resolved, s.c.overdue)
        .join_from(CaseRecord.__table__, s, s.c.case_id == C.case_id)
        .where(visible, C.case_no.is_not(None))
    )
    for name in ("state", "unit", "source", "cohort", "case_kind", "demand_class", "first_unit"):
        if (value := getattr(criteria, name)) is not None:
            statement = statement.where(C[name] == value)
    if criteria.matter is not None:
        statement = statement.where(C.matter_id == criteria.matter)
    if criteria.tag is not None:
        statement = statement.where(literal(criteria.tag.value) == any_(C.tags))
    if criteria.overdue is not None:
        statement = statement.where(s.c.overdue.is_(criteria.overdue))
    if criteria.q:
        # A range, not LIKE: pattern operators are not leakproof and lose their index under RLS.
        statement = statement.where(C.case_no >= criteria.q, C.case_no < criteria.q + _LAST)
    return statement.order_by(_order(criteria.sort), C.case_id)


def _order(sort: Sort) -> UnaryExpression[Any]:
    column = C[sort.removeprefix("-")]
    return (column.desc() if sort.startswith("-") else column.asc()).nulls_last()


def ledger_row(record: Any, units: UnitDirectory) -> LedgerRow:
    """A stored row as the ledger shows it, with names for its codes."""
    row = LedgerRow.model_validate(record)
    row.unit_name = units.name_of(row.unit) if row.unit else None
    row.state_label = STATE_LABELS[CaseState(row.state)]
    return row


async def ledger_page(
    session: AsyncSession,
    criteria: LedgerFilter,
    paging: PageParams,
    *,
    today: date,
    units: UnitDirectory,
) -> Page[LedgerRow]:
    """One page of the ledger, with the number of all rows that match."""
    statement = select_ledger(criteria, today)
    matching = statement.with_only_columns(C.case_id).order_by(None).subquery()
    total = await session.scalar(select(func.count()).select_from(matching))
    records = await session.execute(statement.limit(paging.size).offset(paging.offset))
    return Page(
        items=[ledger_row(r, units) for r in records],
        total=total or 0,
        page=paging.page,
        size=paging.size,
    )
