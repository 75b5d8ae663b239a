"""Disputes on the ground: recorded, settled where they are, handed up, or become petitions (R61)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.transaction import Transaction
from servicekit.auth import Principal

from intake.domain.early_dispute import DisputeKind, EarlyDispute, Level
from intake.domain.errors import CaseNotFoundError
from intake.storage.early_disputes import CaseRef, EarlyDisputeStore, find_case
from intake.storage.prevention_sight import show
from intake.usecases.context import Context


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """What an officer writes down of a dispute; no party is named."""

    kind: DisputeKind
    occurred_on: date
    summary: str
    level: Level = Level.VILLAGE
    place_unit: str | None = None
    place: str | None = None
    people_count: int = 2


_DUTIES = (Role.REGISTRAR, Role.HANDLER, Role.SUPERVISOR)


def may_act(who: Principal) -> bool:
    """Whether the caller's duty is to work on disputes that its unit sees."""
    return who.has(*_DUTIES)


class RecordDispute:
    """Seen by the recording unit, the unit of the place, the offices, and a unit it was handed to."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, caller: Caller, facts: DisputeFacts) -> dict[str, Any]:
        """Record one.

        Raises:
            UnitUnknownError: the unit of the place is not in the directory.
            BusinessDateError: it lies in the future.
        """
        caller.principal.require(*_DUTIES)
        self._context.check_unit(facts.place_unit)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            self._context.is_late(tx, facts.occurred_on)
            dispute = EarlyDispute(
                id=self._context.new_id(), tenant=tx.tenant, kind=facts.kind,
                place_unit=facts.place_unit or tx.tenant, occurred_on=facts.occurred_on,
                level=facts.level, summary=facts.summary, people_count=facts.people_count,
                place=facts.place,
            )  # fmt: skip
            await show(tx, dispute.id, [tx.tenant, dispute.place_unit, *self._context.offices])
            store = EarlyDisputeStore(tx.session, self._context.vault)
            await store.add(dispute, by=tx.actor_sub, at=tx.now)
            tx.audit("dispute.recorded", dispute.id, after=_codes(dispute))
            return tx.respond(_receipt(dispute))

    async def settle(
        self, caller: Caller, dispute_id: UUID, *, level: Level, on: date | None, note: str
    ) -> dict[str, Any]:
        """Solved at a level; ``note`` says how.

        Raises:
            DisputeNotFoundError: none that the caller's unit sees.
            IllegalTransitionError: it is not open.
            LevelTooLowError: it had gone above that level.
            BusinessDateError: before its last step, in the future, or late without the right.
        """
        async with self._change(caller, dispute_id, on) as (tx, dispute, day):
            if dispute is not None:
                dispute.settle(level, day, tx.actor_sub, note)
        return self._answer(tx, dispute)

    async def escalate(
        self, caller: Caller, dispute_id: UUID, *, on: date | None, note: str,
        to_unit: str | None,
    ) -> dict[str, Any]:  # fmt: skip
        """Handed one level up, if to a certain unit then to that one.

        Raises:
            UnitUnknownError: that unit is not in the directory.
            DisputeNotFoundError: none that the caller's unit sees.
            IllegalTransitionError: it became a petition.
            AtTheTopError: it is with the district already.
            BusinessDateError: before its last step, in the future, or late without the right.
        """
        self._context.check_unit(to_unit)
        async with self._change(caller, dispute_id, on) as (tx, dispute, day):
            if dispute is not None:
                dispute.escalate(day, tx.actor_sub, note)
                if to_unit is not None:
                    await show(tx, dispute.id, [to_unit])
        return self._answer(tx, dispute)

    async def petition(
        self, caller: Caller, dispute_id: UUID, *, case: CaseRef, on: date | None
    ) -> dict[str, Any]:
        """It became a petition case, which the caller's unit sees too.

        Raises:
            DisputeNotFoundError: none that the caller's unit sees.
            CaseNotFoundError: no such case, or none that the caller's unit sees.
            IllegalTransitionError: it became one before.
            BusinessDateError: before its last step, in the future, or late without the right.
        """
        async with self._change(caller, dispute_id, on) as (tx, dispute, day):
            if dispute is not None:
                case_id = await find_case(tx.session, case)
                if case_id is None:
                    raise CaseNotFoundError
                dispute.petition(case_id, day, tx.actor_sub)
        return self._answer(tx, dispute)

    @asynccontextmanager
    async def _change(
        self, caller: Caller, dispute_id: UUID, on: date | None
    ) -> AsyncIterator[tuple[Transaction, EarlyDispute | None, date]]:
        # The dispute is None when the same request was answered before.
        caller.principal.require(*_DUTIES)
        async with self._context.db.transaction(caller) as tx:
            day = on or tx.today
            if tx.replayed is not None:
                yield tx, None, day
                return
            store = EarlyDisputeStore(tx.session, self._context.vault)
            dispute = await store.get(dispute_id, lock=True)
            caller.check_version(dispute.version)
            self._context.check_day(tx, day, cause=dispute.last_on)
            before, was = dispute.version, _codes(dispute)
            yield tx, dispute, day
            await store.save(dispute, before=before, at=tx.now)
            step = dispute.steps[-1].action
            tx.audit(f"dispute.{_DONE[step]}", dispute.id, before=was, after=_codes(dispute))
            tx.respond(_receipt(dispute))

    @staticmethod
    def _answer(tx: Transaction, dispute: EarlyDispute | None) -> dict[str, Any]:
        return _receipt(dispute) if dispute is not None else tx.replayed or {}


_DONE = {"settle": "settled", "escalate": "escalated", "petition": "petitioned"}


def _codes(d: EarlyDispute) -> dict[str, Any]:
    return {
        "state": d.state.value, "level": d.level.value, "kind": d.kind.value,
        "place_unit": d.place_unit, "case_id": str(d.case_id) if d.case_id else None,
    }  # fmt: skip


def _receipt(d: EarlyDispute) -> dict[str, Any]:
    return {"id": str(d.id), "version": d.version, "state": d.state.value, "level": d.level.value}
