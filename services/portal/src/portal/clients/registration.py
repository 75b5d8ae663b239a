"""What the register pages read from intake: live checks, likeness, suggestions, sealed cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from portal.clients.upstream import Line, M, Read

_MOST_REASONS = 4
_LEAST_LIKELY = 0.01


class Notice(Read):
    """A code with its sentence."""

    code: str
    sentence: str


class Verdict(Read):
    """What a check says of one number that is being typed; intake keeps nothing of it."""

    valid: bool
    code: str | None = None
    sentence: str | None = None
    kind: str | None = None
    warnings: tuple[Notice, ...] = ()

    @property
    def tone(self) -> str:
        """Green, orange with a warning, red when it cannot be right."""
        if not self.valid:
            return "red"
        return "orange" if self.warnings else "green"

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        if self.warnings:
            return "".join(w.sentence for w in self.warnings)
        if self.valid and self.kind == "from_15":
            return "15 位旧号，校验通过，将按 18 位保存。"
        return self.sentence or ("校验通过" if self.valid else "号码不正确，请核对。")


class Reason(Read):
    """One thing that speaks for or against a likeness."""

    code: str
    sentence: str
    weight: float = 0.0


class Reasons(Read):
    """Reasons by what they speak of."""

    person: tuple[Reason, ...] = ()
    matter: tuple[Reason, ...] = ()

    def _some(self, *, speaks_for: bool) -> list[str]:
        all_ = sorted((*self.person, *self.matter), key=lambda r: -abs(r.weight))
        found = [r.sentence for r in all_ if (r.weight > 0) == speaks_for]
        return found[:_MOST_REASONS]

    @property
    def alike(self) -> list[str]:
        """What speaks for it, the weightiest first."""
        return self._some(speaks_for=True)

    @property
    def unlike(self) -> list[str]:
        """What speaks against it, the weightiest first."""
        return self._some(speaks_for=False)


class SimilarCase(Read):
    """A case like the one that is being typed in; its petitioner is masked."""

    case_id: str
    case_no: str
    petitioner: str | None = None
    registered_on: date
    state: str = ""
    category: str | None = None
    relation: str
    relation_label: str
    band: str
    probability: float | None = None
    reasons: Reasons = Reasons()


class SimilarCases(Read):
    """The likeliest cases, and what is and is not searched."""

    items: tuple[SimilarCase, ...] = ()
    note: str = ""


class RankedCategory(Read):
    """A suggested content category."""

    level1: str
    level2: str
    level3: str
    probability: float

    @property
    def path(self) -> str:
        """As the form's input holds it."""
        return f"{self.level1}/{self.level2}/{self.level3}"


class Accuracy(Read):
    """How good the suggestion was when it was measured, as a sentence."""

    sentence: str = ""


class SuggestedField(Read):
    """The suggested field of contention, with the words that decided."""

    field: str
    label: str
    words: tuple[str, ...] = ()


class SuggestedTag(Read):
    """A suggested tag, with the words that led to it and what to mind when setting it."""

    tag: str
    label: str
    words: tuple[str, ...] = ()
    caution: str | None = None


class HardHint(Read):
    """A reason in the text's own words to look whether the case is a hard one."""

    reason: str
    label: str
    words: tuple[str, ...] = ()


class Suggestions(Read):
    """Advice on a text; a person decides each of them."""

    categories: tuple[RankedCategory, ...] = ()
    accuracy: Accuracy = Accuracy()
    field: SuggestedField | None = None
    tags: tuple[SuggestedTag, ...] = ()
    hard_case: tuple[HardHint, ...] = ()

    @property
    def likely(self) -> tuple[RankedCategory, ...]:
        """The first category, and others that are not merely thinkable."""
        first, rest = self.categories[:1], self.categories[1:]
        return first + tuple(c for c in rest if c.probability >= _LEAST_LIKELY)


class Level2(Read):
    """A second level with its leaves."""

    name: str
    level3: tuple[str, ...] = ()


