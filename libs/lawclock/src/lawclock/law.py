"""T1-T18: the limits of 《信访条例》 (2005) and 《信访工作条例》 (2022), and of what goes with them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lawclock.rules import Ground, Rule, Rules, Span

FIRST_2005 = date(2005, 5, 1)
LAST_2005 = date(2022, 4, 30)
FIRST_2022 = date(2022, 5, 1)
REPRESENTATIVES = 5
"""T13: of a group visit (条例第二十条, 2005: 第十八条)."""

_DAYS, _WORK = Span.CALENDAR_DAYS, Span.WORKING_DAYS
_HANDED = "收到转送、交办的信访事项"

# key, duty, what starts it, span, amount, article of 2005 (None: no such limit), article of 2022
_REGULATIONS: tuple[tuple[str, str, str, Span, int, str | None, str], ...] = (
    ("T1", "信访部门登记后转送、交办或者报告", "收到信访事项", _DAYS, 15, "第二十一条", "第二十二条"),
    ("T2", "有权处理单位书面告知接收情况、处理途径和程序", _HANDED, _DAYS, 15, "第二十一条第二款", "第二十三条第三款"),
    ("T3", "对转送、交办提出异议", _HANDED, _WORK, 5, None, "第二十三条第三款"),
    ("T4", "直接收到的信访事项书面告知是否受理", "收到信访事项", _DAYS, 15, "第二十二条", "第二十三条第二款"),
    ("T5", "办结并出具信访处理意见书", "受理", _DAYS, 60, "第三十三条", "第三十四条"),
    ("T7", "信访人请求复查", "收到处理意见书", _DAYS, 30, "第三十四条", "第三十五条"),
    ("T8", "出具复查意见", "收到复查请求", _DAYS, 30, "第三十四条", "第三十五条"),
    ("T9", "信访人请求复核", "收到复查意见书", _DAYS, 30, "第三十五条", "第三十六条"),
    ("T10", "出具复核意见", "收到复核请求", _DAYS, 30, "第三十五条", "第三十六条"),
    ("T11", "复核后仍以同一事实和理由提出的不再受理", "复核意见送达", Span.NO_TIME, 0, "第三十五条", "第三十六条"),
    ("T12", "交办事项反馈结果并提交办结报告", "交办", Span.BY_LETTER, 0, "第二十一条第四项", "第二十二条第三项"),
    ("T13", "集体走访推选代表不超过5人", "走访", Span.NO_TIME, REPRESENTATIVES, "第十八条", "第二十条"),
    ("T14", "重大、紧急信访事项及时报告", "发现重大、紧急情况", Span.AT_ONCE, 0, "第二十六条", "第二十五条"),
)  # fmt: skip

_EXTENSION = {"T5": 30}
"""T6: with the approval of the unit's head, and the petitioner told why."""
_PAUSABLE = frozenset({"T10"})
"""听证所需时间不计算在复核期限内: the only stop of a clock in either regulation."""


def _regulations() -> Iterator[Rule]:
    for key, name, trigger, span, amount, old, new in _REGULATIONS:
        now = Rule(
            key,
            "2022",
            name,
            trigger,
            span,
            amount,
            f"《信访工作条例》{new}",
            FIRST_2022,
            extension=_EXTENSION.get(key, 0),
            pausable=key in _PAUSABLE,
        )
        if old is not None:
            basis = f"《信访条例》{old}"
            yield replace(now, version="2005", basis=basis, from_day=FIRST_2005, to_day=LAST_2005)
        yield now


def _advice() -> Iterator[Rule]:
    """T15: the only number that the regulation of 2022 dropped."""
    name, trigger = "对改进建议书面反馈", "收到改进建议"
    yield Rule(
        "T15", "2005", name, trigger, _DAYS, 30, "《信访条例》第三十六条", FIRST_2005, LAST_2005
    )
    basis = "《信访工作条例》第四十条"
    yield Rule("T15", "2022", name, trigger, Span.BY_LETTER, 0, basis, FIRST_2022)


def _administration() -> Iterator[Rule]:
    """T1a and T16: documents of the National Public Complaints and Proposals Administration, settable."""
    first, document = date(2014, 1, 1), "国信发〔2014〕16号第六条"
    for level, label, days in (
        ("national", "国家", 5),
        ("province", "省级", 3),
        ("city", "市级", 3),
        ("county", "县级", 4),
    ):
        name = f"{label}信访部门逐级转送、交办"
        yield Rule(
            f"T1a-{level}", "1", name, "收到信访事项", _DAYS, days, document, first,
            ground=Ground.INTERNAL,
        )  # fmt: skip
    first, document = date(2016, 1, 1), "国信发〔2016〕8号（简易办理）"
    for key, name, trigger, days in (
        ("T16a", "简易办理：决定是否受理", "收到信访事项", 3),
        ("T16b", "简易办理：答复", "受理", 10),
    ):
        yield Rule(key, "1", name, trigger, _WORK, days, document, first, ground=Ground.INTERNAL)


def _other_laws() -> Iterator[Rule]:
    """T17 and T18: limits that other laws set on what petition work produces."""
    yield Rule(
        "T17", "2011", "双方共同申请司法确认", "调解协议生效", _DAYS, 30,
        "《人民调解法》第三十三条", date(2011, 1, 1),
    )  # fmt: skip
    yield Rule(
        "T18", "2021", "个人信息保护影响评估报告和处理情况记录保存", "评估完成", Span.YEARS, 3,
        "《个人信息保护法》第五十六条", date(2021, 11, 1),
    )  # fmt: skip


LIMITS = Rules([*_regulations(), *_advice(), *_administration(), *_other_laws()])
"""Everything the law and the administration limit in time."""
