"""The standardised way of taking a petition in: steps, legal limits, document templates (R58)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.vocab import Channel


class Document(StrEnum):
    """Templates of the intake steps."""

    REGISTRATION_SLIP = "registration_slip"
    """登记回执"""
    ACCEPTANCE_NOTICE = "acceptance_notice"
    """受理告知书"""
    NON_ACCEPTANCE_NOTICE = "non_acceptance_notice"
    """不予受理告知书"""
    FORWARDING_LETTER = "forwarding_letter"
    """转送函"""
    ASSIGNMENT_LETTER = "assignment_letter"
    """交办函"""


DOCUMENT_LABELS = {
    Document.REGISTRATION_SLIP: "登记回执",
    Document.ACCEPTANCE_NOTICE: "受理告知书",
    Document.NON_ACCEPTANCE_NOTICE: "不予受理告知书",
    Document.FORWARDING_LETTER: "转送函",
    Document.ASSIGNMENT_LETTER: "交办函",
}
NEW_LAW = date(2022, 5, 1)
"""《信访工作条例》 governs from this day, 《信访条例》(2005) before."""
COUNTING = "按自然日计算，收到当日不计入；期限末日为法定休假日的顺延，须按节假日表另行核对。"
"""How the days are counted here: plain calendar days; holiday tables are the clock's matter."""
_LIMIT = 15


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure.

    Attributes:
        code: stable code.
        title: what is to be done.
        limit_days: calendar days from receipt; None when at once or without a number.
        due_on: the last day, when the receipt's day is known.
        basis: the article it rests on.
        documents: the templates it uses.
        exempt: why the limit does not apply here, if it does not.
    """

    code: str
    title: str
    limit_days: int | None
    due_on: date | None
    basis: str
    documents: tuple[Document, ...]
    exempt: str | None = None


def due(received_on: date, days: int) -> date:
    """The last day of a limit: the day of receipt is not counted."""
    return received_on + timedelta(days=days)


def steps(
    *, received_on: date, office: bool, reachable: bool, channel: Channel
) -> tuple[Step, ...]:
    """The intake steps of one petition.

    Args:
        received_on: 收到日期.
        office: a petition office registered it; else a unit that the petitioner came to directly.
        reachable: the petitioner's name and an address or phone are known (Art. 23¶2 exempts otherwise).
        channel: 信访形式.
    """
    new = received_on >= NEW_LAW
    law = "《信访工作条例》" if new else "《信访条例》（2005）"
    first = Step(
        "register", "登记，向来访人出具回执" if channel is Channel.VISIT else "登记", None,
        received_on, f"{law}第{'二十二' if new else '二十一'}条", (Document.REGISTRATION_SLIP,),
    )  # fmt: skip
    if office:
        return (first, _forward(received_on, law, new=new))
    return (first, _answer(received_on, law, new=new, reachable=reachable))


def _forward(received_on: date, law: str, *, new: bool) -> Step:
    return Step(
        "forward", "区分情况转送、交办有权处理单位，或报告本级党委政府（T1）", _LIMIT,
        due(received_on, _LIMIT), f"{law}第{'二十二' if new else '二十一'}条",
        (Document.FORWARDING_LETTER, Document.ASSIGNMENT_LETTER),
    )  # fmt: skip


def _answer(received_on: date, law: str, *, new: bool, reachable: bool) -> Step:
    basis = f"{law}第{'二十三' if new else '二十二'}条"
    documents = (Document.ACCEPTANCE_NOTICE, Document.NON_ACCEPTANCE_NOTICE)
    title = "能够当场答复的当场答复；不能当场答复的，书面告知是否受理（T4）"
    if not reachable:
        return Step(
            "answer",
            title,
            None,
            None,
            basis,
            documents,
            "信访人姓名（名称）、住址不清，不适用书面告知期限。",
        )
    return Step("answer", title, _LIMIT, due(received_on, _LIMIT), basis, documents)
