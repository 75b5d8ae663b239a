"""The campaign's documents as a chain of orders, and what upper levels declared to have handed down (R2, R73)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.vocab import LABELS, Source
from servicekit.errors import ConflictError, InvalidError, NotFoundError

PLAN_TOTAL_A = 95
"""Cases of cohort A by the district's plan: "中央信联会议交办和自治区信联办梳理交办的95件"."""
DECLARING = (Source.CENTRAL, Source.REGION)
"""Who handed down cohort A."""


class DocumentLevel(StrEnum):
    """Which level of government issued a document."""

    CENTRAL = "central"
    REGION = "region"
    CITY = "city"
    DISTRICT = "district"


LEVEL_LABELS = {
    DocumentLevel.CENTRAL: "中央",
    DocumentLevel.REGION: "自治区",
    DocumentLevel.CITY: "银川市",
    DocumentLevel.DISTRICT: "兴庆区",
}
_ORDER = list(DocumentLevel)


class Governed(StrEnum):
    """A rule of the campaign that a document sets, by the requirement it became."""

    COHORT_A = "cohort_a"
    """R2"""
    MILESTONES_A = "milestones_a"
    """R3"""
    MILESTONE_B = "milestone_b"
    """R4"""
    SPAN = "span"
    """R9"""
    DAILY_STREAM = "daily_stream"
    """R10"""
    REGATHERING = "regathering"
    """R11"""
    VERIFICATION = "verification"
    """R12, R13"""
    LEADERS = "leaders"
    """R18-R24"""
    CLOSING = "closing"
    """R27"""
    CLASSES = "classes"
    """R30-R35"""
    FIELDS = "fields"
    """R38"""
    SUPERVISION = "supervision"
    """R51-R56"""
    INQUIRY = "inquiry"
    """R60"""
    PREVENTION = "prevention"
    """R57-R61"""
    ASSESSMENT = "assessment"
    """R69"""
    COMPARTMENT = "compartment"
    """R72"""


GOVERNED_LABELS = {
    Governed.COHORT_A: "95 件的范围和来源",
    Governed.MILESTONES_A: "95 件的化解率目标（65%、85%）",
    Governed.MILESTONE_B: "2022 年底全部化解",
    Governed.SPAN: "登记时间范围（2019-01-01 至 2020-06-30）",
    Governed.DAILY_STREAM: "2020-07-01 以后纳入日常交办",
    Governed.REGATHERING: "市、区登记件再梳理再交办",
    Governed.VERIFICATION: "底数清、情况明、认定准，及时销号",
    Governed.LEADERS: "领导包案",
    Governed.CLOSING: "结案标准",
    Governed.CLASSES: "分类施策、三跨三分离分工",
    Governed.FIELDS: "重点领域、重点群体",
    Governed.SUPERVISION: "督查督办：周反馈、月通报、季分析、约谈",
    Governed.INQUIRY: "责任倒查",
    Governed.PREVENTION: "源头预防、首办责任、枫桥经验",
    Governed.ASSESSMENT: "考核评价",
    Governed.COMPARTMENT: "揭发控告、涉法涉诉另行办理",
}


class DocumentNotFoundError(NotFoundError):
    """No such document."""

    code = "document_not_found"

    def __init__(self) -> None:
        super().__init__("没有登记过这份文件。")


class DocumentTakenError(ConflictError):
    """A 文号 names one document."""

    code = "letter_no_taken"

    def __init__(self, letter_no: str) -> None:
        super().__init__(f"文号 {letter_no} 已经登记过。", letter_no=letter_no)


class ParentMissingError(InvalidError):
    """A document rests on one that the ledger does not hold."""

    code = "parent_document_missing"

    def __init__(self, letter_no: str) -> None:
        super().__init__(f"上级文件 {letter_no} 尚未登记，请先登记上级文件。", letter_no=letter_no)


class ChainOrderError(InvalidError):
    """A document cannot rest on itself, on a lower level's, or on a later one."""

    code = "document_order"


class SourceNotDeclaredError(NotFoundError):
    """Only the levels that handed down cohort A declare a number."""

    code = "source_not_declared"

    def __init__(self) -> None:
        super().__init__("只有中央信联会议、自治区信联办交办的件数需要登记申报数。")


@dataclass(frozen=True, slots=True)
class CampaignDocument:
    """A document by its 文号: who issued it when, on which document it rests, which rules it sets."""

    id: UUID
    letter_no: str
    title: str
    issuer: str
    level: DocumentLevel
    issued_on: date
    received_on: date | None = None
    based_on: str | None = None
    governs: tuple[Governed, ...] = ()
    version: int = 1

    def check(self, above: Sequence["CampaignDocument"]) -> None:
        """Refuse a document that does not fit under the one it rests on.

        Args:
            above: that one, the one it rests on in turn, and so on to the root; nothing when the ledger
                does not hold it.

        Raises:
            ParentMissingError: the ledger does not hold that one.
            ChainOrderError: it is the same or rests on this one, is of a lower level, or was issued later; or
                this one was received before it was issued.
        """
        if self.received_on is not None and self.received_on < self.issued_on:
            raise ChainOrderError("收文日期不能早于发文日期。")
        if self.based_on is None:
            return
        if self.based_on == self.letter_no or any(d.id == self.id for d in above):
            raise ChainOrderError("文件不能以自身或以自身为依据的文件为依据。")
        if not above:
            raise ParentMissingError(self.based_on)
        parent = above[0]
        if _ORDER.index(parent.level) > _ORDER.index(self.level):
            raise ChainOrderError(f"上级文件 {parent.letter_no} 的层级不能低于 {self.letter_no}。")
        if parent.issued_on > self.issued_on:
            raise ChainOrderError(
                f"{self.letter_no} 的发文日期不能早于其依据的 {parent.letter_no}。"
            )


