"""The visible rule for 疑难积案, 骨头案, 钉子案: what speaks for a hard case (R19, R20)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.vocab import CaseKind, CaseTag, Source, label

from intake.domain.errors import HardCaseUnexplainedError
from intake.domain.registration import Registration

SUGGESTING = (
    CaseTag.UNFINISHED_BUILDING, CaseTag.TITLE_REFUSED, CaseTag.RESETTLEMENT,
    CaseTag.LAND_COMPENSATION,
)  # fmt: skip
"""Tags of the plan's own examples (R20)."""


class HardReason(NamedTuple):
    """One fact that speaks for a hard case: its code, and a sentence for a clerk."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a fact speaks for a hard case; the district's settings."""

    people: int = 30
    years: int = 5
    visits: int = 3
    sources: Collection[Source] = (Source.CENTRAL, Source.REGION)


def hard_case_reasons(
    r: Registration, today: date, limits: Thresholds = Thresholds()
) -> list[HardReason]:
    """What speaks for a hard case; advice, an officer decides.

    Args:
        r: the registered facts.
        today: the day the years are counted to.
        limits: the district's thresholds.
    """
    found = [
        HardReason(f"tag_{tag.value}", f"属于“{label(tag)}”类问题，政策性强。")
        for tag in SUGGESTING
        if tag in r.tags
    ]
    if r.people_count >= limits.people:
        found.append(
            HardReason("many_people", f"涉及 {r.people_count} 人，达到 {limits.people} 人。")
        )
    since = r.first_petition_on or r.registered_on
    years = _years(since, today)
    if years >= limits.years:
        found.append(
            HardReason("long_span", f"自 {since} 首次信访已 {years} 年，达到 {limits.years} 年。")
        )
    if r.repeat_visits >= limits.visits:
        found.append(
            HardReason("repeat_visits", f"重复走访 {r.repeat_visits} 次，达到 {limits.visits} 次。")
        )
    if r.source in limits.sources:
        found.append(HardReason("handed_down", f"由{label(r.source)}交办。"))
    return found


def check_kind(r: Registration, reasons: Collection[HardReason]) -> None:
    """Ask for a reason when the case stays ordinary against the suggestion.

    Raises:
        HardCaseUnexplainedError: no such reason is given.
    """
    if r.case_kind is CaseKind.ORDINARY and reasons and not r.ordinary_because:
        raise HardCaseUnexplainedError(
            "该件符合疑难案件的提示条件，仍按一般案件登记的，请写明理由。",
            reasons=[{"code": c, "sentence": s} for c, s in reasons],
        )


def _years(since: date, today: date) -> int:
    full = today.year - since.year
    return full - ((today.month, today.day) < (since.month, since.day))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
