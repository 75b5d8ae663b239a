"""The aggregate: a case under resolution, its rules, and who may do what on it."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from contracts.sight import Sight
from contracts.vocab import CaseTag, DutyRole, Role, VisibilityRole
from servicekit.errors import DomainError

from mediation.domain.acts import STEP_OF, Act, Duty, Leader, StandingReport, Who
from mediation.domain.closure import Evidence
from mediation.domain.errors import (
    EvidenceNotOpenedError,
    LeaderIsHandlerError,
    NotOnDutyError,
    NotTheLeaderError,
    NotTheLeadUnitError,
    ReportNotFoundError,
    RoleMissingError,
)
from mediation.domain.states import State, Step, after


@dataclass(slots=True)
class Case:
    """A case as this service knows it.

    Dates are business days: ``issued_on`` 交办, ``since`` when the present state began,
    ``reopened_on`` the last return, refusal or revocation, ``reported_on`` the standing report.
    """

    case_id: UUID
    case_no: str | None = None
    sealed: bool = False
    tags: tuple[CaseTag, ...] = ()
    state: State = State.WAITING
    version: int = 1
    duties: tuple[Duty, ...] = ()
    leader: Leader | None = None
    issued_on: date | None = None
    started_on: date | None = None
    reopened_on: date | None = None
    reported_on: date | None = None
    since: date | None = None
    due_on: date | None = None
    round: int = 0
    report: StandingReport | None = None
    evidence: Evidence = field(default_factory=Evidence)

    # Who may do what

    @property
    def lead_unit(self) -> str | None:
        """The unit with the lead duty, once the case is issued."""
        return next((d.unit for d in self.duties if d.role is DutyRole.LEAD), None)

    def viewers(self) -> frozenset[Sight]:
        """The units that see the case because of a duty or its leader."""
        seen = {(d.unit, VisibilityRole(d.role.value)) for d in self.duties}
        if self.leader is not None:
            seen.add((self.leader.unit, VisibilityRole.LEADER))
        return frozenset(seen)

    def authorise(self, act: Act, who: Who) -> None:
        """Refuse ``act`` unless this person may do it in this state.

        What the act rests on is checked when it is done: the gates of a closing report, the reading
        before an opinion. Both are shown beside the allowed acts, so that the way to them is open.

        Raises:
            RoleMissingError: the duty inside the unit does not cover it.
            NotOnDutyError: a unit without a duty in the case.
            NotTheLeadUnitError: a closing report by another unit.
            NotTheLeaderError: another account than the assigned leader's (R24).
            LeaderIsHandlerError: the leader filed the report himself (R24).
            IllegalTransitionError: the state does not allow it.
            ReportNotFoundError: there is no closing report to open.
        """
        if act is Act.SIGN_LEADER_OPINION:
            self._require_leader(who)
        elif act is Act.FILE_CLOSURE_REPORT:
            self._require_reporter(who)
        elif act is not Act.OPEN_CLOSURE_REPORT:
            self._require_duty(who)
        if (step := STEP_OF[act]) is not None:
            after(self.state, step)
        if act is Act.OPEN_CLOSURE_REPORT and self.report is None:
            raise ReportNotFoundError

    def allowed(self, who: Who) -> list[Act]:
        """The acts that ``authorise`` lets this person do now."""
        return [act for act in Act if self._permits(act, who)]

    def _permits(self, act: Act, who: Who) -> bool:
        try:
            self.authorise(act, who)
        except DomainError:
            return False
        return True

    def is_leader(self, who: Who) -> bool:
        """Whether ``who`` is the assigned leader, in that unit and with that duty."""
        return self.leader is not None and self.leader.is_(who) and Role.LEADER in who.roles

    def _require_duty(self, who: Who) -> None:
        if who.roles.isdisjoint({Role.HANDLER, Role.LEADER}):
            raise RoleMissingError
        if all(d.unit != who.unit for d in self.duties) and not self.is_leader(who):
            raise NotOnDutyError

    def _require_reporter(self, who: Who) -> None:
        if Role.HANDLER not in who.roles:
            raise RoleMissingError
        if who.unit != self.lead_unit:
            raise NotTheLeadUnitError

    def _require_leader(self, who: Who) -> None:
        if Role.LEADER not in who.roles:
            raise RoleMissingError
        if not self.is_leader(who):
            raise NotTheLeaderError
        if self.report is not None and self.report.reporter == who.account:
            raise LeaderIsHandlerError

    # What people do

    @property
    def report_cause(self) -> date | None:
        """The day before which no closing report can lie: its evidence, the start, a reopening."""
        days = (self.evidence.complete_on, self.started_on, self.reopened_on)
        return max((d for d in days if d is not None), default=None)

    def record(self, evidence: Evidence | None = None) -> None:
        """Some work was recorded, perhaps one that a closing report rests on.

        Raises:
            IllegalTransitionError: before resolution starts, or after 销号.
        """
        self.state = after(self.state, Step.RECORD)
        self.evidence = evidence or self.evidence

    def file_report(self, report_id: UUID, reporter: str, on: date) -> None:
        """程序办结 (R47): only on real work.

        Raises:
            ClosureEvidenceMissingError: a gate is not met (R22, R26, R40).
            IllegalTransitionError: not while resolving.
        """
        self.evidence.require()
        self._move(Step.REPORT, on)
        self.round += 1
        self.report = StandingReport(report_id, reporter)
        self.reported_on = on

    def open_report(self, who: Who) -> bool:
        """The assigned leader opens the standing report (R24).

        Returns:
            Whether this is the leader's first look at this report.
        """
        if self.report is None or not self.is_leader(who):
            return False
        reader = (who.account, who.unit)
        first = reader not in self.report.opened_by
        self.report = replace(self.report, opened_by=self.report.opened_by | {reader})
        return first

    def sign_opinion(self, who: Who, *, agreed: bool, on: date) -> UUID:
        """The leader agrees, or sends the report back to the unit (R24).

        Returns:
            The id of the report the opinion is on.

        Raises:
            EvidenceNotOpenedError: the leader has not opened this report (R24).
            DomainError: see ``authorise``.
        """
        self.authorise(Act.SIGN_LEADER_OPINION, who)
        if self.report is None:
            raise ReportNotFoundError
        if (who.account, who.unit) not in self.report.opened_by:
            raise EvidenceNotOpenedError
        self._move(Step.AGREE if agreed else Step.DISAGREE, on)
        if not agreed:
            self.reopened_on = on
        return self.report.report_id

    # What other services tell

    def issue(self, duties: tuple[Duty, ...], on: date) -> tuple[Duty, ...]:
        """The office handed the case to its units; a later batch replaces the duties.

        Returns:
            The duties that end by it.
        """
        ended = tuple(d for d in self.duties if d not in duties)
        self.duties, self.issued_on = duties, on
        self.since = self.since or on
        return ended

    def take_back(self) -> None:
        """An accepted objection takes all duties and the leader back, until a later batch (T3)."""
        self.duties, self.leader = (), None

    def assign(self, leader: Leader) -> Leader | None:
        """包案领导 named; the one before is returned if there was another."""
        before, self.leader = self.leader, leader
        return before if before != leader else None

    def start(self, on: date) -> None:
        """化解中 begins (R18)."""
        self._move(Step.START, on)
        self.started_on = on

    def approve(self, on: date) -> None:
        """审核报结: the office accepted the report (R47)."""
        self._move(Step.APPROVE, on)

    def send_back(self, on: date) -> None:
        """退回重办: the office did not accept the report (R47)."""
        self._move(Step.RETURN, on)
        self.reopened_on = on

    def recognise(self, on: date) -> None:
        """化解认定."""
        self._move(Step.RECOGNISE, on)

    def write_off(self, on: date) -> None:
        """销号."""
        self._move(Step.WRITE_OFF, on)

    def revoke(self, on: date) -> None:
        """The recognition is taken back; the work begins again, or for the first time."""
        self._move(Step.REOPEN if self.started_on is None else Step.REVOKE, on)
        self.reopened_on = on

    def strike_off(self, on: date) -> None:
        """事由清楚、结果清晰: closed at once by the office's document (R13)."""
        self._move(Step.STRIKE_OFF, on)

    def reinstate(self, recognised_on: date, written_off_on: date | None) -> None:
        """The repeat that took the recognition back is none: as if it had never been revoked."""
        self._move(Step.REINSTATE, recognised_on)
        if written_off_on is not None:
            self._move(Step.WRITE_OFF, written_off_on)

    def _move(self, step: Step, on: date) -> None:
        self.state = after(self.state, step)
        self.since = on
