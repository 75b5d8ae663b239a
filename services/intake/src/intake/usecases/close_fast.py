"""快速销号: strikes a case off whose matter and result are clear, on a basis document (R13)."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.intake import CaseFastClosedV1
from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from eventing.outbox import emit

from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context


class CloseFast:
    """The office's supervisor decides; a case that a unit handles is closed another way."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        document_no: str,
        basis: str,
        occurred_on: date | None,
    ) -> dict[str, Any]:
        """Strike off.

        Args:
            caller: supervisor of the office.
            case_id: a verified case, found eligible at the verification.
            document_no: 文号 of the basis document.
            basis: what it says.
            occurred_on: the day; today when not given.

        Raises:
            CaseNotFoundError: none that the caller sees.
            NotFastEligibleError: nobody found it eligible.
            AlreadyIssuedError: a unit handles it.
            IllegalTransitionError: not verified, or struck off before.
            BusinessDateError: before the verification, in the future, or late without the right.
        """
        caller.principal.require(Role.SUPERVISOR, office=True)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = PetitionStore(tx.session, self._context.vault)
            petition = await store.lock(case_id)
            caller.check_version(petition.version)
            day = occurred_on or tx.today
            petition.close_fast(day, document_no, basis)
            late = self._context.check_day(tx, day, cause=petition.verified_on)
            await store.save(petition)
            tx.audit("case.fast_closed", case_id, after={"document_no": document_no}, reason=basis)
            closed = CaseFastClosedV1(document_no=document_no)
            await emit(tx, case_id, closed, occurred_on=day, late=late)
            receipt = Receipt(
                id=case_id, case_id=case_id, version=petition.version, state=petition.state.value
            )
            return tx.respond(receipt.model_dump(mode="json"))
