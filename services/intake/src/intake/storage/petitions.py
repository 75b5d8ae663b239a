"""Stores petition cases: the aggregate under lock, new ones in bulk, petitioners encrypted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.vocab import Tick
from servicekit.ids import new_id
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import CaseNotFoundError, CaseNumberTakenError
from intake.domain.petition import Petition, State, TickMark
from intake.domain.registration import Registration
from intake.domain.repeat import Basis, Sighting
from intake.storage.base import Base
from intake.storage.case_tables import CaseRow, PetitionerRow
from intake.storage.repeat_tables import MatchKeyRow
from intake.storage.vault import Place, Vault

_CHUNK = 5_000


class PetitionStore:
    """Petitions of one transaction; row security decides which exist for the caller."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def lock(self, case_id: UUID) -> Petition:
        """Load a case and hold it until commit.

        Raises:
            CaseNotFoundError: none, or none that the tenant sees.
        """
        row = await self._session.get(CaseRow, case_id, with_for_update=True)
        if row is None:
            raise CaseNotFoundError
        return Petition(
            row.id, row.tenant, row.case_no, row.registered_on, State(row.state), row.version,
            {Tick(t): _mark(Tick(t), m) for t, m in row.ticks.items()},
        )  # fmt: skip

    async def save(self, petition: Petition) -> None:
        """Write state, version and ticks of a locked case."""
        row = await self._session.get_one(CaseRow, petition.id)
        row.state, row.version = petition.state.value, petition.version
        row.ticks = {t.value: _plain_mark(m) for t, m in petition.ticks.items()}

    async def taken(self, case_nos: Iterable[str]) -> dict[str, UUID]:
        """Which of these numbers are registered, as the running tenant may know."""
        numbers = list(case_nos)
        found: dict[str, UUID] = {}
        for start in range(0, len(numbers), _CHUNK):
            rows = await self._session.execute(
                select(CaseRow.case_no, CaseRow.id).where(
                    CaseRow.case_no.in_(numbers[start : start + _CHUNK])
                )
            )
            found.update({r.case_no: r.id for r in rows})
        return found

    async def add_all(
        self,
        new: Sequence[tuple[Petition, Registration]],
        *,
        at: datetime,
        import_id: UUID | None = None,
    ) -> list[Sighting]:
        """Insert new cases with their petitioners and match keys; their visibility must stand.

        Raises:
            CaseNumberTakenError: somebody else registered one of the numbers at the same moment.
        """
        cases: list[dict[str, Any]] = []
        people: list[dict[str, Any]] = []
        keys: list[dict[str, Any]] = []
        sightings: list[Sighting] = []
        for petition, registration in new:
            cases.append(self._case(petition, registration, at, import_id))
            people += self._people(petition, registration)
            found = self._vault.keys_of(registration)
            keys += [
                {"case_id": petition.id, "kind": kind, "digest": digest}
                for kind, digests in found.items()
                for digest in digests
            ]
            sightings.append(_sighting(petition, found))
        for table, rows in ((CaseRow, cases), (PetitionerRow, people), (MatchKeyRow, keys)):
            if rows:
                await self._insert(table, rows)
        return sightings

    async def _insert(self, table: type[Base], rows: list[dict[str, Any]]) -> None:
        try:
            await self._session.execute(insert(table), rows)
        except IntegrityError as e:
            raise CaseNumberTakenError from e

    async def sharing_keys(self, new: Sequence[Sighting]) -> list[Sighting]:
        """Other cases that share a key with one of ``new``; run it as the system."""
        wanted = sorted({(b.value, d) for s in new for b, d in s.keys})
        mine = {s.case_id for s in new}
        hits: dict[UUID, tuple[date, str, set[tuple[Basis, bytes]]]] = {}
        for start in range(0, len(wanted), _CHUNK):
            digests = [d for _, d in wanted[start : start + _CHUNK]]
            rows = await self._session.execute(
                select(
                    MatchKeyRow.case_id, MatchKeyRow.kind, MatchKeyRow.digest,
                    CaseRow.registered_on, CaseRow.case_no,
                )
                .join(CaseRow, CaseRow.id == MatchKeyRow.case_id)
                .where(
                    MatchKeyRow.kind.in_([b.value for b in Basis]), MatchKeyRow.digest.in_(digests)
                )
            )  # fmt: skip
            for r in rows:
                if r.case_id not in mine:
                    place = hits.setdefault(r.case_id, (r.registered_on, r.case_no, set()))
                    place[2].add((Basis(r.kind), bytes(r.digest)))
        return [Sighting(c, on, no, frozenset(k)) for c, (on, no, k) in hits.items()]

    def _case(
        self, p: Petition, r: Registration, at: datetime, import_id: UUID | None
    ) -> dict[str, Any]:
        place = Place(p.tenant, "cases", p.id)
        seal = self._vault.seal
        return {
            "id": p.id, "tenant": p.tenant, "case_no": p.case_no, "state": p.state.value,
            "version": p.version, "source": r.source.value, "cohort": r.cohort.value,
            "handed_down_on": r.handed_down_on, "registered_on": r.registered_on,
            "channel": r.channel.value, "people_count": r.people_count, "field": r.field.value,
            "category": r.category, "case_kind": r.case_kind.value,
            "cross_separated": r.cross_separated, "cross_kind": r.cross_kind, "place": r.place,
            "place_unit": r.place_unit, "incident_place": r.incident_place, "demand": r.demand,
            "phones": seal(list(r.contact.phones) or None, place, "phones"),
            "household": seal(r.contact.household, place, "household"),
            "residence": seal(r.contact.residence, place, "residence"),
            "proposal": _plain(asdict(r.proposal)), "ticks": {}, "import_id": import_id,
            "created_at": at,
        }  # fmt: skip

    def _people(self, p: Petition, r: Registration) -> list[dict[str, Any]]:
        rows = []
        for seq, person in enumerate(r.petitioners, 1):
            id_ = new_id()
            place = Place(p.tenant, "petitioners", id_)
            rows.append(
                {
                    "id": id_, "case_id": p.id, "seq": seq, "id_state": person.id_state,
                    "name": self._vault.seal(person.name, place, "name"),
                    "id_no": self._vault.seal(person.id_no, place, "id_no"),
                }
            )  # fmt: skip
        return rows


def _sighting(petition: Petition, keys: Mapping[str, set[bytes]]) -> Sighting:
    return Sighting(
        petition.id, petition.registered_on, petition.case_no,
        frozenset((b, d) for b in Basis for d in keys.get(b.value, ())),
    )  # fmt: skip


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {
        k: v.isoformat() if isinstance(v, date) else list(v) if isinstance(v, tuple) else v
        for k, v in data.items()
    }


def _mark(tick: Tick, m: dict[str, Any]) -> TickMark:
    return TickMark(
        tick, m["evidence"], date.fromisoformat(m["occurred_on"]), m["by"],
        datetime.fromisoformat(m["at"]),
    )  # fmt: skip


def _plain_mark(m: TickMark) -> dict[str, Any]:
    return {
        "evidence": m.evidence, "occurred_on": m.occurred_on.isoformat(), "by": m.by,
        "at": m.at.isoformat(),
    }  # fmt: skip