def ancestry(
    documents: Iterable[CampaignDocument], letter_no: str | None
) -> list[CampaignDocument]:
    """The document with this number, the one it rests on, and so on to the root."""
    by_number = {d.letter_no: d for d in documents}
    out: list[CampaignDocument] = []
    while (found := by_number.get(letter_no or "")) is not None and found not in out:
        out.append(found)
        letter_no = found.based_on
    return out


@dataclass(frozen=True, slots=True)
class Link:
    """A document in the chain; ``depth`` counts the documents above it."""

    document: CampaignDocument
    depth: int


def chain(documents: Iterable[CampaignDocument]) -> list[Link]:
    """All documents, each right under the one it rests on; roots and siblings by day of issue."""
    known = sorted(documents, key=lambda d: (d.issued_on, d.letter_no))
    numbers = {d.letter_no for d in known}
    below: dict[str | None, list[CampaignDocument]] = {}
    for d in known:
        below.setdefault(d.based_on if d.based_on in numbers else None, []).append(d)
    out: list[Link] = []
    waiting = [(d, 0) for d in reversed(below.get(None, []))]
    while waiting:
        document, depth = waiting.pop()
        out.append(Link(document, depth))
        waiting += [(d, depth + 1) for d in reversed(below.get(document.letter_no, []))]
    return out


@dataclass(frozen=True, slots=True)
class Declared:
    """What a level said it handed down: ``count`` cases, in the letter ``letter_no``."""

    source: Source
    count: int
    letter_no: str
    declared_on: date
    version: int = 1


@dataclass(frozen=True, slots=True)
class Registered:
    """Cases of cohort A that the system holds from one source; sealed ones are in no figure (R72).

    ``letters`` counts them by 交办文号.
    """

    count: int = 0
    without_letter: int = 0
    letters: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source: declared, registered, and what is missing (negative: more than declared)."""

    source: Source
    declared: Declared | None
    registered: Registered

    @property
    def gap(self) -> int | None:
        """Declared minus registered; nothing while nothing is declared."""
        return None if self.declared is None else self.declared.count - self.registered.count


@dataclass(frozen=True, slots=True)
class CohortA:
    """Cohort A against its declaration (R2)."""

    lines: tuple[SourceLine, ...]
    plan_total: int = PLAN_TOTAL_A
    declared: int = field(init=False)
    registered: int = field(init=False)

    def __post_init__(self) -> None:
        """Sum up."""
        declared = sum(x.declared.count for x in self.lines if x.declared)
        object.__setattr__(self, "declared", declared)
        object.__setattr__(self, "registered", sum(x.registered.count for x in self.lines))

    @property
    def gap(self) -> int:
        """What is missing against the plan's number (negative: more than planned)."""
        return self.plan_total - self.registered

    @property
    def sentences(self) -> tuple[str, ...]:
        """What an officer should look into; none when all numbers agree."""
        out = []
        for x in self.lines:
            name = LABELS[Source][x.source]
            if x.declared is None:
                out.append(f"{name}交办件数尚未登记申报数。")
            elif x.gap:
                out.append(
                    f"{name}申报 {x.declared.count} 件（{x.declared.letter_no}），"
                    f"系统登记 {x.registered.count} 件，{_difference(x.gap)}。"
                )
            if x.registered.without_letter:
                out.append(f"{name}交办的件中有 {x.registered.without_letter} 件没有填写交办文号。")
        complete = all(x.declared is not None for x in self.lines)
        if complete and self.declared != self.plan_total:
            out.append(f"各级申报合计 {self.declared} 件，与方案的 {self.plan_total} 件不一致。")
        if self.gap:
            out.append(
                f"方案应有 {self.plan_total} 件，系统登记 {self.registered} 件，{_difference(self.gap)}。"
            )
        return tuple(out)


def _difference(gap: int) -> str:
    return f"少 {gap} 件" if gap > 0 else f"多 {-gap} 件"


def cohort_a(declared: Iterable[Declared], registered: Mapping[Source, Registered]) -> CohortA:
    """Put declarations and registrations side by side, for every source that declares."""
    by_source = {d.source: d for d in declared}
    return CohortA(
        tuple(SourceLine(s, by_source.get(s), registered.get(s, Registered())) for s in DECLARING)
    )
