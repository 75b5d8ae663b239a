"""The store of 交办 batches and of what was issued in them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from assignment.domain.case import AssignedCase
from assignment.domain.errors import BatchNoTakenError
from assignment.domain.values import Fact
from assignment.storage.mapping import duty_docs, fact_doc, to_fact
from assignment.storage.tables import BatchItemRow, BatchRow

_SEEN = BatchItemRow.case_id.in_(select(column("case_id")).select_from(table("case_visibility")))
_LOCK = text("select pg_advisory_xact_lock(hashtext('batches:' || :tenant))")


@dataclass(frozen=True, slots=True)
class IssuedDuty:
    """A unit and its duty, as issued."""

    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One case of a batch, as it was issued; a case that was sealed since is not shown (R72)."""

    case_id: UUID
    case_no: str
    duties: tuple[IssuedDuty, ...]
    due_on: date | None
    issued_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch under one letter, with the number of cases issued."""

    id: UUID
    batch_no: str
    letter_no: str
    made: Fact
    issued: int


class BatchStore:
    """Batches of the transaction's tenant."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(
        self, tenant: str, *, batch_id: UUID, batch_no: str | None, letter_no: str, made: Fact
    ) -> tuple[UUID, str]:
        """Begin a batch, or go on with the tenant's batch of that number and letter.

        Without a number the next one of the year is taken.

        Returns:
            Id and number of the batch.

        Raises:
            BatchNoTakenError: the number belongs to another letter.
        """
        await self._session.execute(_LOCK, {"tenant": tenant})
        number = batch_no or await self._next_number(made.on.year)
        row = await self._session.scalar(select(BatchRow).where(BatchRow.batch_no == number))
        if row is not None:
            if row.letter_no != letter_no:
                raise BatchNoTakenError(
                    f"批次号 {number} 已用于交办文号 {row.letter_no}，请换一个批次号。"
                )
            return row.id, row.batch_no
        self._session.add(
            BatchRow(
                id=batch_id, tenant=tenant, batch_no=number, letter_no=letter_no,
                made=fact_doc(made), created_at=made.at,
            )
        )  # fmt: skip
        await self._session.flush()
        return batch_id, number

    async def _next_number(self, year: int) -> str:
        numbers = await self._session.scalars(
            select(BatchRow.batch_no).where(BatchRow.batch_no.startswith(f"{year}-"))
        )
        tails = [n.partition("-")[2] for n in numbers]
        return f"{year}-{max([int(t) for t in tails if t.isdecimal()], default=0) + 1:03d}"

    def add_item(self, tenant: str, batch_id: UUID, item_id: UUID, case: AssignedCase) -> None:
        """Keep how a case was issued."""
        if case.issued is None:
            raise ValueError("the case is not issued")
        self._session.add(
            BatchItemRow(
                id=item_id, tenant=tenant, batch_id=batch_id, case_id=case.id,
                case_no=case.registered.case_no, duties=duty_docs(case.duties),
                due_on=case.deadline.due_on if case.deadline else None,
                issued=fact_doc(case.issued),
            )
        )  # fmt: skip

    async def page(self, offset: int, limit: int) -> tuple[list[Batch], int]:
        """One page of batches, newest first, and how many there are."""
        total = await self._session.scalar(select(func.count()).select_from(BatchRow)) or 0
        rows = await self._session.execute(
            _with_count()
            .order_by(BatchRow.created_at.desc(), BatchRow.id)
            .offset(offset)
            .limit(limit)
        )
        return [_batch(row, n) for row, n in rows], total

    async def get(self, batch_id: UUID) -> tuple[Batch, list[BatchItem]] | None:
        """A batch with its items, if the tenant has it."""
        query = _with_count().where(BatchRow.id == batch_id)
        first = (await self._session.execute(query)).one_or_none()
        if first is None:
            return None
        rows = await self._session.scalars(
            select(BatchItemRow)
            .where(BatchItemRow.batch_id == batch_id, _SEEN)
            .order_by(BatchItemRow.case_no, BatchItemRow.id)
        )
        return _batch(first[0], first[1]), [_item(r) for r in rows]


def _with_count() -> Select[BatchRow, int]:
    count = (
        select(func.count())
        .where(BatchItemRow.batch_id == BatchRow.id, _SEEN)
        .correlate(BatchRow)
        .scalar_subquery()
    )
    return select(BatchRow, count)


def _batch(row: BatchRow, issued: int) -> Batch:
    return Batch(row.id, row.batch_no, row.letter_no, to_fact(row.made), issued)


def _item(row: BatchItemRow) -> BatchItem:
    return BatchItem(
        row.case_id,
        row.case_no,
        tuple(IssuedDuty(d["unit"], d["role"]) for d in row.duties),
        row.due_on,
        to_fact(row.issued).on,
    )
