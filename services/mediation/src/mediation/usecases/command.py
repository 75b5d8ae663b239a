"""The course of every command on a case: lock, authorise, date, do, tell, audit, answer."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from contracts.event import EventData
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction
from eventing.outbox import emit
from servicekit.dates import check_business_date

from mediation.domain.acts import Act, Who
from mediation.domain.case import Case
from mediation.domain.records import Stamp
from mediation.storage.cases import CaseStore
from mediation.storage.records import RecordStore
from mediation.usecases.context import Context, who_is

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Work:
    """One command in progress: the locked case, its caller and stamp, the record store."""

    case: Case
    who: Who
    stamp: Stamp
    records: RecordStore


@dataclass(frozen=True, slots=True)
class Done:
    """What a command made or changed, and the fact to tell, if it is one."""

    object_id: UUID
    event: EventData | None = None


class CaseCommand(ABC, Generic[D]):
    """A command on one case; each use case says what it does and which day it rests on."""

    act: ClassVar[Act]
    audited_as: ClassVar[str]

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self, caller: Caller, case_id: UUID, draft: D, occurred_on: date | None = None
    ) -> Receipt:
        """Run the command in one transaction.

        Args:
            caller: who, with idempotency key and expected version.
            case_id: the case.
            draft: what is to be recorded, complete in itself.
            occurred_on: the day it happened; today when not given.

        Raises:
            CaseNotFoundError: no such case for this unit.
            DomainError: see ``Case.authorise`` and the use case.
            BusinessDateError: the day cannot be right.
            StaleVersionError: the caller saw another version of the case.
        """
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return Receipt.model_validate(tx.replayed)
            cases = CaseStore(tx.session)
            case = await cases.lock(case_id)
            who = who_is(caller.principal)
            case.authorise(self.act, who)
            caller.check_version(case.version)
            before = case.state
            records = RecordStore(tx.session, self._context.vault)
            stamp = await self._stamp(tx, caller, case, draft, occurred_on, records)
            done = await self.perform(Work(case, who, stamp, records), draft)
            await cases.save(case, tx.now)
            codes = await self._tell(tx, done, stamp)
            tx.audit(
                self.audited_as,
                done.object_id,
                before={"case_id": str(case_id), "state": before.value},
                after={"state": case.state.value, "version": case.version, **codes},
            )
            receipt = Receipt(
                id=done.object_id, case_id=case_id, version=case.version, state=case.state.value
            )
            tx.respond(receipt.model_dump(mode="json"))
            return receipt

    @abstractmethod
    async def perform(self, work: Work, draft: D) -> Done:
        """Change the case and keep the record."""

    async def cause(self, case: Case, draft: D, records: RecordStore) -> date | None:  # noqa: ARG002
        """The day before which this cannot have happened: that of the 交办, unless overridden."""
        return case.issued_on

    async def _stamp(
        self,
        tx: Transaction,
        caller: Caller,
        case: Case,
        draft: D,
        occurred_on: date | None,
        records: RecordStore,
    ) -> Stamp:
        principal, day = caller.principal, occurred_on or tx.today
        late = check_business_date(
            day,
            today=tx.today,
            may_enter_late=principal.may_enter_late,
            cause=await self.cause(case, draft, records),
            late_after_days=self._context.late_after_days,
        )
        return Stamp(
            id=self._context.new_id(),
            case_id=case.case_id,
            unit=principal.unit,
            author_sub=principal.sub,
            author_account=principal.username,
            occurred_on=day,
            late=late,
            recorded_at=tx.now,
        )

    async def _tell(self, tx: Transaction, done: Done, stamp: Stamp) -> dict[str, object]:
        facts: dict[str, object] = {
            "occurred_on": stamp.occurred_on.isoformat(),
            "late": stamp.late,
        }
        if done.event is None:
            return facts
        await emit(tx, stamp.case_id, done.event, occurred_on=stamp.occurred_on, late=stamp.late)
        return {**facts, **done.event.model_dump(mode="json")}
