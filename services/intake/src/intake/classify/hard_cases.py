"""Words that speak for a hard case (R19): long span, many people, policy-heavy, and the plan's examples (R20)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from contracts.vocab import CaseTag

from intake.classify.clauses import found, tidy
from intake.classify.tags import TagHint


class HardReason(StrEnum):
    """Why a case may need a county-level leader."""

    LONG_SPAN = "long_span"
    MANY_PEOPLE = "many_people"
    POLICY_HEAVY = "policy_heavy"
    PLAN_EXAMPLE = "plan_example"


LABELS = {
    HardReason.LONG_SPAN: "时间跨度长",
    HardReason.MANY_PEOPLE: "涉及人数多",
    HardReason.POLICY_HEAVY: "政策性强",
    HardReason.PLAN_EXAMPLE: "方案所举类型",
}
_PLAN_EXAMPLES = {
    CaseTag.UNFINISHED_BUILDING, CaseTag.TITLE_REFUSED, CaseTag.RESETTLEMENT,
    CaseTag.LAND_COMPENSATION,
}  # fmt: skip
_NUMBER = r"(?:[3-9]|[1-9]\d|[三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|数|好几)"
_PATTERNS = {
    HardReason.LONG_SPAN: re.compile(
        rf"{_NUMBER}(?:余|多)?年(?:来|了|多|有余|未|没|以来|时间|过去)|多年(?:来|未|没|以来|得不到|的?问题)?|长期(?:得不到|未|没)"
    ),
    HardReason.MANY_PEOPLE: re.compile(
        r"(?:[3-9]\d|\d{3,}|[几数上][百千万十]|[一二三四五六七八九]百|[一二三四五六七八九]千)(?:余|多)?(?:户|人|名|位|家|个家庭)|集体上访|全体业主|全体村民"
    ),
    HardReason.POLICY_HEAVY: re.compile(
        r"历史遗留|政策(?:不明|空白|缺失|变化|调整|不一致|不统一|落实)|没有政策|文件规定|改制"
    ),
}


@dataclass(frozen=True, slots=True)
class HardHint:
    """A reason with the words that led to it."""

    reason: HardReason
    words: tuple[str, ...]


def hard_case_hints(text: str, tags: Iterable[TagHint] = ()) -> tuple[HardHint, ...]:
    """Reasons to look whether the case is a hard one; the office decides.

    Args:
        text: subject and demand.
        tags: what ``suggest_tags`` found in the same text.
    """
    tidied = tidy(text)
    hints = [
        HardHint(reason, words)
        for reason, pattern in _PATTERNS.items()
        if (words := tuple(found(pattern, tidied))[:5])
    ]
    examples = tuple(w for t in tags if t.tag in _PLAN_EXAMPLES for w in t.words)
    if examples:
        hints.append(HardHint(HardReason.PLAN_EXAMPLE, examples))
    return tuple(hints)
