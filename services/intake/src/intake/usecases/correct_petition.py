"""Corrects registered facts by hand: parties come as typed in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dbkit.caller import Caller

from intake.usecases import raw_parties
from intake.usecases.amend_petition import AmendPetition
from intake.usecases.context import Context
from intake.usecases.register_petition import RawParties


class CorrectPetition:
    """Checks what was typed, then amends."""

    def __init__(self, context: Context, amend: AmendPetition) -> None:
        self._context = context
        self._amend = amend

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        changes: Mapping[str, Any],
        parties: RawParties,
        *,
        reason: str,
    ) -> dict[str, Any]:
        """Correct; see ``AmendPetition``.

        Args:
            caller: as there.
            case_id: the case.
            changes: what was sent; of parties only which ones, their values come in ``parties``.
            parties: as typed in.
            reason: why.

        Raises:
            PetitionerInvalidError: an identity number or a phone cannot be right.
        """
        today = self._context.db.clock.today()
        checked = dict(changes)
        if "petitioners" in checked:
            checked["petitioners"] = raw_parties.petitioners(parties.petitioners, today)
        if "agents" in checked:
            checked["agents"] = raw_parties.agents(parties.agents, today)
        if "phones" in checked:
            checked["phones"] = raw_parties.phones(parties.phones, "phones")
        return await self._amend(caller, case_id, checked, reason=reason)
