"""Facts about a closing, apart from its words, that speak for a closure on paper only.

Everything is an argument; whoever calls decides where the facts come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from supervision.closures.reasons import Reason

AT_ONCE = timedelta(seconds=60)
"""An opinion signed sooner after submission cannot rest on the evidence."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the closing report and whether it was carried out."""

    name: str
    executed: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """What is on file about one closing.

    Attributes:
        measures: the measures that the report names.
        receipt_on: day of the receipt for the written opinion (送达回执), if there is one.
        signed: whether the petitioner signed.
        refusal_recorded: whether a refusal to sign was put on record by two witnesses.
        closed_on: day on which the unit reported the closing.
        due_on: last day of the limit, if one runs.
        submitted_at: when the report was put before the leader.
        opinion_at: when the leader signed the opinion.
        records: entries on the process (visits, minutes, measures), however short.
    """

    measures: Sequence[Measure]
    receipt_on: date | None
    signed: bool
    refusal_recorded: bool
    closed_on: date
    due_on: date | None
    submitted_at: datetime | None
    opinion_at: datetime | None
    records: int


def check(closing: Closing, *, at_once: timedelta = AT_ONCE) -> tuple[Reason, ...]:
    """Why the closing is questioned, in the order of the file; empty if nothing speaks against it."""
    return (
        *_measures(closing.measures),
        *_papers(closing),
        *_haste(closing, at_once),
    )


def _measures(measures: Sequence[Measure]) -> list[Reason]:
    if not measures:
        return [Reason("no_measure", "办结报告没有列出一项措施。")]
    open_ = [m.name for m in measures if not m.executed]
    return [Reason("measure_not_executed", f"措施“{name}”没有执行记录。") for name in open_]


def _papers(c: Closing) -> list[Reason]:
    out = []
    if c.receipt_on is None:
        out.append(Reason("no_receipt", "缺少送达回执。"))
    if not c.signed and not c.refusal_recorded:
        out.append(Reason("no_signature", "信访人没有签字，也没有拒签记录。"))
    if c.records == 0:
        out.append(Reason("no_records", "没有任何办理过程记录。"))
    return out


def _haste(c: Closing, at_once: timedelta) -> list[Reason]:
    out = []
    if c.due_on is not None and c.closed_on == c.due_on:
        out.append(Reason("closed_on_last_day", f"在期限最后一日（{c.due_on:%Y-%m-%d}）报结。"))
    if c.submitted_at is not None and c.opinion_at is not None:
        taken = c.opinion_at - c.submitted_at
        if timedelta(0) <= taken < at_once:
            seconds = int(taken.total_seconds())
            out.append(
                Reason(
                    "opinion_at_once", f"报告提交后 {seconds} 秒领导即签署意见，来不及查看材料。"
                )
            )
    return out
