"""梳理核对: sets the three ticks of a case (R12)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from contracts.intake import CaseVerifiedV1
from contracts.vocab import Role, Tick
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from eventing.outbox import emit

from intake.domain.petition import TickMark
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context


class VerifyPetition:
    """The office checks 底数清、情况明、认定准; with the third tick the case may be assigned."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        evidence: Mapping[Tick, str],
        occurred_on: date | None,
        fast_because: str | None = None,
    ) -> dict[str, Any]:
        """Set ticks.

        Args:
            caller: registrar or supervisor of the office.
            case_id: the case.
            evidence: what each tick rests on.
            occurred_on: the day it was checked; today when not given.
            fast_because: why 事由清楚、结果清晰, so that the case may be struck off at once (R13).

        Raises:
            CaseNotFoundError: none that the caller sees.
            IllegalTransitionError: verified before.
            EvidenceMissingError: a tick without evidence.
            BusinessDateError: in the future, before the registration, or late without the right.
        """
        caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR, office=True)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = PetitionStore(tx.session, self._context.vault)
            petition = await store.lock(case_id)
            caller.check_version(petition.version)
            day = occurred_on or tx.today
            late = self._context.check_day(tx, day, cause=petition.registered_on)
            verified = petition.verify(
                [TickMark(t, e.strip(), day, tx.actor_sub, tx.now) for t, e in evidence.items()]
            )
            if fast_because:
                petition.mark_fast(day, fast_because)
            await store.save(petition)
            tx.audit(
                "case.verified" if verified else "case.ticked", case_id,
                after={
                    "ticks": sorted(evidence), "state": petition.state,
                    "fast_eligible": bool(fast_because),
                },
            )  # fmt: skip
            if verified:
                await emit(
                    tx, case_id, CaseVerifiedV1(ticks=tuple(Tick)),
                    occurred_on=petition.verified_on, late=late,
                )  # fmt: skip
            receipt = Receipt(
                id=case_id, case_id=case_id, version=petition.version, state=petition.state.value
            )
            return tx.respond(receipt.model_dump(mode="json"))
