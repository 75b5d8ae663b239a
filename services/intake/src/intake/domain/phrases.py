"""Words that two texts have in common, with their places, for a person who compares them side by side."""

import re
from dataclasses import dataclass

LEAST = 4
"""Shorter runs are shared by any two texts."""
MOST = 30
_BREAK = re.compile(r"[^\w%．.·-]|_")
_POLITE = re.compile(
    r"尊敬的|领导|您好|你好|希望|相关|有关|部门|政府|恳请|请求|谢谢|感谢|解决|问题|反映|处理|我们|你们|尽快|给予|一个|没有"
)
"""What stands in every petition and tells nothing about this one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Phrases, the longest first, and where they stand in either text, from left to right."""

    phrases: tuple[str, ...]
    first: tuple[Span, ...]
    second: tuple[Span, ...]


def shared(first: str, second: str) -> Shared:
    """Find the longest common runs inside clauses, without those of mere politeness."""
    found: dict[str, Span] = {}
    for clause, at in _clauses(first):
        for run, offset in _runs(clause, second):
            if run not in found and len(_POLITE.sub("", run)) >= LEAST - 1:
                found[run] = Span(at + offset, at + offset + len(run))
    phrases = sorted(found, key=lambda p: (-len(p), found[p].start))[:MOST]
    places = [second.index(p) for p in phrases]
    return Shared(
        tuple(phrases),
        tuple(sorted((found[p] for p in phrases), key=lambda s: s.start)),
        tuple(Span(at, at + len(p)) for at, p in sorted(zip(places, phrases, strict=True))),
    )


def _clauses(text: str) -> list[tuple[str, int]]:
    ends = [m.start() for m in _BREAK.finditer(text)] + [len(text)]
    starts = [0, *(e + 1 for e in ends[:-1])]
    return [(text[s:e], s) for s, e in zip(starts, ends, strict=True) if e - s >= LEAST]


def _runs(clause: str, other: str) -> list[tuple[str, int]]:
    runs, i = [], 0
    while i + LEAST <= len(clause):
        if clause[i : i + LEAST] not in other:
            i += 1
            continue
        j = i + LEAST
        while j < len(clause) and clause[i : j + 1] in other:
            j += 1
        runs.append((clause[i:j], i))
        i = j
    return runs
