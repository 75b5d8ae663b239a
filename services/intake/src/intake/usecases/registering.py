"""Writes new cases down: rows, sight, events and suspected repeats; part of two use cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.intake import RepeatSuspectedV1
from contracts.vocab import VisibilityRole
from dbkit.caller import SYSTEM_TENANT
from dbkit.transaction import Transaction
from dbkit.visibility import grant
from eventing.outbox import Told, emit_all

from intake.domain.petition import Petition
from intake.domain.registration import Registration
from intake.domain.repeat import RepeatLink, Sighting, suspicions
from intake.metrics import CASES
from intake.storage.petitions import PetitionStore
from intake.storage.repeat_links import RepeatLinkStore
from intake.usecases.context import Context
from intake.usecases.publish import case_registered


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case on its way in, and whether its registration counts as entered late."""

    petition: Petition
    registration: Registration
    late: bool


class Registering:
    """Registers cases inside an open transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def prepare(self, tx: Transaction, registration: Registration, *, late: bool) -> NewCase:
        """Give a registration its identity under the caller's unit."""
        petition = Petition(
            self._context.new_id(), tx.tenant, registration.case_no, registration.registered_on
        )
        return NewCase(petition, registration, late)

    async def __call__(
        self, tx: Transaction, new: Sequence[NewCase], *, import_id: UUID | None = None
    ) -> None:
        """Write the cases; their numbers must have been checked.

        Each gives one ``case_registered`` on its 登记时间; the unit and both offices see it; equal
        blind indexes give ``repeat_suspected`` on the earlier case, which is advice only (R1.3).
        """
        if not new:
            return
        sight = [(tx.tenant, VisibilityRole.REGISTRAR)]
        sight += [(office, VisibilityRole.SUPERVISION) for office in self._context.offices]
        await grant(tx, [n.petition.id for n in new], sight)
        store = PetitionStore(tx.session, self._context.vault)
        sightings = await store.add_all(
            [(n.petition, n.registration) for n in new], at=tx.now, import_id=import_id
        )
        told = [
            Told(
                n.petition.id, case_registered(n.registration),
                n.registration.registered_on, n.late,
            )
            for n in new
        ]  # fmt: skip
        await emit_all(tx, told)
        for n in new:
            tx.audit(
                "case.registered", n.petition.id,
                after={"case_no": n.petition.case_no, "late": n.late},
            )  # fmt: skip
            CASES.labels(n.registration.source.value).inc()
        await self._suspect(tx, store, sightings)

    async def _suspect(
        self, tx: Transaction, store: PetitionStore, new: Sequence[Sighting]
    ) -> None:
        # Matching looks across all units; what it finds is told on the earlier case only.
        async with tx.as_tenant(SYSTEM_TENANT):
            known = await store.sharing_keys(new)
            links = [
                RepeatLink(self._context.new_id(), earlier.case_id, later.case_id, basis)
                for earlier, later, basis in suspicions(new, known)
            ]
            await RepeatLinkStore(tx.session).add_all(links, at=tx.now)
            told = [
                Told(
                    link.earlier_case,
                    RepeatSuspectedV1(
                        link_id=link.id, later_case_id=link.later_case, basis=link.basis.value
                    ),
                    tx.today,
                )
                for link in links
            ]
            await emit_all(tx, told)
