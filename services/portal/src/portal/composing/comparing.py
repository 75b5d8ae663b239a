"""Two cases side by side: what agrees, what was decided so far, and what a decision would set off."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from contracts.units import UnitDirectory

from portal import words
from portal.clients.repeats import Pair, Side
from portal.clients.reporting import Timeline, TimelineEntry
from portal.clients.services import Services
from portal.clients.supervision import CheckedCase
from portal.composing.parts import Gaps


@dataclass(frozen=True, slots=True)
class Queue:
    """What a person works through: links of a band, a registering unit or a ledger, or of one case."""

    band: str = ""
    unit: str = ""
    case: str = ""
    import_id: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """As intake wants them."""
        return {"band": self.band, "unit": self.unit, "import_id": self.import_id}

    @property
    def asked(self) -> dict[str, str]:
        """As addresses carry them."""
        return {**self.filters, "case": self.case}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of both cases; ``told`` is False where alike says nothing, as of masked values."""

    name: str
    left: str
    right: str
    told: bool = True

    @property
    def verdict(self) -> str:
        """Whether both agree, as far as that can be told from what is shown."""
        if not self.told or "—" in {self.left, self.right}:
            return ""
        return "一致" if self.left == self.right else "不同"


@dataclass(slots=True)
class Comparison:
    """A pair with everything its page shows."""

    pair: Pair
    rows: list[Row]
    history: list[TimelineEntry] = field(default_factory=list)
    recognised: bool = False
    reopened: bool = False
    notes: list[str] = field(default_factory=list)

    def may(self, command: str) -> bool:
        """Whether the visitor may take this decision now."""
        return command in self.pair.allowed_actions


async def load_comparison(
    services: Services, units: UnitDirectory, link_id: str, queue: Queue
) -> Comparison:
    """Read a pair, its decisions so far, and whether a repeat would reopen the earlier case.

    Raises:
        Refused: no such link for this visitor.
    """
    gaps = Gaps()
    pair = await services.repeats.pair(link_id, **queue.filters)
    earlier = pair.earlier.case_id
    timeline, check = await asyncio.gather(
        gaps.fill(services.reporting.timeline(earlier)),
        gaps.fill(services.supervision.case(earlier)),
    )
    return Comparison(
        pair, list(_rows(pair, units)), _decisions(timeline, pair.id), _is_recognised(check),
        check.reopened_by(pair.id) if check else False, gaps.notes,
    )  # fmt: skip


def _decisions(timeline: Timeline | None, link_id: str) -> list[TimelineEntry]:
    told = timeline.items if timeline else ()
    return [e for e in told if e.data.get("link_id") == link_id]


def _is_recognised(check: CheckedCase | None) -> bool:
    return check is not None and check.closure.recognised is not None


def _rows(pair: Pair, units: UnitDirectory) -> Iterator[Row]:
    for name, told, read in _FACTS:
        yield Row(name, _read(read, pair.left), _read(read, pair.right), told)
    for name, code in (("登记单位", "registrar_unit"), ("建议责任单位", "proposed_unit")):
        left, right = (getattr(side, code) for side in (pair.left, pair.right))
        yield Row(
            name, units.name_of(left) if left else "—", units.name_of(right) if right else "—"
        )


def _read(read: Callable[[Side], str | None], side: Side) -> str:
    return "—" if side.hidden else read(side) or "—"


def _joined(read: Callable[[Side], Iterator[str | None]]) -> Callable[[Side], str]:
    return lambda side: "、".join(dict.fromkeys(v for v in read(side) if v))


def _phones(side: Side) -> Iterator[str | None]:
    yield from side.phones
    for p in side.petitioners:
        yield from p.phones


def _homes(side: Side) -> Iterator[str | None]:
    yield side.residence
    yield side.household
    for p in side.petitioners:
        yield p.residence
        yield p.household


_FACTS: tuple[tuple[str, bool, Callable[[Side], str | None]], ...] = (
    ("信访人", False, _joined(lambda s: (p.name for p in s.petitioners))),
    ("身份证号", False, _joined(lambda s: (p.id_no for p in s.petitioners))),
    ("电话", False, _joined(_phones)),
    ("住址", False, _joined(_homes)),
    ("登记时间", False, lambda s: words.day(s.registered_on)),
    ("信访形式", False, lambda s: words.term("channel", s.channel)),
    ("内容分类", True, lambda s: s.category),
    ("重点领域", True, lambda s: words.term("field", s.field)),
    ("案件类型", False, lambda s: words.term("case_kind", s.case_kind)),
    ("交办层级", False, lambda s: words.term("source", s.source)),
    ("人数", False, lambda s: str(s.people_count or "")),
    ("办理状态", False, lambda s: s.state_label),
)
