"""The last day of a limit, computed from its facts, with every step of the sum in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from lawclock.clock import Clock
from lawclock.rules import Rule, Rules, Span
from lawclock.workdays import WorkCalendar

_ONE = timedelta(days=1)
_CIVIL_CODE = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends, and why.

    Attributes:
        on: the last day; None while the clock is paused.
        half_on: the day on which half of the counted days are over (时限过半).
        steps: the sum, sentence by sentence.
        provisional: the years whose holidays are not announced yet; the day may still move.
    """

    on: date | None
    half_on: date | None
    steps: tuple[str, ...]
    provisional: tuple[int, ...] = ()


def due(clock: Clock, rules: Rules, calendar: WorkCalendar) -> Due:
    """Compute the last day of a limit.

    The first day is not counted, and a last day that is a day off moves to the next working day (《民法典》
    第二百零一条、第二百零三条, before 2021 the same articles of 《民法总则》; that they hold for petition work is
    this system's reading). An extension is counted on from the limit's own last day, before it moves.

    Args:
        clock: the facts.
        rules: the limits.
        calendar: working days as they are known now.
    """
    rule = clock.rule(rules)
    steps = [f"依据{rule.basis}：{rule.name}，自{rule.trigger}之日起{rule.words}。"]
    if clock.letter is not None:
        steps.append(
            f"{clock.letter.document_no} 指定期限至 {clock.letter.last_day}，按指定日期计算，不因休息日顺延。"
        )
        return Due(
            clock.letter.last_day, _middle(clock.started_on, clock.letter.last_day), tuple(steps)
        )
    if rule.span is Span.AT_ONCE:
        steps.append(f"{clock.started_on} 当日完成。")
        return Due(clock.started_on, clock.started_on, tuple(steps))
    code = _code(clock.started_on)
    steps.append(
        f"{clock.started_on} {rule.trigger}，当日不计入（{code}第二百零一条），自 {clock.started_on + _ONE} 起算。"
    )
    steps.extend(_pauses(clock))
    if clock.paused:
        steps.append("期限暂停中，恢复计算后再确定届满日。")
        return Due(None, None, tuple(steps))
    return _counted(clock, rule, calendar, steps)


def _counted(clock: Clock, rule: Rule, calendar: WorkCalendar, steps: list[str]) -> Due:
    amount = rule.amount
    if clock.extension is not None:
        amount += clock.extension.days
        steps.append(
            f"{clock.extension.approved_on} 经{clock.extension.approved_by}批准延长 {clock.extension.days} 日，"
            f"合计 {amount} 日。"
        )
    last = _last(clock, rule, amount, calendar)
    moved = _moved(clock, last, calendar)
    if rule.span is Span.WORKING_DAYS:
        steps.append(f"扣除休息日、节假日并计入调休上班日，第 {amount} 个工作日为 {last}。")
    elif moved == last:
        steps.append(f"期限最后一日为 {last}。")
    else:
        steps.append(
            f"期限最后一日为 {last}（{calendar.rest_name(last)}），"
            f"顺延至其后第一个工作日 {moved}（{_code(last)}第二百零三条）。"
        )
    unknown = _unknown(clock.started_on, rule, last, moved, calendar)
    if unknown:
        years = "、".join(str(y) for y in unknown)
        steps.append(f"{years} 年放假安排尚未导入，按周一至周五为工作日推算；导入后重新计算。")
    half = _last(clock, rule, max(1, amount // 2), calendar)
    return Due(moved, half, tuple(steps), unknown)


def _last(clock: Clock, rule: Rule, amount: int, calendar: WorkCalendar) -> date:
    """The day on which the last counted day falls."""
    if rule.span is Span.YEARS:
        return _years_later(clock.started_on, amount)
    if rule.span is Span.CALENDAR_DAYS and not clock.pauses:
        return clock.started_on + timedelta(days=amount)
    day, left = clock.started_on, amount
    while left:
        day += _ONE
        counts = not any(p.covers(day) for p in clock.pauses)
        if counts and (rule.span is not Span.WORKING_DAYS or calendar.is_working(day)):
            left -= 1
    return day


def _moved(clock: Clock, last: date, calendar: WorkCalendar) -> date:
    day = calendar.on_or_after(last)
    while any(p.covers(day) for p in clock.pauses):
        day = calendar.on_or_after(day + _ONE)
    return day


def _years_later(day: date, years: int) -> date:
    """The same day years later; 29 February ends on 28 (《民法典》第二百零二条)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _unknown(
    started: date, rule: Rule, last: date, moved: date, calendar: WorkCalendar
) -> tuple[int, ...]:
    """Years that had a say in the result and whose holidays are not known."""
    first = started.year if rule.span is Span.WORKING_DAYS else last.year
    return tuple(y for y in range(first, moved.year + 1) if not calendar.announced(y))


def _pauses(clock: Clock) -> list[str]:
    return [
        f"{p.first} 起暂停（{p.reason}），"
        + (
            f"{p.resumed_on} 恢复，其间 {(p.resumed_on - p.first).days} 日不计入期限。"
            if p.resumed_on
            else "尚未恢复。"
        )
        for p in clock.pauses
    ]


def _middle(first: date, last: date) -> date:
    return first + timedelta(days=max(1, (last - first).days // 2)) if last > first else last


def _code(day: date) -> str:
    return "《民法典》" if day >= _CIVIL_CODE else "《民法总则》"
