"""The desk: what waits in each service, merged and sorted by deadline."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

from contracts.vocab import Role
from servicekit.auth import Principal

from portal.clients.services import Services
from portal.composing.parts import Gaps
from portal.forms.catalogue import BY_COMMAND

_FAR = date.max


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, and the page where it is done."""

    case_id: str
    case_no: str
    label: str
    href: str
    due_on: date | None
    since: date | None


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that leads to a room."""

    name: str
    count: int
    href: str


@dataclass(slots=True)
class DeskView:
    """What the desk shows."""

    todos: list[Todo]
    counters: list[Counter]
    notes: list[str] = field(default_factory=list)

    def overdue(self, today: date) -> int:
        """How many are past their day."""
        return sum(1 for t in self.todos if t.due_on is not None and t.due_on < today)


async def load_desk(services: Services, principal: Principal) -> DeskView:
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
        Todo(
            i.case_id, i.case_no or "编号待同步", i.label, _address(service, i.action, i.case_id),
            i.due_on, i.since,
        )
        for service, one in zip(names, found, strict=True)
        for i in (one.items if one else ())
        if (service, i.action) != ("assignment", "issue")
    ]  # fmt: skip
    todos.sort(key=lambda t: (t.due_on or _FAR, t.since or _FAR, t.case_no))
    return DeskView(todos, counters, gaps.notes)


def _address(service: str, command: str, case_id: str) -> str:
    action = next((a for key, a in BY_COMMAND.items() if key == (service, command)), None)
    return action.address(case_id) if action else f"/cases/{case_id}"


async def _counters(services: Services, principal: Principal, gaps: Gaps) -> list[Counter]:
    if not principal.is_office:
        return []
    registered, ready = await asyncio.gather(
        gaps.fill(services.intake.cases(state="registered", size=1)),
        gaps.fill(services.assignment.cases(state="ready", size=1)),
    )
    counters = []
    if registered is not None and principal.has(Role.REGISTRAR, Role.SUPERVISOR):
        counters.append(Counter("待梳理核对", registered.total, "/verify"))
    if ready is not None and principal.has(Role.SUPERVISOR):
        counters.append(Counter("待集中交办", ready.total, "/batches/new"))
    return counters
