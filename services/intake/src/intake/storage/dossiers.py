"""Opens cases for the matcher: petitioners and texts in clear, in memory, and only when they are looked at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.petition import Petition
from intake.domain.registration import Accused, Contact, Petitioner, Registration
from intake.matching.judging import Dossier, Judge, Keys
from intake.matching.persons import Person
from intake.storage.candidates import CaseKeys
from intake.storage.case_tables import CaseRow, PetitionerRow
from intake.storage.registration_rows import accused_of, contact_of, demand_of, petitioner_of
from intake.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Known:
    """A case in the matcher's hands: what it may compare, and where its advice may go."""

    dossier: Dossier
    tenant: str
    sealed: bool

    @property
    def case_id(self) -> UUID:
        """The case."""
        return self.dossier.case_id


def of_registration(petition: Petition, r: Registration) -> Known:
    """A case that is just being registered, from what was written down."""
    dossier = Dossier(
        petition.id, petition.case_no, r.registered_on,
        people=lambda: _people(r.petitioners, r.contact),
        accused=lambda: _accused(r.accused),
        text=lambda: r.demand,
    )  # fmt: skip
    return Known(dossier, petition.tenant, r.sealed)


def typed(
    case_id: UUID, today: date, people: Sequence[Person], subject: str | None, demand: str
) -> Dossier:
    """A case that is still being typed in."""
    return Dossier(
        case_id, "", today, people=lambda: tuple(people), text=lambda: demand, subject=subject
    )


def stored_keys(vault: Vault, case_id: UUID, keys: Keys, *, sealed: bool) -> CaseKeys:
    """Keys as they are kept: hashed, and those of sealed cases apart from all others (R72)."""
    return CaseKeys(
        case_id,
        frozenset(vault.person_key(kind, value, sealed=sealed) for kind, value in keys.person),
        frozenset(vault.matter_key(key, sealed=sealed) for key in keys.matter),
    )


def keyed(vault: Vault, judge: Judge, cases: Sequence[Known]) -> list[CaseKeys]:
    """The keys of many cases as they are kept; their texts are read together."""
    judge.read(k.dossier for k in cases)
    return [stored_keys(vault, k.case_id, judge.keys(k.dossier), sealed=k.sealed) for k in cases]


class DossierReads:
    """Reads under row security; the system's reads see all units' cases."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of(self, case_ids: Collection[UUID]) -> dict[UUID, Known]:
        """Cases by id; those the reader may not see are missing."""
        if not case_ids:
            return {}
        rows = await self._session.execute(
            select(
                CaseRow.id, CaseRow.tenant, CaseRow.case_no, CaseRow.registered_on, CaseRow.sealed,
                CaseRow.demand, CaseRow.demand_sealed, CaseRow.phones, CaseRow.household,
                CaseRow.residence, CaseRow.accused,
            ).where(CaseRow.id.in_(case_ids))
        )  # fmt: skip
        people: dict[UUID, list[PetitionerRow]] = {}
        for p in await self._session.execute(
            select(
                PetitionerRow.id, PetitionerRow.case_id, PetitionerRow.name, PetitionerRow.id_no,
                PetitionerRow.id_state, PetitionerRow.representative, PetitionerRow.details,
            )
            .where(PetitionerRow.case_id.in_(case_ids))
            .order_by(PetitionerRow.case_id, PetitionerRow.seq)
        ):  # fmt: skip
            people.setdefault(p.case_id, []).append(p)  # type: ignore[arg-type]
        return {r.id: self._known(r, people.get(r.id, ())) for r in rows}  # type: ignore[arg-type]

    def _known(self, row: CaseRow, people: Sequence[PetitionerRow]) -> Known:
        vault = self._vault
        dossier = Dossier(
            row.id, row.case_no, row.registered_on,
            people=lambda: _people(
                [petitioner_of(vault, row.tenant, p) for p in people], contact_of(vault, row)
            ),
            accused=lambda: _accused(accused_of(vault, row)),
            text=lambda: demand_of(vault, row),
        )  # fmt: skip
        return Known(dossier, row.tenant, row.sealed)


def _people(petitioners: Iterable[Petitioner], contact: Contact) -> tuple[Person, ...]:
    return tuple(
        Person(
            p.name, p.id_no, p.phones or contact.phones,
            p.residence or contact.residence or p.household or contact.household,
        )
        for p in petitioners
    )  # fmt: skip


def _accused(accused: Iterable[Accused]) -> tuple[Person, ...]:
    return tuple(Person(a.name, address=a.unit) for a in accused)
