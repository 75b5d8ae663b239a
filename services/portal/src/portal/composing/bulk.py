"""Bulk actions: what was chosen, sent case by case, and what became of each."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from contracts.units import UnitDirectory
from servicekit.http_client import ServiceUnavailableError
from starlette.datastructures import FormData

from portal.clients.upstream import Refused
from portal.forms.reading import text_of

_AT_ONCE = 4
_SEPARATORS = str.maketrans("，,；;|\n", "、、、、、、")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case_id: str
    case_no: str
    done: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of all of them, for the result page."""

    title: str
    back: str
    outcomes: Sequence[Outcome]
    note: str = ""

    @property
    def done(self) -> int:
        """How many went through."""
        return sum(1 for o in self.outcomes if o.done)


@dataclass(frozen=True, slots=True)
class UnitsUnknownError(Exception):
    """A unit was named that the directory does not hold."""

    name: str


def picked(data: FormData) -> list[tuple[str, str]]:
    """The chosen cases as (id, number)."""
    ids = [v for v in data.getlist("pick") if isinstance(v, str) and _is_id(v)]
    return [(case_id, text_of(data, f"no-{case_id}") or case_id) for case_id in ids]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def key_for(key: str, case_id: str) -> str:
    """An idempotency key per case that is the same when the form is sent twice."""
    return str(uuid5(UUID(key), case_id))


def codes_of(units: UnitDirectory, names: str) -> list[str]:
    """Unit codes of names or aliases, separated by 、 or commas.

    Raises:
        UnitsUnknownError: a name is not in the directory.
    """
    codes = []
    for name in names.translate(_SEPARATORS).split("、"):
        wanted = name.strip()
        if not wanted:
            continue
        unit = units.by_name(wanted) or units.get(wanted)
        if unit is None:
            raise UnitsUnknownError(wanted)
        codes.append(unit.code)
    return list(dict.fromkeys(codes))


async def each(
    cases: Sequence[tuple[str, str]], act: Callable[[str], Awaitable[None]], done: str
) -> list[Outcome]:
    """Do ``act`` for every case, a few at a time; a refusal concerns its own case only."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(case_id: str, case_no: str) -> Outcome:
        async with gate:
            try:
                await act(case_id)
            except Refused as e:
                return Outcome(case_id, case_no, done=False, sentence=e.detail)
            except ServiceUnavailableError as e:
                return Outcome(case_id, case_no, done=False, sentence=e.detail)
            return Outcome(case_id, case_no, done=True, sentence=done)

    return list(await asyncio.gather(*(one(*case) for case in cases)))


def day_or_none(text: str) -> str | None:
    """An ISO day, or None when it is blank or none."""
    day = day_of(text)
    return day.isoformat() if day else None


def day_of(text: str) -> date | None:
    """The day that an ISO text names, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
