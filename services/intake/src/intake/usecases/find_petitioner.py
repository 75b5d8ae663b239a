"""Finds a petitioner's cases by identity number or phone, without either leaving a trace in a URL."""

from dataclasses import replace
from typing import Any

from contracts.vocab import Role
from dbkit.caller import Caller

from intake.domain import identity_number, phone
from intake.domain.errors import PetitionerInvalidError
from intake.storage.case_reads import CaseReads
from intake.storage.vault import ID, PHONE
from intake.usecases.context import Context


class FindPetitioner:
    """Exact match on a blind index, inside what the caller's unit may see; audited."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self, caller: Caller, *, id_no: str | None, phone_no: str | None
    ) -> list[dict[str, Any]]:
        """Cases of the number, newest first.

        Raises:
            PetitionerInvalidError: neither or both given, or not a valid number.
        """
        caller.principal.require(
            Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR
        )
        kind, digest = self._key(id_no, phone_no)
        async with self._context.db.transaction(replace(caller, idempotency_key=None)) as tx:
            found = await CaseReads(tx.session, self._context.vault).with_key(kind, digest)
            tx.audit("petitioner.searched", kind, after={"found": len(found)})
        return found

    def _key(self, id_no: str | None, phone_no: str | None) -> tuple[str, bytes]:
        try:
            if id_no and not phone_no:
                number = identity_number.read(id_no).value
                return ID, self._context.vault.id_key(number)
            if phone_no and not id_no:
                return PHONE, self._context.vault.phone_key(phone.normalise(phone_no))
        except identity_number.IdNumberError as e:
            raise PetitionerInvalidError(f"{e.sentence}。", field="id_no", rule=e.code) from e
        except phone.PhoneError as e:
            raise PetitionerInvalidError(f"{e}。", field="phone") from e
        raise PetitionerInvalidError("请填写身份证号或联系电话中的一项。")
