"""Shows clear personal data of a case, for a stated purpose, and writes down that it did."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller

from intake.domain.errors import CaseNotFoundError
from intake.domain.registration import Agent, Petitioner
from intake.storage.persons import ClearPersons, PersonReads
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context
from intake.usecases.sight import seeing


class Revealable(StrEnum):
    """Groups of personal data that can be asked for."""

    NAME = "name"
    ID_NO = "id_no"
    PHONE = "phone"
    ADDRESS = "address"
    ACCUSED = "accused"


class RevealPetitioners:
    """Purpose and audit before every clear value (PIPL Art. 51)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self, caller: Caller, case_id: UUID, *, purpose: str, fields: Collection[Revealable]
    ) -> dict[str, Any]:
        """Reveal.

        Raises:
            CaseNotFoundError: none that the caller sees.
            ForbiddenError: the caller's duty does not touch cases.
        """
        caller.principal.require(
            Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR
        )
        # A clear value must not be stored as an answer to a key.
        async with self._context.db.transaction(replace(caller, idempotency_key=None)) as tx:
            async with seeing(tx, case_id):
                persons = await PersonReads(tx.session, self._context.vault).of_case(case_id)
                sealed = await PetitionStore(tx.session, self._context.vault).is_sealed(case_id)
            if persons is None:
                raise CaseNotFoundError
            chain = self._context.compartments.discipline if sealed else None
            tx.audit(
                "petitioner.revealed", case_id, after={"fields": sorted(fields)}, reason=purpose,
                chain=chain,
            )  # fmt: skip
        return {"case_id": str(case_id)} | _clear(persons, set(fields), sealed=sealed)


def _clear(persons: ClearPersons, asked: set[Revealable], *, sealed: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if asked & {Revealable.NAME, Revealable.ID_NO}:
        answer["petitioners"] = [
            {"seq": seq} | _person(p, asked) for seq, p in enumerate(persons.petitioners, 1)
        ]
        if persons.agents:
            answer["agents"] = [
                {"seq": seq} | _person(a, asked) for seq, a in enumerate(persons.agents, 1)
            ]
    if Revealable.PHONE in asked:
        own = (n for p in persons.petitioners for n in p.phones)
        agents = (a.phone for a in persons.agents if a.phone)
        answer["phones"] = list(dict.fromkeys((*persons.phones, *own, *agents)))
    if Revealable.ADDRESS in asked:
        answer |= _addresses(persons)
    if Revealable.ACCUSED in asked and sealed:
        answer["accused"] = [
            {"name": a.name, "unit": a.unit, "post": a.post} for a in persons.accused
        ]
    return answer


def _person(person: Petitioner | Agent, asked: set[Revealable]) -> dict[str, Any]:
    return ({"name": person.name} if Revealable.NAME in asked else {}) | (
        {"id_no": person.id_no} if Revealable.ID_NO in asked else {}
    )


def _addresses(persons: ClearPersons) -> dict[str, Any]:
    def of(name: str) -> str | None:
        own = (getattr(p, name) for p in persons.petitioners)
        found = dict.fromkeys(a for a in (getattr(persons, name), *own) if a)
        return "；".join(found) or None

    return {"household": of("household"), "residence": of("residence")}
