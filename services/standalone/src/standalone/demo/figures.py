"""The numbers a replay ends with: asked of reporting once it has heard everything, never computed here."""

import asyncio
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.subjects import CONSUMERS

from standalone.demo.caller import Caller
from standalone.demo.cast import OFFICE_ANALYST
from standalone.demo.outcome import Outcome

SHOWN_DATES = (date(2020, 12, 31), date(2021, 12, 31))
"""The first two milestones of the plan, shown side by side per unit."""
_MILESTONE = ("cohort", "date", "target", "total", "claimed", "resolved", "rate", "reached")
_UNIT = ("unit", "total", "claimed", "resolved", "overdue")


class NotCaughtUpError(Exception):
    """Events are still on their way after a minute, or lie among the dead letters."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What reporting answered."""

    as_of: date
    summary: dict[str, Any]
    total: dict[date, dict[str, Any]]
    """Per shown date: the same for the whole district."""
    by_unit: dict[date, list[dict[str, Any]]]
    """Per shown date: key, label, total, claimed, resolved, rate, overdue of each unit."""
    needed: dict[tuple[str, str], int]
    """Per milestone (cohort, date): how many whole cases its target means."""

    def as_json(self, outcome: Outcome) -> dict[str, Any]:
        """The command's JSON."""
        s = self.summary
        return {
            "cases": s["cases"],
            "by_source": s["by_source"],
            "milestones": [{k: m[k] for k in _MILESTONE} for m in s["milestones"]],
            "by_unit": [{k: u[k] for k in _UNIT} for u in s["by_unit"]],
            "events_published": s["events_published"],
            "unaccounted": s["unaccounted"],
            "as_of": self.as_of.isoformat(),
            "leader_overrides": s["leader_overrides"],
            "contradictions": outcome.contradictions,
        }


async def wait_until_caught_up(caller: Caller, *, seconds: float = 60.0) -> None:
    """Wait until every event is published and every consumer has taken all of its sources' events.

    Raises:
        NotCaughtUpError: a dead letter stands in the way, or the time is over.
        Refusal: the books may not be seen.
        StillDownError: a service does not answer.
    """
    begun, delay = time.monotonic(), 0.1
    while True:
        books = await _books(caller)
        behind = _behind(books)
        if not behind:
            return
        if time.monotonic() - begun > seconds:
            raise NotCaughtUpError("；".join(behind))
        await asyncio.sleep(delay)
        delay = min(delay * 1.5, 1.0)


async def _books(caller: Caller) -> dict[str, dict[str, Any]]:
    names = list(CONSUMERS)
    answers = await asyncio.gather(
        *(caller.get(OFFICE_ANALYST, name, "/v1/accounting") for name in names)
    )
    return dict(zip(names, answers, strict=True))


def _behind(books: dict[str, dict[str, Any]]) -> list[str]:
    behind = [
        f"{name} 有 {book['unpublished']} 个事件未发布"
        for name, book in books.items()
        if book["unpublished"]
    ]
    for name, sources in CONSUMERS.items():
        book = books[name]
        if book["dead_letters"]:
            behind.append(f"{name} 有 {book['dead_letters']} 个事件进入死信")
        for source in sources:
            wanted, got = books[source]["outbox_total"], book["consumed"].get(source, 0)
            if got < wanted:
                behind.append(f"{name} 只处理了 {source} 的 {got}/{wanted} 个事件")
    return behind


async def ask(caller: Caller, as_of: date) -> Numbers:
    """Ask reporting.

    Raises:
        Refusal: reporting refuses.
        StillDownError: it does not answer.
    """

    async def rates(day: date, group_by: str) -> list[dict[str, Any]]:
        answer = await caller.get(
            OFFICE_ANALYST, "reporting", "/v1/rates", as_of=day.isoformat(), group_by=group_by
        )
        rows: list[dict[str, Any]] = answer["rows"]
        return rows

    summary = await caller.get(OFFICE_ANALYST, "reporting", "/v1/summary", as_of=as_of.isoformat())
    milestones = await caller.get(OFFICE_ANALYST, "reporting", "/v1/milestones")
    return Numbers(
        as_of=as_of,
        summary=summary,
        total={day: (await rates(day, "none"))[0] for day in SHOWN_DATES},
        by_unit={day: await rates(day, "unit") for day in SHOWN_DATES},
        needed={(m["cohort"], m["date"]): m["needed"] for m in _items(milestones)},
    )


def _items(answer: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer
    return rows
