"""Writes new cases down: rows, sight, events and suspected repeats; part of two use cases."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from dbkit.caller import SYSTEM_TENANT
from dbkit.transaction import Transaction
from dbkit.visibility import grant, grant_each
from eventing.outbox import Told, emit_all

from intake.domain.compartment import HIDDEN_ACTOR
from intake.domain.petition import Petition
from intake.domain.registration import Registration
from intake.domain.rules import SEALED_PREFIX
from intake.metrics import CASES
from intake.storage.case_numbers import next_number
from intake.storage.petitions import PetitionStore
from intake.storage.traces import wipe_previews
from intake.usecases.context import Context
from intake.usecases.publish import case_registered
from intake.usecases.suspecting import Suspecting


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case on its way in, and whether its registration counts as entered late."""

    petition: Petition
    registration: Registration
    late: bool


class Registering:
    """Registers cases inside an open transaction."""

    def __init__(self, context: Context, suspecting: Suspecting) -> None:
        self._context = context
        self._suspecting = suspecting

    def prepare(self, tx: Transaction, registration: Registration, *, late: bool) -> NewCase:
        """Give a registration its identity under the caller's unit.

        A first petition gets its 首办单位: the unit of the place, else the registering one (R57).
        """
        if registration.first_unit is None and registration.first_here is not False:
            first = registration.place_unit or tx.tenant
            registration = replace(registration, first_unit=first)
        petition = Petition(
            self._context.new_id(), tx.tenant, registration.case_no, registration.registered_on,
            sealed=registration.sealed, registered_by=tx.actor_sub,
        )  # fmt: skip
        return NewCase(petition, registration, late)

    async def __call__(
        self, tx: Transaction, new: Sequence[NewCase], *, import_id: UUID | None = None
    ) -> None:
        """Write the cases; their numbers must have been checked.

        Each gives one ``case_registered`` on its 登记时间; the unit and both offices see it; equal
        blind indexes give ``repeat_suspected`` on the earlier case, which is advice only (R1.3).
        Accusations are sealed at once: 纪检监察 and the registering officer alone see them, under a
        number of their own, and nothing counts them (R72).
        """
        await self._open(tx, [n for n in new if not n.petition.sealed], import_id)
        for n in new:
            if n.petition.sealed:
                await self._sealed(tx, n)

    async def _open(self, tx: Transaction, new: Sequence[NewCase], import_id: UUID | None) -> None:
        if not new:
            return
        sight = self._context.compartments.open
        await grant_each(tx, [(n.petition.id, sight(tx.tenant, n.registration.tags)) for n in new])
        store = PetitionStore(tx.session, self._context.vault)
        await store.add_all(
            [(n.petition, n.registration) for n in new], at=tx.now, registered_by=tx.actor_sub,
            import_id=import_id,
        )  # fmt: skip
        await emit_all(tx, [_told(n) for n in new])
        for n in new:
            tx.audit(
                "case.registered", n.petition.id,
                after={"case_no": n.petition.case_no, "late": n.late},
            )  # fmt: skip
            CASES.labels(n.registration.source.value).inc()
        await self._suspecting(tx, [(n.petition, n.registration) for n in new])

    async def _sealed(self, tx: Transaction, new: NewCase) -> None:
        p, compartments = new.petition, self._context.compartments
        p.case_no = await self.sealed_number(tx)
        if typed := new.registration.case_no:
            async with tx.as_tenant(SYSTEM_TENANT):
                await wipe_previews(tx.session, self._context.vault, case_no=typed, tenant=p.tenant)
        await grant(tx, p.id, compartments.sealed(tx.actor_sub))
        discipline = compartments.discipline
        async with tx.as_tenant(discipline):
            await PetitionStore(tx.session, self._context.vault).add_all(
                [(p, new.registration)], at=tx.now, registered_by=tx.actor_sub
            )
            await emit_all(tx, [_told(new)], tenant=discipline, actor=HIDDEN_ACTOR)
            await self._suspecting(tx, [(p, new.registration)])
        tx.audit(
            "case.registered", p.id, after={"case_no": p.case_no, "sealed": True},
            chain=discipline,
        )  # fmt: skip

    async def sealed_number(self, tx: Transaction) -> str:
        """The next number of sealed cases, in a series of its own (R72)."""
        series = f"{SEALED_PREFIX}{tx.today.year}"
        async with tx.as_tenant(SYSTEM_TENANT):
            return f"{series}-{await next_number(tx.session, series):04d}"

    async def own_number(self, tx: Transaction) -> str:
        """A number for a case that came without one: unit, day, sequence."""
        series = f"{tx.tenant.upper()}-{tx.today:%Y%m%d}"
        async with tx.as_tenant(SYSTEM_TENANT):
            store = PetitionStore(tx.session, self._context.vault)
            while True:
                number = f"{series}-{await next_number(tx.session, series):04d}"
                if not await store.taken([number]):
                    return number


def _told(n: NewCase) -> Told:
    return Told(
        n.petition.id, case_registered(n.registration, n.petition.case_no),
        n.registration.registered_on, n.late,
    )  # fmt: skip
