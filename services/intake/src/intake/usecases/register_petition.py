"""Registers one petition by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.vocab import Role
from dbkit.caller import SYSTEM_TENANT, Caller
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction

from intake.domain import identity_number, phone
from intake.domain.errors import CaseNumberTakenError, PetitionerInvalidError
from intake.domain.registration import Contact, Petitioner, Registration
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context
from intake.usecases.registering import Registering


@dataclass(frozen=True, slots=True)
class RawPetitioner:
    """A petitioner as typed in."""

    name: str
    id_no: str | None


class RegisterPetition:
    """受理登记: the unit's registrar writes a case down; the office and the unit see it."""

    def __init__(self, context: Context, registering: Registering) -> None:
        self._context = context
        self._registering = registering

    async def __call__(
        self,
        caller: Caller,
        registration: Registration,
        petitioners: Sequence[RawPetitioner],
        phones: Sequence[str],
    ) -> dict[str, Any]:
        """Register.

        Args:
            caller: a registrar of any unit.
            registration: the matter; its petitioners and phones come unchecked beside it.
            petitioners: at least one.
            phones: in any usual form.

        Raises:
            PetitionerInvalidError: an identity number or a phone cannot be right.
            UnitUnknownError: a unit code is unknown.
            CaseNumberTakenError: the number is registered already.
            BusinessDateError: 登记时间 in the future, or late without the right.
        """
        caller.principal.require(Role.REGISTRAR)
        checked = _check_people(registration, petitioners, phones)
        proposal = checked.proposal
        for unit in (checked.place_unit, proposal.lead_unit, *proposal.assist_units):
            self._context.check_unit(unit)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            late = self._check_days(tx, checked)
            await self._check_number(tx, checked.case_no)
            new = self._registering.prepare(tx, checked, late=late)
            await self._registering(tx, [new])
            p = new.petition
            receipt = Receipt(id=p.id, case_id=p.id, version=p.version, state=p.state.value)
            return tx.respond(receipt.model_dump(mode="json"))

    def _check_days(self, tx: Transaction, r: Registration) -> bool:
        if r.handed_down_on is not None:
            self._context.is_late(tx, r.handed_down_on)
        return self._context.check_day(tx, r.registered_on)

    async def _check_number(self, tx: Transaction, case_no: str) -> None:
        async with tx.as_tenant(SYSTEM_TENANT):
            store = PetitionStore(tx.session, self._context.vault)
            if await store.taken([case_no]):
                raise CaseNumberTakenError(case_no)


def _check_people(
    r: Registration, petitioners: Sequence[RawPetitioner], phones: Sequence[str]
) -> Registration:
    people = tuple(_person(i, p) for i, p in enumerate(petitioners, 1))
    try:
        numbers = tuple(dict.fromkeys(phone.normalise(p) for p in phones))
    except phone.PhoneError as e:
        raise PetitionerInvalidError(f"{e}。", field="phones") from e
    contact = Contact(numbers, r.contact.household, r.contact.residence)
    count = max(r.people_count, len(people))
    return replace(r, petitioners=people, contact=contact, people_count=count)


def _person(position: int, raw: RawPetitioner) -> Petitioner:
    if not raw.id_no or not raw.id_no.strip():
        return Petitioner(raw.name.strip())
    try:
        number = identity_number.read(raw.id_no)
    except identity_number.IdNumberError as e:
        raise PetitionerInvalidError(
            f"第 {position} 位信访人：{e.sentence}。", field=f"petitioners.{position - 1}.id_no",
            rule=e.code,
        ) from e  # fmt: skip
    return Petitioner(raw.name.strip(), number.value, "from_15" if number.from_15 else "ok")
