"""What pages read from intake and send to it: cases, repeats, reveals."""

from datetime import date
from typing import Any

from portal.clients.registration import Notice
from portal.clients.repeats import RepeatLink
from portal.clients.upstream import Line, Read


class Petitioner(Read):
    """A petitioner, masked."""

    name: str | None = None
    id_no: str | None = None
    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None
    representative: bool = False


class Agent(Read):
    """Who files for a petitioner, masked; ``acts_for`` is the petitioner's position."""

    name: str | None = None
    phone: str | None = None
    relation: str | None = None
    acts_for: int = 1


class Accused(Read):
    """Whom an accusation names, masked."""

    name: str | None = None
    unit: str | None = None
    post: str | None = None


class FastLane(Read):
    """Whether a case may be struck off at once, and the document that did it."""

    eligible_on: date | None = None
    because: str | None = None
    closed_on: date | None = None
    document_no: str | None = None
    basis: str | None = None


class HardCase(Read):
    """What speaks for a hard case; ``open`` while nobody has decided."""

    suggested: bool = False
    reasons: tuple[Notice, ...] = ()
    open: bool = False


class NextAction(Read):
    """What the class of the demand allows next."""

    code: str
    label: str


class Proposal(Read):
    """What the ledger already says about duties and results; nothing decided yet."""

    lead_unit: str | None = None
    lead_unit_name: str | None = None
    assist_units: tuple[str, ...] = ()
    deadline: date | None = None
    leader_name: str | None = None
    leader_title: str | None = None
    leader_level: str | None = None
    task_force: str | None = None
    status: str | None = None
    measures: str | None = None
    remark: str | None = None


class TickMark(Read):
    """One tick of the verification, with its evidence."""

    tick: str
    evidence: str = ""
    occurred_on: date | None = None


class IntakeCase(Read):
    """A registered case."""

    case_id: str
    case_no: str
    state: str
    version: int
    source: str
    cohort: str
    channel: str | None = None
    handed_down_on: date | None = None
    registered_on: date
    people_count: int = 1
    field: str | None = None
    category: str | None = None
    case_kind: str
    cross_separated: bool = False
    place: str | None = None
    place_unit: str | None = None
    incident_place: str | None = None
    demand: str = ""
    received_on: date | None = None
    first_petition_on: date | None = None
    first_here: bool | None = None
    first_nationwide: bool | None = None
    letter_no: str | None = None
    cohort_reason: str = ""
    category_level2: str | None = None
    category_level3: str | None = None
    cross_kind: str | None = None
    cross_kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    demand_class: str | None = None
    next_actions: tuple[NextAction, ...] = ()
    special_hardship: bool = False
    repeat_visits: int = 0
    ordinary_because: str | None = None
    hard_case: HardCase = HardCase()
    first_unit: str | None = None
    first_person: str | None = None
    registrar_unit: str | None = None
    issued: bool = False
    sealed: bool = False
    anonymous: bool = False
    fast: FastLane = FastLane()
    agents: tuple[Agent, ...] = ()
    accused: tuple[Accused, ...] = ()
    petitioners: tuple[Petitioner, ...] = ()
    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None
    proposal: Proposal = Proposal()
    ticks: tuple[TickMark, ...] = ()
    repeats: tuple[RepeatLink, ...] = ()
    allowed_actions: tuple[str, ...] = ()

    @property
    def category_path(self) -> str:
        """All levels of the content category, as forms hold them."""
        levels = (self.category, self.category_level2, self.category_level3)
        return "/".join(c for c in levels if c)


class CaseBrief(Read):
    """A registered case in a list."""

    case_id: str
    case_no: str
    state: str
    version: int = 1
    source: str = ""
    case_kind: str = ""
    registered_on: date | None = None
    category: str | None = None
    petitioner: str | None = None
    proposed_unit: str | None = None


class CasePage(Read):
    """One page of registered cases."""

    items: tuple[CaseBrief, ...]
    total: int
    page: int = 1
    size: int = 20


class Registered(Read):
    """The case that was made, and the number it goes by."""

    case_id: str
    case_no: str = ""


class ClearPetitioner(Read):
    """A petitioner in the clear."""

    name: str | None = None
    id_no: str | None = None


class Revealed(Read):
    """Personal data in the clear; only what was asked for is there."""

    petitioners: tuple[ClearPetitioner, ...] = ()
    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None


class IntakeClient:
    """intake, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def case(self, case_id: str) -> IntakeCase:
        """One case."""
        return await self._line.read(IntakeCase, f"/v1/cases/{case_id}")

    async def cases(self, *, page: int = 1, size: int = 20, **filters: Any) -> CasePage:
        """One page of cases by ``state`` or number prefix ``q``."""
        return await self._line.read(CasePage, "/v1/cases", page=page, size=size, **filters)

    async def case_by_no(self, case_no: str) -> CaseBrief | None:
        """The case with exactly this number, if the visitor sees one."""
        found = await self.cases(q=case_no, size=50)
        return next((c for c in found.items if c.case_no == case_no), None)

    async def reveal(self, case_id: str, purpose: str, fields: list[str], key: str) -> Revealed:
        """Clear values of masked fields; intake writes down who saw them and why."""
        body = {"purpose": purpose, "fields": fields}
        path = f"/v1/cases/{case_id}/reveal"
        return Revealed.model_validate(await self._line.command("POST", path, body, key=key))

    async def register(self, body: dict[str, Any], key: str) -> Registered:
        """Register one case."""
        return Registered.model_validate(
            await self._line.command("POST", "/v1/cases", body, key=key)
        )

    async def verify(
        self, case_id: str, ticks: list[dict[str, str]], occurred_on: str, key: str
    ) -> None:
        """Set ticks of a case."""
        body = {"ticks": ticks, "occurred_on": occurred_on}
        await self._line.command("POST", f"/v1/cases/{case_id}/verification", body, key=key)
