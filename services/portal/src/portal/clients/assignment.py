"""What pages read from assignment and send to it: duties, leader, plan, batches, the desk."""

from datetime import date, datetime
from typing import Any

from portal.clients.upstream import SLOW, Line, Read


class Fact(Read):
    """When something happened and was recorded, and by which unit."""

    occurred_on: date
    recorded_at: datetime | None = None
    by: str = ""
    unit: str = ""
    late: bool = False


class Duty(Read):
    """A unit's duty."""

    unit: str
    role: str
    signed: Fact | None = None


class Leader(Read):
    """包案领导."""

    account: str
    unit: str
    name: str = ""
    title: str = ""
    level: str | None = None
    by_override: bool = False


class Override(Read):
    """The written leave for a leader below county level."""

    reason: str
    allowed: Fact


class TaskForce(Read):
    """工作专班."""

    name: str
    members: tuple[str, ...] = ()


class Deadline(Read):
    """化解时限."""

    due_on: date
    reason: str | None = None


class Objection(Read):
    """An objection and how it was decided."""

    unit: str
    reason: str
    raised: Fact
    accepted: bool | None = None
    decision_reason: str | None = None
    decided: Fact | None = None


class Step(Read):
    """A step of a plan."""

    n: int
    title: str
    owner: str = ""
    due_on: date | None = None
    done: Fact | None = None
    note: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is done."""
        return self.done is not None


class Plan(Read):
    """化解方案."""

    measures: str
    target_on: date | None = None
    filed: Fact | None = None
    steps: tuple[Step, ...] = ()


class Allowed(Read):
    """A command the visitor may send now."""

    action: str


class DutyBrief(Read):
    """A case in a list, with what is proposed for its 交办."""

    case_id: str
    case_no: str
    state: str
    version: int
    source: str = ""
    case_kind: str = ""
    cross_separated: bool = False
    category: str = ""
    registered_on: date | None = None
    proposed_unit: str | None = None
    proposed_assist_units: tuple[str, ...] = ()
    proposed_deadline: date | None = None


class DutyPage(Read):
    """One page of cases."""

    items: tuple[DutyBrief, ...]
    total: int
    page: int = 1
    size: int = 20


class DutyCase(DutyBrief):
    """A case with its duties."""

    needs_county_leader: bool = False
    batch_no: str | None = None
    letter_no: str | None = None
    lead_unit: str | None = None
    due_on: date | None = None
    issued: Fact | None = None
    started: Fact | None = None
    duties: tuple[Duty, ...] = ()
    leader: Leader | None = None
    override: Override | None = None
    task_force: TaskForce | None = None
    deadline: Deadline | None = None
    objections: tuple[Objection, ...] = ()
    plan: Plan | None = None
    missing_to_start: tuple[str, ...] = ()
    allowed_actions: tuple[Allowed, ...] = ()


class DeskItem(Read):
    """One thing to do."""

    case_id: str
    case_no: str | None = None
    action: str
    label: str
    due_on: date | None = None
    since: date | None = None


class Desk(Read):
    """What waits for the visitor."""

    items: tuple[DeskItem, ...]


class Batch(Read):
    """A batch in a list."""

    batch_id: str
    batch_no: str
    letter_no: str
    made: Fact
    issued: int


class BatchList(Read):
    """One page of batches."""

    items: tuple[Batch, ...]
    total: int
    page: int = 1
    size: int = 20


class BatchItem(Read):
    """A case as it was issued in a batch."""

    case_id: str
    case_no: str
    lead_unit: str
    assist_units: tuple[str, ...] = ()
    cooperate_units: tuple[str, ...] = ()
    due_on: date | None = None
    issued_on: date | None = None


class BatchDetail(Batch):
    """A batch with its cases."""

    items: tuple[BatchItem, ...] = ()


class RefusedItem(Read):
    """A case that could not be issued, and why."""

    case_id: str
    code: str = ""
    detail: str = ""


class IssuedItem(Read):
    """A case that was issued."""

    case_id: str


class BatchReceipt(Read):
    """What a batch did, case by case."""

    batch_id: str | None = None
    batch_no: str | None = None
    issued: tuple[IssuedItem, ...] = ()
    refused: tuple[RefusedItem, ...] = ()


class AssignmentClient:
    """assignment, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def case(self, case_id: str) -> DutyCase:
        """One case."""
        return await self._line.read(DutyCase, f"/v1/cases/{case_id}")

    async def cases(self, *, state: str, page: int = 1, size: int = 20) -> DutyPage:
        """One page of cases in a state."""
        return await self._line.read(DutyPage, "/v1/cases", state=state, page=page, size=size)

    async def desk(self) -> Desk:
        """What waits for the visitor."""
        return await self._line.read(Desk, "/v1/desk")

    async def batches(self, *, page: int) -> BatchList:
        """The unit's batches, newest first."""
        return await self._line.read(BatchList, "/v1/batches", page=page)

    async def batch(self, batch_id: str) -> BatchDetail:
        """One batch."""
        return await self._line.read(BatchDetail, f"/v1/batches/{batch_id}")

    async def issue(self, body: dict[str, Any], key: str) -> BatchReceipt:
        """Issue a batch."""
        answer = await self._line.ask(
            "POST", "/v1/batches", json=body, headers={"Idempotency-Key": key}, timeout=SLOW
        )
        return BatchReceipt.model_validate(answer)
