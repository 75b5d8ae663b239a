"""The desk: what waits in each service, merged and sorted by deadline."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

from contracts.vocab import Role
from servicekit.auth import Principal

from portal.clients.assignment import DeskItem
from portal.clients.services import Services
from portal.composing.parts import Gaps
from portal.forms.catalogue import BY_COMMAND
from portal.words import Tag, remaining

_FAR = date.max
_SIZE = 50


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, and the page where it is done."""

    case_id: str
    case_no: str
    label: str
    href: str
    due_on: date | None
    since: date | None
    time: Tag

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that leads to a room."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class TodoPage:
    """One page of the list."""

    items: list[Todo]
    total: int
    page: int
    size: int


@dataclass(slots=True)
class DeskView:
    """What the desk shows."""

    todos: list[Todo]
    counters: list[Counter]
    notes: list[str] = field(default_factory=list)

    def overdue(self, today: date) -> int:
        """How many are past their day."""
        return sum(1 for t in self.todos if t.is_overdue(today))

    def page(self, number: int) -> TodoPage:
        """One page of what waits."""
        start = (number - 1) * _SIZE
        return TodoPage(self.todos[start : start + _SIZE], len(self.todos), number, _SIZE)


async def load_desk(services: Services, principal: Principal, today: date) -> DeskView:
    """Read every service's desk at once."""
    gaps = Gaps()
    desks = await asyncio.gather(
        gaps.fill(services.assignment.desk()),
        gaps.fill(services.mediation.desk()),
        gaps.fill(services.supervision.desk()),
        _counters(services, principal, gaps),
    )
    *found, counters = desks
    names = ("assignment", "mediation", "supervision")
    todos = [
        _todo(service, item, today)
        for service, one in zip(names, found, strict=True)
        for item in (one.items if one else ())
        if (service, item.action) != ("assignment", "issue")
    ]
    todos.sort(key=lambda t: (t.due_on or _FAR, t.since or _FAR, t.case_no))
    return DeskView(todos, counters, gaps.notes)


def _todo(service: str, item: DeskItem, today: date) -> Todo:
    # A write-off may be done from that day on; it is not due on it.
    waits = (service, item.action) == ("supervision", "write_off")
    return Todo(
        item.case_id, item.case_no or "编号待同步", item.label,
        _address(service, item.action, item.case_id), None if waits else item.due_on, item.since,
        Tag("观察期满", "green") if waits else remaining(item.due_on, today),
    )  # fmt: skip


def _address(service: str, command: str, case_id: str) -> str:
    action = next((a for key, a in BY_COMMAND.items() if key == (service, command)), None)
    return action.address(case_id) if action else f"/cases/{case_id}"


async def _counters(services: Services, principal: Principal, gaps: Gaps) -> list[Counter]:
    if not (principal.is_office and principal.has(Role.REGISTRAR, Role.SUPERVISOR)):
        return []
    registered, ready, repeats = await asyncio.gather(
        gaps.fill(services.intake.cases(state="registered", size=1)),
        gaps.fill(services.assignment.cases(state="ready", size=1)),
        gaps.fill(services.repeats.page(state="suspected", size=1)),
    )
    counters = []
    if registered is not None:
        counters.append(Counter("待梳理核对", registered.total, "/verify"))
    if repeats is not None:
        counters.append(Counter("疑似重复待判定", repeats.total, "/repeats"))
    if ready is not None and principal.has(Role.SUPERVISOR):
        counters.append(Counter("待集中交办", ready.total, "/batches/new"))
    return counters
