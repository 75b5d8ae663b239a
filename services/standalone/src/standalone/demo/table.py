"""Shows the figures on a terminal."""

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from standalone.demo.figures import SHOWN_DATES, Numbers
from standalone.demo.outcome import Outcome


def unit_table(numbers: Numbers) -> Table:
    """One line per unit: claimed beside resolved on the shown dates."""
    table = Table(title="各单位化解情况", title_justify="left", show_footer=True, pad_edge=False)
    table.add_column("责任单位", footer="合计", no_wrap=True)
    columns: list[tuple[str, list[int]]] = []
    rows = {day: {r["key"]: r for r in numbers.by_unit[day]} for day in SHOWN_DATES}
    last = rows[SHOWN_DATES[-1]]
    columns.append(("件数", [r["total"] for r in last.values()]))
    for day in SHOWN_DATES:
        found = [rows[day].get(key) for key in last]
        for name, key in (("程序办结", "claimed"), ("化解", "resolved")):
            columns.append((f"{day:%Y-%m-%d}\n{name}", [r[key] if r else 0 for r in found]))
    columns.append((f"{SHOWN_DATES[-1]:%Y-%m-%d}\n逾期", [r["overdue"] for r in last.values()]))
    for title, values in columns:
        table.add_column(title, footer=str(sum(values)), justify="right")
    for i, row in enumerate(last.values()):
        table.add_row(escape(str(row["label"])), *(str(values[i]) for _, values in columns))
    return table


def milestone_lines(numbers: Numbers) -> Text:
    """One verdict per milestone."""
    lines = [_milestone(m, numbers.needed) for m in numbers.summary["milestones"]]
    return Text("\n").join(lines)


def _milestone(m: dict[str, Any], needed: dict[tuple[str, str], int]) -> Text:
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
    lines += [Text(f"未办到位：{f}", "red") for f in outcome.failures]
    return Text("\n").join(lines)


def show(console: Console, numbers: Numbers, outcome: Outcome, seconds: float) -> None:
    """Print everything, and how long it took."""
    parts: list[RenderableType] = [
        unit_table(numbers), "", milestone_lines(numbers), "", override_lines(numbers), "",
        outcome_lines(outcome),
    ]  # fmt: skip
    console.print(Group(*parts))
    t = outcome.traffic
    console.print(
        f"已发布事件 {numbers.summary['events_published']} 个，未对账 {numbers.summary['unaccounted']} 件；"
        f"请求 {t.requests} 次（重试 {t.again} 次），用时 {seconds:.1f} 秒"
    )
