"""Reads disputes on the ground, and at which level they are solved (R61)."""

from dataclasses import dataclass, replace
from uuid import UUID

from dbkit.paging import PageParams
from servicekit.auth import Principal

from intake.domain.early_dispute import DisputeAction, EarlyDispute, LevelShares, shares
from intake.storage.early_disputes import DisputeFilter, EarlyDisputeStore, case_numbers
from intake.usecases.context import Context
from intake.usecases.record_dispute import may_act


@dataclass(frozen=True, slots=True)
class SeenDispute:
    """A dispute as the reader may see it: with the number of its case, if it is one the reader sees."""

    dispute: EarlyDispute
    unit_name: str
    case_no: str | None
    actions: tuple[DisputeAction, ...]


class DisputeQueries:
    """Row security decides which disputes there are for the caller."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(
        self, who: Principal, wanted: DisputeFilter, page: PageParams
    ) -> tuple[list[SeenDispute], int]:
        """Disputes, newest first, and how many there are."""
        async with self._context.db.read(who.unit) as session:
            store = EarlyDisputeStore(session, self._context.vault)
            found, total = await store.page(wanted, offset=page.offset, size=page.size)
            numbers = await case_numbers(session, {d.case_id for d in found if d.case_id})
        return [self._seen(who, d, numbers) for d in found], total

    async def one(self, who: Principal, dispute_id: UUID) -> SeenDispute:
        """One with what happened to it.

        Raises:
            DisputeNotFoundError: none that the caller's unit sees.
        """
        async with self._context.db.read(who.unit) as session:
            found = await EarlyDisputeStore(session, self._context.vault).get(dispute_id)
            numbers = await case_numbers(session, {found.case_id} if found.case_id else ())
        return self._seen(who, found, numbers)

    async def rates(
        self, who: Principal, wanted: DisputeFilter
    ) -> tuple[list[LevelShares], LevelShares]:
        """At which level the disputes that arose in a span were solved: by unit, and all together."""
        async with self._context.db.read(who.unit) as session:
            counts = await EarlyDisputeStore(session, self._context.vault).counts(wanted)
        return shares(counts)

    def name_of(self, unit: str) -> str:
        """A unit's name."""
        return self._context.units.name_of(unit)

    def _seen(self, who: Principal, d: EarlyDispute, numbers: dict[UUID, str]) -> SeenDispute:
        case_no = numbers.get(d.case_id) if d.case_id else None
        shown = d if case_no else replace(d, case_id=None)
        return SeenDispute(
            shown, self._context.units.name_of(d.place_unit), case_no,
            d.actions if may_act(who) else (),
        )  # fmt: skip
