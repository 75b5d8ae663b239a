"""Registers one petition by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.vocab import Role
from dbkit.caller import SYSTEM_TENANT, Caller
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction

from intake.domain import rules
from intake.domain.errors import CaseNumberTakenError
from intake.domain.hard_case import check_kind, hard_case_reasons
from intake.domain.registration import Contact, Registration
from intake.storage.petitions import PetitionStore
from intake.usecases import raw_parties
from intake.usecases.context import Context
from intake.usecases.raw_parties import RawAgent, RawPetitioner
from intake.usecases.registering import Registering


@dataclass(frozen=True, slots=True)
class RawParties:
    """Who petitions, as typed in; ``phones`` are those of the petition as a whole."""

    petitioners: Sequence[RawPetitioner]
    phones: Sequence[str] = ()
    agents: Sequence[RawAgent] = ()


class RegisterPetition:
    """受理登记: the unit's registrar writes a case down; the office and the unit see it."""

    def __init__(self, context: Context, registering: Registering) -> None:
        self._context = context
        self._registering = registering

    async def __call__(
        self,
        caller: Caller,
        registration: Registration,
        parties: RawParties,
        *,
        kind_decided: bool = False,
    ) -> dict[str, Any]:
        """Register.

        Args:
            caller: a registrar of any unit; becomes 首办人 when none is named (R57).
            registration: the matter, without number when the system is to give one; its parties
                come unchecked beside it.
            kind_decided: the officer saw what speaks for a hard case; keeping it ordinary then needs a
                reason. Without it the case is taken and its page asks for the decision.
            parties: at least one petitioner, but for an anonymous accusation.

        Raises:
            PetitionerInvalidError: an identity number or a phone cannot be right.
            RegistrationInvalidError: facts that contradict each other.
            HardCaseUnexplainedError: kept ordinary against the suggestion, without a reason (R19).
            UnitUnknownError: a unit code is unknown.
            CaseNumberInvalidError: the number is a person's.
            CaseNumberTakenError: the number is registered already.
            BusinessDateError: a day in the future, before 1949, or late without the right.
            CompartmentMissingError: an accusation, and no 纪检监察 in the directory.
        """
        caller.principal.require(Role.REGISTRAR)
        checked = self._checked(caller, registration, parties)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            late = self._check_days(tx, checked)
            if kind_decided:
                check_kind(checked, hard_case_reasons(checked, tx.today, self._context.hard))
            checked = await self._numbered(tx, checked)
            new = self._registering.prepare(tx, checked, late=late)
            await self._registering(tx, [new])
            p = new.petition
            receipt = Receipt(id=p.id, case_id=p.id, version=p.version, state=p.state.value)
            return tx.respond(receipt.model_dump(mode="json") | {"case_no": p.case_no})

    def _checked(self, caller: Caller, r: Registration, parties: RawParties) -> Registration:
        today = self._context.db.clock.today()
        people = raw_parties.petitioners(parties.petitioners, today)
        numbers = raw_parties.phones(parties.phones, "phones")
        r = replace(
            r, petitioners=people, agents=raw_parties.agents(parties.agents, today),
            contact=Contact(numbers, r.contact.household, r.contact.residence),
            people_count=max(r.people_count, len(people)),
            first_person=r.first_person or caller.principal.username,
        )  # fmt: skip
        if r.first_here is False:
            r = replace(r, first_unit=None, first_person=None)
        r = rules.with_representative(r)
        rules.check(r)
        units = (r.place_unit, r.first_unit, r.proposal.lead_unit, *r.proposal.assist_units)
        for unit in units:
            self._context.check_unit(unit)
        return r

    def _check_days(self, tx: Transaction, r: Registration) -> bool:
        for day in (r.handed_down_on, r.received_on, r.first_petition_on):
            if day is not None:
                self._context.is_late(tx, day)
        return self._context.check_day(tx, r.registered_on)

    async def _numbered(self, tx: Transaction, r: Registration) -> Registration:
        if r.case_no:
            rules.case_number(r.case_no)
        if r.sealed:
            return r
        if not r.case_no:
            return replace(r, case_no=await self._registering.own_number(tx))
        async with tx.as_tenant(SYSTEM_TENANT):
            store = PetitionStore(tx.session, self._context.vault)
            if await store.taken([r.case_no]):
                raise CaseNumberTakenError(r.case_no)
        return r
