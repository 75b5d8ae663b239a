"""Long passages that a closing report shares with reports of other cases."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from supervision.closures.cues import CUES
from supervision.closures.reasons import Reason
from supervision.closures.sentences import sentences

LEAST = 30
"""Characters, without spaces and punctuation, from which a shared passage counts."""
MOSTLY = 0.6
"""Share of a report's own words from which it counts as boilerplate."""
_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of the text, by offsets, that stands word for word in the reports of ``cases``."""

    start: int
    end: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a text shares: its passages and their share of its words, courtesies and law left out."""

    passages: tuple[Passage, ...]
    share: float


def shared(text: str, others: Mapping[str, str], *, least: int = LEAST) -> Shared:
    """Compares a report with those of other cases.

    Numbers, spaces and punctuation do not count, so another date or amount makes no other text.
    Sentences that quote rules are left out: the same rule may well decide many cases.

    Args:
        text: the report.
        others: reports of other cases by case number.
        least: characters from which a passage counts.
    """
    windows: dict[str, set[str]] = defaultdict(set)
    for case, other in others.items():
        words = _words(other)
        told = "".join(other[i] for i in words)
        for k in range(len(told) - least + 1):
            windows[told[k : k + least]].add(case)
    where = _words(text)
    told = "".join(text[i] for i in where)
    covered = [frozenset[str]()] * len(told)
    for k in range(len(told) - least + 1):
        cases = windows.get(told[k : k + least])
        if cases:
            for j in range(k, k + least):
                covered[j] |= cases
    share = sum(bool(c) for c in covered) / len(covered) if covered else 0.0
    return Shared(tuple(_runs(covered, where)), share)


def reason(found: Shared, *, mostly: float = MOSTLY) -> Reason | None:
    """The reason for a reviewer if most of the report stands in others too, at its longest passage."""
    if not found.passages or found.share < mostly:
        return None
    longest = max(found.passages, key=lambda p: p.end - p.start)
    cases = sorted({c for p in found.passages for c in p.cases})
    named = "、".join(cases[:3]) + ("等" if len(cases) > 3 else "")  # noqa: PLR2004 - names shown
    sentence = f"报告有 {found.share:.0%} 与另外 {len(cases)} 件（{named}）的报告雷同。"
    return Reason("boilerplate", sentence, longest.start, longest.end)


def _words(text: str) -> list[int]:
    """Offsets of the characters that count."""
    return [
        i
        for s in sentences(text)
        if not CUES["law"].search(s.text)
        for i in range(s.start, s.end)
        if _SIGN.match(text[i])
    ]


def _runs(covered: list[frozenset[str]], where: list[int]) -> list[Passage]:
    out: list[Passage] = []
    start, cases = 0, frozenset[str]()
    for j in range(len(covered) + 1):
        here = covered[j] if j < len(covered) else frozenset[str]()
        if here and not cases:
            start = j
        if cases and not here:
            out.append(Passage(where[start], where[j - 1] + 1, tuple(sorted(cases))))
        cases = cases | here if here else here
    return out
