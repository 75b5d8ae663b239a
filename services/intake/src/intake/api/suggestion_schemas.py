"""What clients send for advice on a text, and the advice."""

from typing import Annotated

from contracts.vocab import CaseTag, Field, label
from pydantic import BaseModel, StringConstraints

from intake.api.schemas import Body, Line
from intake.classify.hard_cases import LABELS, HardReason
from intake.usecases.suggest_content import ContentAdvice


class TextBody(Body):
    subject: Line | None = None
    demand: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)
    ]


class Level2(BaseModel):
    name: str
    level3: list[str]


class Level1(BaseModel):
    name: str
    level2: list[Level2]


class CategoryTree(BaseModel):
    level1: list[Level1]

    @classmethod
    def of(cls, tree: dict[str, dict[str, list[str]]]) -> "CategoryTree":
        """From nested names."""
        return cls(
            level1=[
                Level1(name=a, level2=[Level2(name=b, level3=c) for b, c in below.items()])
                for a, below in tree.items()
            ]
        )


class RankedCategory(BaseModel):
    level1: str
    level2: str
    level3: str
    probability: float


class Accuracy(BaseModel):
    """Measured on level 1 only; levels 2 and 3 have no labels."""

    texts: int
    top1: float
    top3: float
    macro_f1: float
    classes: list[str]
    method: str
    sentence: str


class SuggestedField(BaseModel):
    field: Field
    label: str
    words: list[str]


class SuggestedTag(BaseModel):
    tag: CaseTag
    label: str
    words: list[str]
    caution: str | None


class HardCaseHint(BaseModel):
    reason: HardReason
    label: str
    words: list[str]


class SuggestionsView(BaseModel):
    categories: list[RankedCategory]
    accuracy: Accuracy
    field: SuggestedField
    tags: list[SuggestedTag]
    hard_case: list[HardCaseHint]

    @classmethod
    def of(cls, a: ContentAdvice) -> "SuggestionsView":
        """From what the words speak for, with how right that was when it was measured."""
        m = a.measured
        sentence = (
            f"一级分类在 {m.texts} 条信件、{len(m.classes)} 个有标注的类上：首选 {m.top1:.0%} 正确，"
            f"前三含正确的 {m.top3:.0%}；其他一级和二、三级没有标注数据，仅供参考。"
        )
        return cls(
            categories=[
                RankedCategory(
                    level1=s.level1, level2=s.level2, level3=s.level3,
                    probability=round(s.probability, 4),
                )
                for s in a.categories
            ],
            accuracy=Accuracy(
                texts=m.texts, top1=m.top1, top3=m.top3, macro_f1=m.macro_f1,
                classes=list(m.classes), method=m.method, sentence=sentence,
            ),
            field=SuggestedField(
                field=a.field.field, label=label(a.field.field), words=list(a.field.words)
            ),
            tags=[
                SuggestedTag(tag=t.tag, label=label(t.tag), words=list(t.words), caution=t.caution)
                for t in a.tags
            ],
            hard_case=[
                HardCaseHint(reason=h.reason, label=LABELS[h.reason], words=list(h.words))
                for h in a.hard
            ],
        )  # fmt: skip
