"""What clients send and get around the campaign's documents and declared numbers."""

from datetime import date
from typing import Annotated
from uuid import UUID

from contracts.vocab import Source, label
from pydantic import BaseModel, Field, StringConstraints

from intake.api.schemas import Body, Line
from intake.domain.campaign_document import (
    GOVERNED_LABELS,
    LEVEL_LABELS,
    CampaignDocument,
    CohortA,
    DocumentLevel,
    Governed,
    Link,
    SourceLine,
)
from intake.usecases.keep_documents import DocumentFacts

LetterNo = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]


class DocumentBody(Body):
    letter_no: LetterNo
    title: Line
    issuer: Line
    level: DocumentLevel
    issued_on: date
    received_on: date | None = None
    based_on: LetterNo | None = None
    governs: Annotated[list[Governed], Field(max_length=len(Governed))] = Field(
        default_factory=list
    )

    def facts(self) -> DocumentFacts:
        """For the use case."""
        return DocumentFacts(**(self.model_dump() | {"governs": tuple(self.governs)}))


class Coded(BaseModel):
    code: str
    label: str


class DocumentView(BaseModel):
    id: UUID
    version: int
    letter_no: str
    title: str
    issuer: str
    level: DocumentLevel
    level_label: str
    issued_on: date
    received_on: date | None
    based_on: str | None
    governs: list[Coded]
    depth: int

    @classmethod
    def of(cls, d: CampaignDocument, depth: int) -> "DocumentView":
        """A document with so many above it."""
        return cls(
            id=d.id, version=d.version, letter_no=d.letter_no, title=d.title, issuer=d.issuer,
            level=d.level, level_label=LEVEL_LABELS[d.level], issued_on=d.issued_on,
            received_on=d.received_on, based_on=d.based_on, depth=depth,
            governs=[Coded(code=g, label=GOVERNED_LABELS[g]) for g in d.governs],
        )  # fmt: skip


class DocumentChain(BaseModel):
    """Each document right under the one it rests on; the rules that a document can set."""

    items: list[DocumentView]
    rules: list[Coded]

    @classmethod
    def of(cls, links: list[Link]) -> "DocumentChain":
        """From the chain."""
        return cls(
            items=[DocumentView.of(x.document, x.depth) for x in links],
            rules=[Coded(code=g, label=GOVERNED_LABELS[g]) for g in Governed],
        )


class DocumentPage(DocumentView):
    """A document, and those it rests on, nearest first."""

    above: list[DocumentView]

    @classmethod
    def of_chain(cls, found: list[CampaignDocument]) -> "DocumentPage":
        """From a document and those above it."""
        depth = len(found) - 1
        first, *above = (DocumentView.of(d, depth - i) for i, d in enumerate(found))
        return cls(**first.model_dump(), above=above)


class DocumentReceipt(BaseModel):
    id: UUID
    version: int


class DeclaredBody(Body):
    count: Annotated[int, Field(ge=0, le=100_000)]
    letter_no: LetterNo
    declared_on: date


class DeclaredView(BaseModel):
    source: Source
    version: int
    count: int
    letter_no: str
    declared_on: date


class LetterCount(BaseModel):
    letter_no: str
    count: int


class CohortLine(BaseModel):
    source: Source
    source_label: str
    declared: DeclaredView | None
    registered: int
    without_letter: int
    letters: list[LetterCount]
    gap: int | None

    @classmethod
    def of(cls, x: SourceLine) -> "CohortLine":
        """One level's line."""
        d, r = x.declared, x.registered
        return cls(
            source=x.source, source_label=label(x.source), registered=r.count, gap=x.gap,
            without_letter=r.without_letter,
            letters=[LetterCount(letter_no=n, count=c) for n, c in r.letters],
            declared=DeclaredView(
                source=d.source, version=d.version, count=d.count, letter_no=d.letter_no,
                declared_on=d.declared_on,
            ) if d else None,
        )  # fmt: skip


class CohortAView(BaseModel):
    """``gap`` is plan minus registered; ``sentences`` say what to look into, none when all agree."""

    plan_total: int
    declared: int
    registered: int
    gap: int
    sources: list[CohortLine]
    sentences: list[str]

    @classmethod
    def of(cls, a: CohortA) -> "CohortAView":
        """The comparison."""
        return cls(
            plan_total=a.plan_total, declared=a.declared, registered=a.registered, gap=a.gap,
            sources=[CohortLine.of(x) for x in a.lines], sentences=list(a.sentences),
        )  # fmt: skip
