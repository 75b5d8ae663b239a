"""Shows clear personal data of a case, for a stated purpose, and writes down that it did."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller

from intake.domain.errors import CaseNotFoundError
from intake.storage.persons import PersonReads
from intake.usecases.context import Context


class Revealable(StrEnum):
    """Groups of personal data that can be asked for."""

    NAME = "name"
    ID_NO = "id_no"
    PHONE = "phone"
    ADDRESS = "address"


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
            persons = await PersonReads(tx.session, self._context.vault).of_case(case_id)
            if persons is None:
                raise CaseNotFoundError
            tx.audit(
                "petitioner.revealed", case_id, after={"fields": sorted(fields)}, reason=purpose
            )
        answer: dict[str, Any] = {"case_id": str(case_id)}
        if {Revealable.NAME, Revealable.ID_NO} & set(fields):
            answer["petitioners"] = [
                {"seq": p.seq}
                | ({"name": p.name} if Revealable.NAME in fields else {})
                | ({"id_no": p.id_no} if Revealable.ID_NO in fields else {})
                for p in persons.petitioners
            ]
        if Revealable.PHONE in fields:
            answer["phones"] = list(persons.phones)
        if Revealable.ADDRESS in fields:
            answer |= {"household": persons.household, "residence": persons.residence}
        return answer
