"""What pages read from intake about disputes on the ground, early signs, and the campaign's documents."""

from datetime import date
from typing import Any

from portal.clients.intake import CaseBrief
from portal.clients.upstream import Line, Read


class Step(Read):
    """What happened, or what a person did about it."""

    action: str
    action_label: str


class DisputeStep(Step):
    """What happened to a dispute, and at which level it was afterwards."""

    level_label: str
    occurred_on: date
    note: str | None = None


class Dispute(Read):
    """A dispute on the ground; no party is named."""

    id: str
    version: int
    state: str
    state_label: str
    kind_label: str
    level: str
    level_label: str
    recorded_by_unit: str
    place_unit: str
    place: str | None = None
    people_count: int = 0
    occurred_on: date
    settled_on: date | None = None
    summary: str
    case_id: str | None = None
    case_no: str | None = None
    allowed_actions: tuple[str, ...] = ()
    steps: tuple[DisputeStep, ...] = ()

    @property
    def tone(self) -> str:
        """Green when solved, red when it became a petition."""
        return {"settled": "green", "petitioned": "red"}.get(self.state, "orange")


class DisputePage(Read):
    """One page of disputes."""

    items: tuple[Dispute, ...]
    total: int
    page: int = 1
    size: int = 20


class SolvedAt(Read):
    """At which level the disputes of a unit, or of all, were solved."""

    unit: str | None = None
    unit_name: str
    village: int
    town: int
    district: int
    petitioned: int
    open: int
    village_share: float | None = None
    below: float | None = None


class DisputeRates(Read):
    """By unit, and all together."""

    units: tuple[SolvedAt, ...] = ()
    total: SolvedAt
    sentence: str = ""


class SignStep(Step):
    """What a person did about a sign."""

    on: date
    unit: str
    reason: str | None = None


class Sign(Read):
    """Something on the rise: a matter, a place or company, a unit's or a field's inflow."""

    id: str
    version: int
    state: str
    state_label: str
    kind: str
    kind_label: str
    title: str
    sentence: str
    subject: str | None = None
    cases: int
    petitioners: int
    before: float
    increase: float | None = None
    first_on: date
    last_on: date
    found_on: date
    allowed_actions: tuple[str, ...] = ()
    steps: tuple[SignStep, ...] = ()

    @property
    def tone(self) -> str:
        """Orange while nobody has judged it."""
        return {"open": "orange", "acknowledged": "blue", "acted": "green"}.get(self.state, "plain")


class SignView(Sign):
    """A sign with the newest of its cases."""

    items: tuple[CaseBrief, ...] = ()


class SignPage(Read):
    """One page of signs."""

    items: tuple[Sign, ...]
    total: int
    page: int = 1
    size: int = 20


class Limits(Read):
    """From when on something is a sign."""

    matter_cases: int
    matter_days: int
    petitioners: int
    inflow_increase: float
    inflow_floor: int
    version: int = 0

    @property
    def sentences(self) -> tuple[str, str]:
        """In words."""
        return (
            f"同一事项 {self.matter_days} 天内 {self.matter_cases} 件以上，涉及 {self.petitioners} 名以上信访人；",
            f"单位、领域、地点或企业一周 {self.inflow_floor} 件以上，比前四周平均多 {self.inflow_increase:.0%} 以上。",
        )


class Coded(Read):
    """A code with its term."""

    code: str
    label: str


class Document(Read):
    """A document of the campaign; ``depth`` counts those above it."""

    id: str
    version: int
    letter_no: str
    title: str
    issuer: str
    level: str
    level_label: str
    issued_on: date
    received_on: date | None = None
    based_on: str | None = None
    governs: tuple[Coded, ...] = ()
    depth: int = 0


class DocumentChain(Read):
    """Each document under the one it rests on, and the rules that a document can set."""

    items: tuple[Document, ...] = ()
    rules: tuple[Coded, ...] = ()


class Declared(Read):
    """What a level said it handed down."""

    count: int
    letter_no: str
    declared_on: date
    version: int = 0


class LetterCount(Read):
    """Cases under a 交办文号."""

    letter_no: str
    count: int


class CohortLine(Read):
    """A level: declared, registered, and what is missing."""

    source: str
    source_label: str
    declared: Declared | None = None
    registered: int
    without_letter: int = 0
    letters: tuple[LetterCount, ...] = ()
    gap: int | None = None


class CohortA(Read):
    """The 95 cases: planned, declared, registered."""

    plan_total: int
    declared: int
    registered: int
    gap: int
    sources: tuple[CohortLine, ...] = ()
    sentences: tuple[str, ...] = ()


class PreventionClient:
    """The part of intake that these pages use, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def disputes(self, **filters: Any) -> DisputePage:
        """Disputes that the visitor's unit sees, newest first."""
        return await self._line.read(DisputePage, "/v1/disputes", **filters)

    async def dispute(self, dispute_id: str) -> Dispute:
        """One with what happened to it."""
        return await self._line.read(Dispute, f"/v1/disputes/{dispute_id}")

    async def rates(self, **filters: Any) -> DisputeRates:
        """At which level disputes are solved."""
        return await self._line.read(DisputeRates, "/v1/dispute-rates", **filters)

    async def signs(self, **filters: Any) -> SignPage:
        """Early signs, undecided ones first."""
        return await self._line.read(SignPage, "/v1/early-signs", **filters)

    async def sign(self, sign_id: str) -> SignView:
        """One with its cases."""
        return await self._line.read(SignView, f"/v1/early-signs/{sign_id}")

    async def limits(self) -> Limits:
        """From when on something is a sign."""
        return await self._line.read(Limits, "/v1/early-sign-limits")

    async def documents(self, governs: str = "") -> DocumentChain:
        """The chain of documents."""
        return await self._line.read(DocumentChain, "/v1/documents", governs=governs)

    async def document(self, document_id: str) -> Document:
        """One document."""
        return await self._line.read(Document, f"/v1/documents/{document_id}")

    async def cohort(self) -> CohortA:
        """The 95 cases against what was declared; for the office."""
        return await self._line.read(CohortA, "/v1/cohorts/A")

    async def command(
        self, method: str, path: str, body: dict[str, Any], *, key: str, version: str
    ) -> Any:
        """Send a described form's command."""
        return await self._line.command(method, path, body, key=key, version=version)
