"""A case as the pages show it: composed from what each service knows, read at the same time."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

from servicekit.errors import NotFoundError

from portal.clients.assignment import DutyCase
from portal.clients.intake import IntakeCase
from portal.clients.mediation import OpenedReport, Records, WorkCase
from portal.clients.repeats import RepeatLink
from portal.clients.reporting import ReportedCase, TimelineEntry
from portal.clients.services import Services
from portal.clients.supervision import Authored, CheckedCase
from portal.composing.parts import Gaps
from portal.words import Tag, remaining, state

_CLOSURE = (
    ("reported", "程序办结", "责任单位报送办结报告", "closure_reported"),
    ("approved", "审核报结", "区信联办审核办结报告", "closure_approved"),
    ("recognised", "化解认定", "三项证据齐备后认定", "resolution_recognised"),
    ("written_off", "销号", "观察期满后销号", "case_written_off"),
)
"""The four facts in order: code, name, meaning, and the event that tells of each."""
_DONE = frozenset({"reported", "opinion_signed", "approved", "recognised", "written_off"})


class CaseUnknownError(NotFoundError):
    """No service shows this case to this visitor."""

    code = "case_not_found"


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One of the four closure facts on the page; ``known`` says whether any service told of it."""

    name: str
    meaning: str
    known: bool
    fact: Authored | None


@dataclass(slots=True)
class CaseView:
    """Everything known of a case; a part is None when its service is down or has not heard of it."""

    case_id: str
    intake: IntakeCase | None = None
    duty: DutyCase | None = None
    work: WorkCase | None = None
    records: Records | None = None
    check: CheckedCase | None = None
    reported: ReportedCase | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    report: OpenedReport | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def case_no(self) -> str:
        """The number that people use."""
        known = self.intake or self.duty or self.reported
        return known.case_no if known else "编号待同步"

    @property
    def state(self) -> Tag:
        """How far the case is, as the service that carries it now says."""
        return state(self.state_code)

    @property
    def state_code(self) -> str:
        """The code behind ``state``."""
        if self.check and self.check.state != "open":
            return self.check.state
        if self.work and self.work.state not in {"waiting", "resolving"}:
            return self.work.state
        if self.duty and self.duty.state != "closed":
            return self.duty.state
        known = self.reported or self.intake
        return known.state if known else ""

    def version_in(self, service: str) -> str:
        """The version that one service gives the case, for If-Match."""
        part = self._part(service)
        return str(part.version) if part else ""

    def allowed(self, service: str) -> frozenset[str]:
        """The commands that a service allows the visitor now."""
        part = self._part(service)
        if part is None:
            return frozenset()
        if isinstance(part, DutyCase):
            return frozenset(a.action for a in part.allowed_actions)
        return frozenset(part.allowed_actions)

    def _part(self, service: str) -> IntakeCase | DutyCase | WorkCase | CheckedCase | None:
        return {
            "intake": self.intake,
            "assignment": self.duty,
            "mediation": self.work,
            "supervision": self.check,
        }[service]

    @property
    def facts(self) -> list[ShownFact]:
        """The four closure facts, in order, kept apart."""
        return [
            ShownFact(name, meaning, bool(self.check or self.reported), self._fact(code, event))
            for code, name, meaning, event in _CLOSURE
        ]

    def _fact(self, code: str, event: str) -> Authored | None:
        """As supervision says; units that it does not show the case to have reporting's word."""
        if self.check is not None:
            found: Authored | None = getattr(self.check.closure, code)
            return found
        on: date | None = getattr(self.reported, f"{code}_on", None)
        if on is None:
            return None
        told = [e for e in self.timeline if e.name == event and e.occurred_on == on]
        author = told[-1].model_dump(include={"recorded_at", "actor_unit", "late"}) if told else {}
        return Authored(occurred_on=on, **author)

    @property
    def links(self) -> list[RepeatLink]:
        """Later cases that are suspected to repeat this one."""
        found = self.intake.repeats if self.intake else ()
        return [k for k in found if k.state == "suspected" and k.earlier.case_id == self.case_id]

    @property
    def due_on(self) -> date | None:
        """The 化解时限."""
        return self.duty.due_on if self.duty else self.reported.due_on if self.reported else None

    @property
    def is_done(self) -> bool:
        """Whether the unit's part is done: the closing report stands."""
        return self.state_code in _DONE

    def time_left(self, today: date) -> Tag:
        """The remaining time in colour and words."""
        return remaining(self.due_on, today, is_done=self.is_done)

    def missing_for(self, code: str) -> tuple[str, ...]:
        """What the rules still ask for before an action; empty when nothing, or when nobody says."""
        if code == "start" and self.duty and self.duty.state in {"issued", "signed"}:
            return self.duty.missing_to_start
        if code == "closure-report" and self.work and self.work.state == "resolving":
            return self.work.missing_evidence
        return ()

    @property
    def lead_unit(self) -> str | None:
        """The lead unit's code."""
        return self.duty.lead_unit if self.duty else None

    @property
    def leader_account(self) -> str:
        """The leader's account, once assigned."""
        return self.duty.leader.account if self.duty and self.duty.leader else ""

    @property
    def leader_name(self) -> str:
        """The leader's name, or the one that the ledger proposes."""
        if self.duty and self.duty.leader:
            return self.duty.leader.name
        return (self.intake.proposal.leader_name if self.intake else None) or ""

    @property
    def proposed_level(self) -> str:
        """The leader's level, or the one that the ledger proposes."""
        if self.duty and self.duty.leader:
            return self.duty.leader.level or ""
        return (self.intake.proposal.leader_level if self.intake else None) or ""

    @property
    def task_force_name(self) -> str:
        """The task force's name, or the one that the ledger proposes."""
        if self.duty and self.duty.task_force:
            return self.duty.task_force.name
        return (self.intake.proposal.task_force if self.intake else None) or ""

    @property
    def proposed_due(self) -> str:
        """The deadline, or the one that the ledger proposes, as a form value."""
        proposed = self.duty.proposed_deadline if self.duty else None
        found = self.due_on or proposed or (self.intake.proposal.deadline if self.intake else None)
        return found.isoformat() if found else ""


async def load_case(services: Services, case_id: str) -> CaseView:
    """Read a case from every service at once.

    Raises:
        CaseUnknownError: every service answered and none shows it.
    """
    gaps = Gaps()
    (intake, duty, work, check), (records, reported, timeline) = await asyncio.gather(
        asyncio.gather(
            gaps.fill(services.intake.case(case_id)),
            gaps.fill(services.assignment.case(case_id)),
            gaps.fill(services.mediation.case(case_id)),
            gaps.fill(services.supervision.case(case_id)),
        ),
        asyncio.gather(
            gaps.fill(services.mediation.records(case_id)),
            gaps.fill(services.reporting.case(case_id)),
            gaps.fill(services.reporting.timeline(case_id)),
        ),
    )
    if not any((intake, duty, reported, work, check, gaps.notes)):
        raise CaseUnknownError("没有找到该案件，或者本单位无权查看。")
    return CaseView(
        case_id, intake, duty, work, records, check, reported,
        timeline.items if timeline else (), notes=gaps.notes,
    )  # fmt: skip
