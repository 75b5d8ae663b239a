"""What pages read from intake about repeats: the queue, two cases side by side, how good the advice is."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from portal.clients.registration import Reason
from portal.clients.upstream import SLOW, Line, Read

_BASES = {
    "same_id": "身份证号相同",
    "same_phone_and_name": "姓名和电话相同",
    "similar_person": "信访人信息相近",
    "manual": "人工发现",
}
_STRONG, _FAIR = {"person": 10.0, "matter": 3.0}, {"person": 4.0, "matter": 1.5}


class CaseEnd(Read):
    """One of the two cases of a link; without a number when the visitor may not see it."""

    case_id: str
    case_no: str | None = None
    registered_on: date | None = None


class RepeatLink(Read):
    """Two cases that look like one matter of one petitioner."""

    id: str
    state: str
    basis: str = ""
    version: int = 1
    earlier: CaseEnd
    later: CaseEnd
    repeated_on: date | None = None
    reason: str | None = None
    code: str | None = None
    band: str | None = None
    probability: float | None = None
    created_at: datetime | None = None
    decided_at: datetime | None = None

    @property
    def basis_zh(self) -> str:
        """Why the two look alike, in a few words."""
        return _BASES.get(self.basis, self.basis)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == "suspected"

    def other(self, case_id: str) -> CaseEnd:
        """The case at the other end."""
        return self.later if self.earlier.case_id == case_id else self.earlier


class RepeatPage(Read):
    """One page of links, and how many there are in each band."""

    items: tuple[RepeatLink, ...]
    total: int
    page: int = 1
    size: int = 20
    counts: Mapping[str, int] = {}


class Span(Read):
    """A run of characters of a text."""

    start: int
    end: int


class SidePetitioner(Read):
    """A petitioner, masked."""

    name: str | None = None
    id_no: str | None = None
    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None


class Side(Read):
    """One case of a pair; ``hidden`` when the visitor may not see it, and then ``note`` says so."""

    case_id: str
    hidden: bool = False
    note: str = ""
    case_no: str = ""
    state_label: str = ""
    source: str | None = None
    channel: str | None = None
    registered_on: date | None = None
    registrar_unit: str | None = None
    proposed_unit: str | None = None
    field: str | None = None
    category: str | None = None
    case_kind: str | None = None
    people_count: int | None = None
    demand: str = ""
    petitioners: tuple[SidePetitioner, ...] = ()
    phones: tuple[str, ...] = ()
    residence: str | None = None
    household: str | None = None
    shared: tuple[Span, ...] = ()

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut into pieces, each with whether the other text has it too."""
        return list(self._pieces())

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        at = 0
        for span in self.shared:
            start, end = max(span.start, at), min(span.end, len(self.demand))
            if start >= end:
                continue
            if start > at:
                yield self.demand[at:start], False
            yield self.demand[start:end], True
            at = end
        if at < len(self.demand):
            yield self.demand[at:], False


class Weighed(Read):
    """A reason, and how much it says: strong, fair or weak."""

    sentence: str
    speaks_for: bool
    strength: str


class PairReasons(Read):
    """What speaks for and against, of the persons and of the matter."""

    person: tuple[Reason, ...] = ()
    matter: tuple[Reason, ...] = ()

    def weighed(self, about: str) -> list[Weighed]:
        """The reasons of one question, the weightiest first."""
        found: tuple[Reason, ...] = getattr(self, about)
        return [
            Weighed(
                sentence=r.sentence, speaks_for=r.weight > 0, strength=_strength(about, r.weight)
            )
            for r in sorted(found, key=lambda r: -abs(r.weight))
        ]


class Pair(RepeatLink):
    """A link with both cases, the reasons, what the visitor may do, and what comes next."""

    sides: Mapping[str, Side]
    reasons: PairReasons = PairReasons()
    phrases: tuple[str, ...] = ()
    may_decide: bool = False
    allowed_actions: tuple[str, ...] = ()
    next_id: str | None = None

    @property
    def left(self) -> Side:
        """The earlier case."""
        return self.sides["earlier"]

    @property
    def right(self) -> Side:
        """The later case."""
        return self.sides["later"]

    @property
    def both_seen(self) -> bool:
        """Whether the visitor sees both cases."""
        return not (self.left.hidden or self.right.hidden)


class BandQuality(Read):
    """How many suggestions of a band a person confirmed."""

    band: str
    month: str | None = None
    confirmed: int
    dismissed: int
    precision: float | None = None

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.confirmed + self.dismissed


class Quality(Read):
    """The share of confirmed suggestions by band and month, and what waits."""

    bands: tuple[BandQuality, ...] = ()
    months: tuple[BandQuality, ...] = ()
    waiting: Mapping[str, int] = {}

    @property
    def decided(self) -> int:
        """How many labels the decisions are."""
        return sum(b.decided for b in self.bands)


class Label(Read):
    """A decision without personal data."""

    link_id: str
    earlier_case_id: str
    later_case_id: str
    decision: str
    code: str | None = None
    band: str | None = None
    basis: str = ""
    probability: float | None = None
    person_probability: float | None = None
    matter_probability: float | None = None
    reason_codes: tuple[str, ...] = ()
    decided_at: datetime


_LABELS = TypeAdapter(tuple[Label, ...])


class RepeatsClient:
    """The part of intake that repeat pages use, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def page(self, **filters: Any) -> RepeatPage:
        """Links by ``state``, ``band``, ``unit`` and ``import_id``, by ``order``."""
        return await self._line.read(RepeatPage, "/v1/repeat-links", **filters)

    async def pair(self, link_id: str, **queue: Any) -> Pair:
        """Both cases of a link, and the link that follows in the queue of these filters."""
        return await self._line.read(Pair, f"/v1/repeat-links/{link_id}", **queue)

    async def decide(
        self, link_id: str, command: str, body: dict[str, Any], *, key: str, version: str
    ) -> None:
        """Confirm, dismiss or withdraw, by the command's name in the address."""
        path = f"/v1/repeat-links/{link_id}/{command}"
        await self._line.command("POST", path, body, key=key, version=version)

    async def quality(self, since: date, until: date) -> Quality:
        """How good the advice was in a time."""
        return await self._line.read(Quality, "/v1/repeat-quality", **_range(since, until))

    async def labels(self, since: date, until: date) -> tuple[Label, ...]:
        """All decisions of a time; intake writes down who took them out."""
        found = await self._line.ask(
            "GET", "/v1/repeat-labels/export", params=_range(since, until), timeout=SLOW
        )
        return _LABELS.validate_python(found["items"])


def _range(since: date, until: date) -> dict[str, str]:
    return {"from": since.isoformat(), "to": until.isoformat()}


def _strength(about: str, weight: float) -> str:
    size = abs(weight)
    return "strong" if size >= _STRONG[about] else "fair" if size >= _FAIR[about] else "weak"
