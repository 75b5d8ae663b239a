"""Compares accepted rows of a ledger with what is registered under their numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import SYSTEM_TENANT
from dbkit.transaction import Transaction

from intake.domain.ledger_import import Standing
from intake.storage.petitions import PetitionStore
from intake.storage.registered import Registered, RegisteredReads
from intake.usecases.context import Context
from intake.usecases.from_ledger import COLUMN_OF, Facts, changes_of


@dataclass(frozen=True, slots=True)
class Judged:
    """How a row stands, its case if this unit sees it, and the facts it would change."""

    standing: Standing
    case_id: UUID | None = None
    changes: Facts = field(default_factory=dict)
    known: Registered | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The form's columns that would change."""
        return columns_of(self.changes)


def columns_of(facts: Iterable[str]) -> tuple[str, ...]:
    """The form's columns of some facts."""
    return tuple(dict.fromkeys(COLUMN_OF.get(n, n) for n in sorted(facts)))


class Standings:
    """Judges rows; only own cases, or any by the office's supervisor, can be corrected by a ledger."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def judge(
        self, tx: Transaction, rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
        *, clears: bool, hold: bool = False,
    ) -> list[Judged]:  # fmt: skip
        """One verdict a row, in their order.

        Args:
            tx: of the uploading unit.
            rows: values and extras by row.
            clears: whether an empty value clears a fact (corrections).
            hold: lock the registered cases until commit.
        """
        numbers = [str(values["信访件编号"]) for values, _ in rows]
        # Numbers are unique in the district, so other units' cases count too.
        async with tx.as_tenant(SYSTEM_TENANT):
            store = PetitionStore(tx.session, self._context.vault)
            taken = await store.taken(numbers)
            # A ledger must not bring a case back into the open that was sealed (R72).
            hidden = await store.hidden(n for n in numbers if n not in taken)
        reads = RegisteredReads(tx.session, self._context.vault)
        seen = await reads.of_numbers(taken, hold=hold)
        return [
            self._one(
                tx, values, extras, seen.get(no), taken=no in taken or no in hidden, clears=clears
            )
            for no, (values, extras) in zip(numbers, rows, strict=True)
        ]

    def _one(
        self, tx: Transaction, values: Mapping[str, Any], extras: Mapping[str, Any],
        known: Registered | None, *, taken: bool, clears: bool,
    ) -> Judged:  # fmt: skip
        if not taken:
            return Judged(Standing.NEW)
        if known is None:
            return Judged(Standing.PRESENT)
        who = tx.user.principal
        office = who.is_office and who.has(Role.SUPERVISOR)
        if known.tenant != tx.tenant and not office:
            return Judged(Standing.PRESENT, known.case_id)
        changes = changes_of(values, extras, self._context.units, known.registration, clears=clears)
        standing = Standing.DIFFERS if changes else Standing.PRESENT
        return Judged(standing, known.case_id, changes, known)
