"""A running limit: what started it, what stopped it for a while, how it was extended. It never holds a due date."""

from dataclasses import dataclass, replace
from datetime import date

from lawclock.errors import (
    ClockStoppedError,
    ExtensionRefusedError,
    LetterNeededError,
    NotAClockError,
    NotPausableError,
    PauseOrderError,
)
from lawclock.rules import Rule, Rules, Span


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from ``first`` to the day before ``resumed_on``; open while that is None."""

    first: date
    reason: str
    resumed_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether that day does not count."""
        return self.first <= day and (self.resumed_on is None or day < self.resumed_on)


@dataclass(frozen=True, slots=True)
class Extension:
    """The one extension: by how many days, who approved it when, and the reason told to the petitioner."""

    days: int
    approved_on: date
    approved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A limit set by a document: its number and the last day."""

    document_no: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs, or ran; a value, each change gives a new one.

    Attributes:
        key: the limit, such as ``T5``.
        version: of the law it began under; a law that comes later does not touch it.
        started_on: the business day of the event that started it; that day is not counted.
        start_event: the id of that event, or what it was.
        letter: the document that sets its last day, where one does.
        stopped_on: the business day on which the duty was done.
    """

    key: str
    version: str
    started_on: date
    start_event: str
    letter: Letter | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    stopped_on: date | None = None

    @classmethod
    def start(
        cls, rules: Rules, key: str, on: date, event: str, letter: Letter | None = None
    ) -> "Clock":
        """Start a limit under the law of that day.

        Raises:
            NoSuchLimitError: no such limit.
            NotInForceError: the law of that day had none.
            NotAClockError: it limits something else than time.
            LetterNeededError: the law leaves the day to a letter and there is none.
            PauseOrderError: the letter's last day lies before the start.
        """
        rule = rules.on(key, on)
        if rule.span is Span.NO_TIME:
            raise NotAClockError(key, rule.name)
        if rule.span is Span.BY_LETTER and letter is None:
            raise LetterNeededError(key, rule.name)
        if letter is not None and letter.last_day < on:
            raise PauseOrderError(f"文书指定的期限 {letter.last_day} 早于起算日 {on}，请核对。")
        return cls(key, rule.version, on, event, letter)

    def rule(self, rules: Rules) -> Rule:
        """The limit in the version it began under."""
        return rules.version(self.key, self.version)

    @property
    def paused(self) -> bool:
        """Whether a pause is open."""
        return bool(self.pauses) and self.pauses[-1].resumed_on is None

    def pause(self, rules: Rules, on: date, reason: str) -> "Clock":
        """Stop counting from that day on (复核听证).

        Raises:
            NotPausableError: the law knows no pause of this limit.
            PauseOrderError: a pause is open, or the day lies before the start or in an earlier pause.
            ClockStoppedError: it runs no longer.
        """
        self._must_run()
        rule = self.rule(rules)
        if not rule.pausable:
            raise NotPausableError(rule.name)
        if self.paused:
            raise PauseOrderError("该期限已在暂停中。")
        if on <= self.started_on or (self.pauses and on < (self.pauses[-1].resumed_on or on)):
            raise PauseOrderError(f"暂停日期 {on} 不能早于起算日或上一次恢复计算的日期。")
        return replace(self, pauses=(*self.pauses, Pause(on, reason)))

    def resume(self, on: date) -> "Clock":
        """Count again, that day included.

        Raises:
            PauseOrderError: no pause is open, or it began later.
        """
        if not self.paused:
            raise PauseOrderError("该期限没有在暂停中。")
        last = self.pauses[-1]
        if on < last.first:
            raise PauseOrderError(f"恢复日期 {on} 早于暂停日期 {last.first}。")
        return replace(self, pauses=(*self.pauses[:-1], replace(last, resumed_on=on)))

    def extend(self, rules: Rules, extension: Extension, *, due_on: date | None) -> "Clock":
        """Extend once (T6).

        Args:
            rules: the limits.
            extension: days, approval and reason.
            due_on: the last day as it stands, as ``lawclock.due.due`` computes it.

        Raises:
            ExtensionRefusedError: the law allows none, it is the second, too long, or comes after the last day.
            ClockStoppedError: it runs no longer.
        """
        self._must_run()
        rule = self.rule(rules)
        if not rule.extension:
            raise ExtensionRefusedError(f"“{rule.name}”的期限不能延长。")
        if self.extension is not None:
            raise ExtensionRefusedError("该期限已经延长过一次，不能再次延长。")
        if not 1 <= extension.days <= rule.extension:
            raise ExtensionRefusedError(
                f"延长期限不得超过{rule.extension}日（{rule.basis}）。", most=rule.extension
            )
        if due_on is not None and extension.approved_on > due_on:
            raise ExtensionRefusedError(f"期限已于 {due_on} 届满，逾期后不能批准延长。")
        return replace(self, extension=extension)

    def stop(self, on: date) -> "Clock":
        """The duty was done.

        Raises:
            ClockStoppedError: it was done before.
            PauseOrderError: the day lies before the start.
        """
        self._must_run()
        if on < self.started_on:
            raise PauseOrderError(f"完成日期 {on} 早于起算日 {self.started_on}。")
        return replace(self, stopped_on=on)

    def _must_run(self) -> None:
        if self.stopped_on is not None:
            raise ClockStoppedError
