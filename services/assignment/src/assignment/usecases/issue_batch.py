"""集中交办: hands many verified cases to their units under one letter."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.units import UnitDirectory
from contracts.vocab import Role, VisibilityRole
from dbkit import visibility
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.transaction import Transaction
from pydantic import BaseModel
from servicekit.errors import DomainError

from assignment.domain.case import AssignedCase
from assignment.domain.duties import make_duties
from assignment.domain.errors import CaseNotFoundError
from assignment.domain.leadership import named
from assignment.domain.states import State
from assignment.domain.values import Actor, Letter, Stamp
from assignment.storage.batches import BatchStore
from assignment.storage.cases import CaseStore
from assignment.usecases.publish import publish
from assignment.usecases.work import actor, stamp_of


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One case and the units that shall work on it."""

    case_id: UUID
    lead_unit: str | None
    assist_units: Sequence[str] = ()
    cooperate_units: Sequence[str] = ()
    due_on: date | None = None


class IssuedCase(BaseModel):
    """A case that was issued, at its new version."""

    case_id: UUID
    version: int


class RefusedCase(BaseModel):
    """A case that was not issued, and why."""

    case_id: UUID
    code: str
    detail: str


class BatchReceipt(BaseModel):
    """What became of a batch, line by line."""

    batch_id: UUID
    batch_no: str
    issued: list[IssuedCase]
    refused: list[RefusedCase]


class IssueBatch:
    """Issues the good lines of a batch and names what is wrong with the others (R12, R15, R34).

    Args:
        db: the service's database.
        units: the district's units.
        new_id: where ids come from.
        late_after_days: from how many days back an entry is late (补录).
    """

    def __init__(
        self,
        db: Database,
        units: UnitDirectory,
        new_id: Callable[[], UUID],
        *,
        late_after_days: int,
    ) -> None:
        self._db = db
        self._units = units
        self._new_id = new_id
        self._late_after_days = late_after_days

    async def __call__(
        self,
        caller: Caller,
        *,
        batch_no: str | None,
        letter_no: str,
        occurred_on: date | None,
        lines: Sequence[BatchLine],
    ) -> BatchReceipt:
        """Issue the lines; a number used before with the same letter goes on with that batch.

        Raises:
            RoleMissingError: not a supervisor of the district office.
            BatchNoTakenError: the number belongs to another letter.
            BusinessDateError: the day lies in the future, or is late without the right.
        """
        caller.principal.require(Role.SUPERVISOR, office=True)
        letter_no = named(letter_no, "交办文号")
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return BatchReceipt.model_validate(tx.replayed)
            stamp = stamp_of(tx, occurred_on, self._late_after_days)
            batch_id, number = await BatchStore(tx.session).open(
                caller.tenant, batch_id=self._new_id(), batch_no=batch_no, letter_no=letter_no,
                made=stamp(None),
            )  # fmt: skip
            letter = Letter(batch_id, number, letter_no)
            tx.audit("batch.issued", batch_id, after={"batch_no": number, "lines": len(lines)})
            issued, refused = await self._issue(tx, actor(caller.principal), stamp, letter, lines)
            receipt = BatchReceipt(
                batch_id=batch_id, batch_no=number, issued=issued, refused=refused
            )
            tx.respond(receipt.model_dump(mode="json"))
            return receipt

    async def _issue(
        self,
        tx: Transaction,
        by: Actor,
        stamp: Stamp,
        letter: Letter,
        lines: Sequence[BatchLine],
    ) -> tuple[list[IssuedCase], list[RefusedCase]]:
        store, batches = CaseStore(tx.session), BatchStore(tx.session)
        cases = await store.take_many([line.case_id for line in lines])
        done: list[AssignedCase] = []
        refused: list[RefusedCase] = []
        for line in lines:
            try:
                case = self._issue_one(cases.get(line.case_id), by, stamp, letter, line)
            except DomainError as e:
                refused.append(RefusedCase(case_id=line.case_id, code=e.code, detail=e.detail))
                continue
            batches.add_item(tx.tenant, letter.batch_id, self._new_id(), case)
            done.append(case)
        await store.save_issued(done)
        for case in done:
            await publish(tx, case, State.READY)
        await _show(tx, done)
        return [IssuedCase(case_id=c.id, version=c.version) for c in done], refused

    def _issue_one(
        self,
        case: AssignedCase | None,
        by: Actor,
        stamp: Stamp,
        letter: Letter,
        line: BatchLine,
    ) -> AssignedCase:
        if case is None:
            raise CaseNotFoundError
        duties = make_duties(
            line.lead_unit, line.assist_units, line.cooperate_units,
            lambda code: self._units.get(code) is not None,
        )  # fmt: skip
        case.issue(by, stamp, letter=letter, duties=duties, due_on=line.due_on)
        return case


async def _show(tx: Transaction, cases: Sequence[AssignedCase]) -> None:
    seen: dict[tuple[str, VisibilityRole], list[UUID]] = defaultdict(list)
    for case in cases:
        for viewer in case.viewers():
            seen[viewer].append(case.id)
    for viewer, case_ids in sorted(seen.items()):
        await visibility.grant(tx, case_ids, [viewer])
