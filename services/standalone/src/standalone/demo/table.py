"""Shows the figures on a terminal."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from standalone.demo.figures import SHOWN_DATES, Numbers
from standalone.demo.outcome import Outcome


def unit_table(numbers: Numbers) -> Table:
    """One line per unit: claimed beside resolved on the shown dates."""
    rows = {day: {r["key"]: r for r in numbers.by_unit[day]} for day in SHOWN_DATES}
    last_day = SHOWN_DATES[-1]
    whole = numbers.total[last_day]
    table = Table(title="各单位化解情况", title_justify="left", show_footer=True)
    table.add_column("责任单位", footer="合计", no_wrap=True)
    table.add_column("件数", footer=str(whole["total"]), justify="right")
    for day in SHOWN_DATES:
        footer = _pair(numbers.total[day])
        table.add_column(f"{day}\n办结/化解", footer=footer, justify="right")
    table.add_column(f"{last_day}\n逾期", footer=str(whole["overdue"]), justify="right")
    for key, row in rows[last_day].items():
        pairs = [_pair(rows[day].get(key)) for day in SHOWN_DATES]
        table.add_row(escape(row["label"]), str(row["total"]), *pairs, str(row["overdue"]))
    return table


def _pair(row: dict[str, Any] | None) -> str:
    return f"{row['claimed']:>2} / {row['resolved']:>2}" if row else "-"


def milestone_lines(numbers: Numbers) -> Text:
    """One verdict per milestone."""
    lines = [_milestone(m, numbers.needed) for m in numbers.summary["milestones"]]
    return Text("\n").join(lines)


def _milestone(m: dict[str, Any], needed: dict[tuple[str, str], int]) -> Text:
    if not m["total"]:
        return Text(f"{m['date']} {m['cohort']} 类：目标 {m['target']:.0%}，尚无案件")
    least = needed.get((m["cohort"], m["date"]))
    goal = f"目标 {m['target']:.0%}" + (f"（至少 {least} 件）" if least is not None else "")
    line = Text(f"{m['date']} {m['cohort']} 类 {m['total']} 件：{goal}，")
    line.append(f"程序办结 {m['claimed']}，化解 {m['resolved']}，化解率 {m['rate'] or 0:.1%}，")
    line.append(*(("已达到", "bold green") if m["reached"] else ("未达到", "bold red")))
    return line


def override_lines(numbers: Numbers) -> Text:
    """The written overrides of R19."""
    overrides = numbers.summary["leader_overrides"]
    head = Text(f"乡科级领导包案的书面例外（{len(overrides)} 件）")
    return Text("\n").join([head, *(Text(f"  {o['case_no']}") for o in overrides)])


def outcome_lines(outcome: Outcome) -> Text:
    """Contradictions, rows held back, failures."""
    lines = [
        Text(f"台账 {outcome.file_name}：{outcome.rows_total} 行，办到位 {outcome.carried} 件")
    ]
    if outcome.held_back:
        lines.append(Text(f"截止日之后的步骤未办：{len(outcome.held_back)} 件"))
    if outcome.not_yet_registered:
        numbers = "、".join(outcome.not_yet_registered[:5])
        lines.append(
            Text(
                f"登记时间晚于截止日、随整份台账导入：{len(outcome.not_yet_registered)} 件（{numbers}…）"
            )
        )
    lines += [
        Text(f"台账自相矛盾：{c['case_no']} {c['detail']}", "yellow")
        for c in outcome.contradictions
    ]
    lines += [Text(f"未办到位：{f}", "red") for f in sorted(outcome.failures)]
    return Text("\n").join(lines)


def show(console: Console, numbers: Numbers, outcome: Outcome, seconds: float) -> None:
    """Print everything, and how long it took."""
    console.print(unit_table(numbers))
    for part in (milestone_lines(numbers), override_lines(numbers), outcome_lines(outcome)):
        console.print(part, soft_wrap=True)
    t, s = outcome.traffic, numbers.summary
    parts = "，".join(f"{name} {took:.1f}" for name, took in outcome.seconds.items())
    console.print(
        f"已发布事件 {s['events_published']} 个，未对账 {s['unaccounted']} 件；"
        f"请求 {t.requests} 次，重试 {t.again} 次\n"
        f"用时 {seconds:.1f} 秒（{parts}）",
        markup=False,
        soft_wrap=True,
    )