class Level1(Read):
    """A first level."""

    name: str
    level2: tuple[Level2, ...] = ()


class CategoryTree(Read):
    """The three-level content classification."""

    level1: tuple[Level1, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Every leaf, as the form's input holds it."""
        return tuple(
            f"{a.name}/{b.name}/{c}" for a in self.level1 for b in a.level2 for c in b.level3
        )

    def knows(self, path: str) -> bool:
        """Whether a path of one, two or three levels is in the classification."""
        return any(leaf == path or leaf.startswith(f"{path}/") for leaf in self.paths)


class Document(Read):
    """A document template of a step."""

    code: str
    label: str


class Step(Read):
    """One step of the intake procedure; ``exempt`` says why its limit does not apply."""

    code: str
    title: str
    limit_days: int | None = None
    due_on: date | None = None
    basis: str = ""
    exempt: str | None = None
    documents: tuple[Document, ...] = ()


class Procedure(Read):
    """The intake procedure of a case with its legal limits."""

    received_on: date
    received_on_assumed: bool = False
    counting: str = ""
    steps: tuple[Step, ...] = ()


class LegalReference(Read):
    """A document of another authority, by its number only."""

    id: str
    document_no: str
    organ: str
    issued_on: date
    kind_label: str


class SealedCase(Read):
    """A sealed case in a list."""

    case_id: str
    case_no: str
    registered_on: date
    channel: str = ""
    state: str = ""
    petitioner: str | None = None


class SealedPage(Read):
    """One page of sealed cases."""

    items: tuple[SealedCase, ...] = ()
    total: int = 0
    page: int = 1
    size: int = 20


class Progress(Read):
    """How far 纪检监察 is with a sealed case: number, stage, day, and nothing else."""

    reference: str
    stage: str
    stage_label: str
    occurred_on: date


_PROGRESS = TypeAdapter(tuple[Progress, ...])
_REFERENCES = TypeAdapter(tuple[LegalReference, ...])


class RegistrationClient:
    """The part of intake that registration pages use, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def check_id(self, number: str) -> Verdict:
        """Whether an identity number can be right."""
        return await self._ask(Verdict, "/v1/checks/id-no", {"id_no": number})

    async def check_phone(self, number: str) -> Verdict:
        """Whether a text is a phone number, and of which kind."""
        return await self._ask(Verdict, "/v1/checks/phone", {"phone": number})

    async def similar(self, petitioners: Sequence[Mapping[str, Any]], demand: str) -> SimilarCases:
        """Cases like the one that is being typed in, of those the visitor may see."""
        body = {"petitioners": list(petitioners), "demand": demand}
        return await self._ask(SimilarCases, "/v1/similar-cases", body)

    async def suggest(self, demand: str) -> Suggestions:
        """Category, field, tags and words of a hard case."""
        return await self._ask(Suggestions, "/v1/suggestions", {"demand": demand})

    async def categories(self) -> CategoryTree:
        """The content classification."""
        return await self._line.read(CategoryTree, "/v1/categories")

    async def procedure(self, case_id: str) -> Procedure:
        """The intake procedure of a case."""
        return await self._line.read(Procedure, f"/v1/cases/{case_id}/procedure")

    async def references(self, case_id: str) -> tuple[LegalReference, ...]:
        """Legal documents that a case refers to."""
        found = await self._line.ask("GET", f"/v1/cases/{case_id}/legal-references")
        return _REFERENCES.validate_python(found)

    async def sealed(self, *, page: int) -> SealedPage:
        """Sealed cases: all for 纪检监察, one's own for anybody else."""
        return await self._line.read(SealedPage, "/v1/sealed-cases", page=page)

    async def progress(self) -> tuple[Progress, ...]:
        """What 纪检监察 told of sealed cases."""
        return _PROGRESS.validate_python(await self._line.ask("GET", "/v1/compartment-progress"))

    async def _ask(self, model: type[M], path: str, body: dict[str, Any]) -> M:
        return model.model_validate(await self._line.ask("POST", path, json=body))
