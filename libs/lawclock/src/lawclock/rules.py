"""The time limits of petition work, each with its law and the days on which that law held."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lawclock.errors import NoSuchLimitError, NotInForceError, NotSettableError


class Span(StrEnum):
    """How a limit is measured."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    YEARS = "years"
    AT_ONCE = "at_once"
    BY_LETTER = "by_letter"
    NO_TIME = "no_time"


class Ground(StrEnum):
    """What a number rests on; only what is no law may be set otherwise by a district."""

    LAW = "law"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit under one law.

    Attributes:
        key: ``T1`` … ``T18``, of the list of limits.
        version: of the law, such as ``2005`` or ``2022``; a clock keeps the one it began under.
        name: the duty, in the words of the office.
        trigger: what starts the clock.
        span: how it is measured.
        amount: days or years; 0 where the span needs none.
        basis: law and article.
        from_day: the first day on which it holds.
        to_day: the last, None while it holds.
        extension: the days by which it may be extended once, in total; 0 for never.
        pausable: whether the law stops the clock for anything.
        ground: law, or a rule of the administration that a district may set otherwise.
    """

    key: str
    version: str
    name: str
    trigger: str
    span: Span
    amount: int
    basis: str
    from_day: date
    to_day: date | None = None
    extension: int = 0
    pausable: bool = False
    ground: Ground = Ground.LAW

    @property
    def words(self) -> str:
        """The limit as a clerk says it."""
        match self.span:
            case Span.CALENDAR_DAYS:
                return f"{self.amount}日"
            case Span.WORKING_DAYS:
                return f"{self.amount}个工作日"
            case Span.YEARS:
                return f"{self.amount}年"
            case Span.AT_ONCE:
                return "当日"
            case Span.BY_LETTER:
                return "文书指定的期限"
            case Span.NO_TIME:
                return "无时间期限"


class Rules:
    """All limits in all their versions."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)

    def __iter__(self) -> Iterator[Rule]:
        """Every version of every limit, in the list's order."""
        return iter(self._rules)

    def on(self, key: str, day: date) -> Rule:
        """The version of a limit under which a clock starting on ``day`` runs.

        Raises:
            NoSuchLimitError: no such limit.
            NotInForceError: the law of that day had none.
        """
        versions = [r for r in self._rules if r.key == key]
        if not versions:
            raise NoSuchLimitError(key)
        for rule in versions:
            if rule.from_day <= day and (rule.to_day is None or day <= rule.to_day):
                return rule
        raise NotInForceError(key, versions[-1].name, day)

    def version(self, key: str, version: str) -> Rule:
        """The version a clock was started under.

        Raises:
            NoSuchLimitError: no such limit or no such version of it.
        """
        for rule in self._rules:
            if (rule.key, rule.version) == (key, version):
                return rule
        raise NoSuchLimitError(f"{key}（{version}）")

    def with_settings(self, amounts: Mapping[str, int]) -> "Rules":
        """The limits with a district's own numbers for those that are no law.

        Args:
            amounts: days by limit key.

        Raises:
            NoSuchLimitError: no such limit.
            NotSettableError: the number is the law's, or not a positive one.
        """
        for key, amount in amounts.items():
            mine = [r for r in self._rules if r.key == key]
            if not mine:
                raise NoSuchLimitError(key)
            if amount < 1 or any(r.ground is Ground.LAW for r in mine):
                raise NotSettableError(key, mine[-1].name)
        return Rules(
            replace(r, amount=amounts[r.key], basis=f"{r.basis}（本区设置为{amounts[r.key]}日）")
            if r.key in amounts
            else r
            for r in self._rules
        )
