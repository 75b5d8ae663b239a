"""What the register page shows beside the form: similar cases, suggestions, checks of numbers."""

import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from servicekit.http_client import ServiceUnavailableError

from portal.clients.registration import SimilarCases, Suggestions, Verdict
from portal.clients.services import Services
from portal.clients.upstream import Refused
from portal.forms.fields import Field, Part, Rows
from portal.forms.reading import Reading

T = TypeVar("T")
_WORTH_READING = 5
"""From so many characters on, a text says enough to compare."""
_MOST_CHECKS = 24
_TOO_LONG = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """One number that was typed in: where, of which kind, and the number."""

    label: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one number; the page names the place and does not repeat the number."""

    label: str
    verdict: Verdict


@dataclass(slots=True)
class Look:
    """Advice on what was typed so far; nothing of it was stored."""

    similar: SimilarCases | None = None
    advice: Suggestions | None = None
    checks: list[Checked] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether there was nothing to look at."""
        return not (self.similar or self.advice or self.checks or self.notes)


async def look(services: Services, parts: tuple[Part, ...], reading: Reading) -> Look:
    """Ask intake about what was typed so far, everything at the same time."""
    found = Look()
    people = _people(reading.body)
    demand = str(reading.values.get("demand", ""))
    readable = demand if len(demand) >= _WORTH_READING else ""
    client = services.registration
    asked = list(_numbers(parts, reading.body))[:_MOST_CHECKS]
    verdicts = (
        client.check_id(a.number) if a.kind == "id_no" else client.check_phone(a.number)
        for a in asked
    )  # fmt: skip
    (found.similar, found.advice), judged = await asyncio.gather(
        asyncio.gather(
            _quietly(found, client.similar(people, readable) if people or readable else _nothing()),
            _quietly(found, client.suggest(readable) if readable else _nothing()),
        ),
        asyncio.gather(*(_quietly(found, v) for v in verdicts)),
    )
    found.checks = [Checked(a.label, v) for a, v in zip(asked, judged, strict=True) if v]
    return found


async def _nothing() -> None:
    return None


async def _quietly(found: Look, call: Awaitable[T]) -> T | None:
    """Advice that does not come must not stand in the way of the form."""
    try:
        return await call
    except Refused:
        return None
    except ServiceUnavailableError as e:
        if e.detail not in found.notes:
            found.notes.append(e.detail)
        return None


def _people(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": str(p.get("name") or "")[:50], "id_no": str(p.get("id_no") or "")[:_TOO_LONG] or None,
            "phones": p.get("phones") or [],
            "address": p.get("residence") or p.get("household") or None,
        }
        for p in body.get("petitioners") or ()
    ]  # fmt: skip


def _numbers(parts: tuple[Part, ...], body: dict[str, Any]) -> Iterator[Asked]:
    for part in parts:
        if isinstance(part, Rows):
            for i, row in enumerate(body.get(part.name) or ()):
                where = f"{part.label}第 {i + 1} {part.each}"
                for f in part.fields:
                    yield from _of(f, row.get(f.name), where)
        elif isinstance(part, Field):
            yield from _of(part, body.get(part.name), "")


def _of(spec: Field, value: Any, where: str) -> Iterator[Asked]:
    if not spec.check or not value:
        return
    numbers = value if isinstance(value, list) else [value]
    for i, number in enumerate(numbers, 1):
        which = f"第 {i} 个" if len(numbers) > 1 else ""
        yield Asked(f"{where}{spec.label}{which}", spec.check, str(number)[:_TOO_LONG])
