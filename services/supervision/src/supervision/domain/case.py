"""The aggregate: one case on its way from closing report to write-off, and back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from contracts.vocab import CaseTag
from servicekit.errors import DomainError

from supervision.domain.actors import Actor
from supervision.domain.errors import (
    ObservationRunningError,
    OtherReportError,
    ReasonMissingError,
    RepeatSinceError,
    ReviewerIsReporterError,
    RoleMissingError,
)
from supervision.domain.facts import Entry, Fact, FactKind, Stamp, Trail
from supervision.domain.recognition import Evidence, Recognition, UnitNames, check_evidence
from supervision.domain.review import Checklist, Decision, Review, check_decision
from supervision.domain.revocation import Cause, Repeat, Revocation
from supervision.domain.states import COMMANDS, TRANSITIONS, Action, State, after, illegal


@dataclass(slots=True)
class SupervisedCase:
    """A case as the district office supervises it.

    Commands take the actor and a stamp (which checks the business date against its cause) and refuse
    by raising. ``case_no`` and ``lead_unit`` stay empty until the events that carry them arrive: the
    four upstream services are not ordered among each other.
    """

    id: UUID
    version: int = 1
    state: State = State.OPEN
    state_since: date | None = None
    case_no: str | None = None
    cohort: str | None = None
    sealed: bool = False
    tags: tuple[CaseTag, ...] = ()
    lead_unit: str | None = None
    returns: int = 0
    observe_until: date | None = None
    trail: Trail = field(default_factory=Trail)
    repeats: tuple[Repeat, ...] = ()

    @property
    def report(self) -> Fact | None:
        """The standing closing report (程序办结)."""
        return self.trail.standing(FactKind.REPORTED)

    @property
    def responsible_units(self) -> frozenset[str]:
        """The lead unit, and the unit that filed the standing report."""
        units = {self.lead_unit, self.report.entry.unit if self.report else None}
        return frozenset(u for u in units if u is not None)

    def refusal(self, action: Action, actor: Actor, on: date | None = None) -> DomainError | None:
        """Why ``actor`` may not do ``action``; None when it may.

        Args:
            action: what is to be done.
            actor: who wants to.
            on: the day it would happen; without one the observation window is not looked at.
        """
        if not actor.may(action):
            return RoleMissingError()
        if (self.state, action) not in TRANSITIONS:
            return illegal(self.state, action)
        reviewing = action in {Action.APPROVE, Action.RETURN}
        if reviewing and self.report is not None and self.report.entry.by == actor.sub:
            return ReviewerIsReporterError()
        if action is Action.WRITE_OFF and on is not None:
            return self._still_observed(on)
        return None

    def allowed_actions(self, actor: Actor, today: date) -> list[str]:
        """Commands the actor may send now; the same rules as the commands themselves."""
        allowed = [c for a, c in COMMANDS.items() if self.refusal(a, actor, today) is None]
        return list(dict.fromkeys(allowed))

    @property
    def is_resolved(self) -> bool:
        """Whether a recognition stands; what the unit still sends then has crossed it."""
        return self.trail.standing(FactKind.RECOGNISED) is not None

    def note_report(self, entry: Entry, report_id: UUID, round_: int) -> None:
        """程序办结: the lead unit filed its closing report."""
        self._move(Action.REPORT, entry)
        self.trail = self.trail.advance(FactKind.REPORTED, entry, report_id, round_)

    def note_opinion(self, entry: Entry, report_id: UUID, *, agreed: bool) -> None:
        """The leader in charge signed an opinion; disagreement ends the closure (R24).

        Raises:
            OtherReportError: the opinion is on a report that does not stand.
        """
        if self.report is not None and self.report.ref != report_id:
            raise OtherReportError("领导意见所针对的办结报告不是当前报告。")
        self._move(Action.AGREE if agreed else Action.DECLINE, entry)
        if agreed:
            self.trail = self.trail.advance(FactKind.OPINION_SIGNED, entry, report_id)
        else:
            self.trail = self.trail.end(FactKind.DECLINED, entry, report_id)

    def review(
        self,
        actor: Actor,
        stamp: Stamp,
        *,
        review_id: UUID,
        decision: Decision,
        checklist: Checklist,
        reason: str | None,
    ) -> Review:
        """审核报结 or 退回重办 (R47); never before the leader's opinion, never one's own report."""
        approved = decision is Decision.APPROVED
        action = Action.APPROVE if approved else Action.RETURN
        self._check(action, actor)
        text = check_decision(decision, checklist, reason)
        report, opinion = self._held(FactKind.REPORTED), self._held(FactKind.OPINION_SIGNED)
        entry = stamp(opinion.entry.on)
        self._move(action, entry)
        if approved:
            self.trail = self.trail.advance(FactKind.APPROVED, entry, review_id)
        else:
            self.returns += 1
            self.trail = self.trail.end(FactKind.RETURNED, entry, review_id)
        return Review(review_id, report.ref, report.round, decision, checklist, text, entry)

    def recognise(
        self,
        actor: Actor,
        stamp: Stamp,
        *,
        recognition_id: UUID,
        evidence: Sequence[Evidence],
        responsible: Collection[UnitNames],
        observation_days: int,
    ) -> Recognition:
        """化解认定 on three pieces of evidence (R27); the observation window starts.

        Raises:
            RepeatSinceError: the petitioner came again on or after that day.
        """
        self._check(Action.RECOGNISE, actor)
        check_evidence(evidence, responsible)
        entry = stamp(self._held(FactKind.APPROVED).entry.on)
        last = max((r.on for r in self.repeats if not r.withdrawn), default=None)
        if last is not None and last >= entry.on:
            raise RepeatSinceError(
                f"信访人于 {last} 再次信访，认定日期须晚于该日。", repeated_on=last.isoformat()
            )
        self._move(Action.RECOGNISE, entry)
        self.trail = self.trail.advance(FactKind.RECOGNISED, entry, recognition_id)
        self.observe_until = entry.on + timedelta(days=observation_days)
        return Recognition(recognition_id, tuple(evidence), self.observe_until, entry)

    def write_off(self, actor: Actor, stamp: Stamp) -> Fact:
        """销号, by the office alone and not before the observation window ends (R27)."""
        self._check(Action.WRITE_OFF, actor)
        recognised = self._held(FactKind.RECOGNISED)
        entry = stamp(recognised.entry.on)
        if (running := self._still_observed(entry.on)) is not None:
            raise running
        self._move(Action.WRITE_OFF, entry)
        self.trail = self.trail.advance(FactKind.WRITTEN_OFF, entry, recognised.ref)
        return self._held(FactKind.WRITTEN_OFF)

    def strike_off(
        self, entry: Entry, *, recognition_id: UUID, document_no: str
    ) -> Recognition | None:
        """事由清楚、结果清晰: recognised and written off at once on a basis document (R13).

        Returns:
            The recognition; None when one stands already, which the document adds nothing to.
        """
        if (self.state, Action.STRIKE_OFF) not in TRANSITIONS:
            return None
        self._move(Action.STRIKE_OFF, entry)
        self.trail = self.trail.strike_off(entry, recognition_id)
        self.observe_until = entry.on
        return Recognition(recognition_id, (), entry.on, entry, document_no)

    def revoke(self, actor: Actor, stamp: Stamp, *, revocation_id: UUID, reason: str) -> Revocation:
        """撤销化解: an inspection found that the case is not really resolved (R28)."""
        self._check(Action.REVOKE, actor)
        if not reason.strip():
            raise ReasonMissingError("请填写撤销理由。", field="reason")
        last = self.trail.standing(FactKind.WRITTEN_OFF) or self._held(FactKind.RECOGNISED)
        entry = stamp(last.entry.on)
        return self._revoke(
            Action.REVOKE, entry, revocation_id, Cause.INSPECTION, reason=reason.strip()
        )

    def note_repeat(self, repeat: Repeat, entry: Entry, revocation_id: UUID) -> Revocation | None:
        """The petitioner came again: a relapse takes the recognition back (R3, R27).

        A repeat from before the recognition, or while the case is not recognised, is only noted.

        Returns:
            The revocation, when there was a recognition to take back.
        """
        recognised = self.trail.standing(FactKind.RECOGNISED)
        relapsed = recognised is not None and repeat.on >= recognised.entry.on
        before = next((r for r in self.repeats if r.link_id == repeat.link_id), repeat)
        noted = replace(repeat, revocation=revocation_id if relapsed else before.revocation)
        self.repeats = (*(r for r in self.repeats if r is not before), noted)
        if not relapsed:
            return None
        return self._revoke(
            Action.RELAPSE, entry, revocation_id, Cause.RELAPSE, later=repeat.later_case_id
        )

    def withdraw_repeat(self, link_id: UUID, entry: Entry) -> Fact | None:
        """A person undid the confirmation of a repeat: without any other, no relapse was one.

        What was revoked by it stands again as it was, unless work was begun anew since, another
        repeat after the recognition stands, or an inspection revoked it.

        Returns:
            The recognition that stands again, if one does.
        """
        self.repeats = tuple(
            replace(r, withdrawn=True) if r.link_id == link_id else r for r in self.repeats
        )
        if not self._relapse_is_void():
            return None
        self._move(Action.REINSTATE, entry)
        self.trail = self.trail.reinstate(entry)
        recognised = self._held(FactKind.RECOGNISED)
        self.state_since = recognised.entry.on
        written_off = self.trail.standing(FactKind.WRITTEN_OFF)
        if written_off is not None:
            self._move(Action.WRITE_OFF, written_off.entry)
        return recognised

    def _relapse_is_void(self) -> bool:
        undone = {f.kind: f for f in self.trail.undone()}
        recognised = undone.get(FactKind.RECOGNISED)
        if recognised is None or self.state is not State.OPEN:
            return False
        by_repeat = self.trail.facts[-1].ref in {r.revocation for r in self.repeats}
        return by_repeat and all(r.withdrawn or r.on < recognised.entry.on for r in self.repeats)

    def _revoke(
        self,
        action: Action,
        entry: Entry,
        revocation_id: UUID,
        cause: Cause,
        *,
        later: UUID | None = None,
        reason: str | None = None,
    ) -> Revocation:
        recognised = self._held(FactKind.RECOGNISED)
        self._move(action, entry)
        self.trail = self.trail.end(FactKind.REVOKED, entry, revocation_id)
        self.observe_until = None
        return Revocation(revocation_id, recognised.ref, cause, later, reason, entry)

    def _check(self, action: Action, actor: Actor) -> None:
        refused = self.refusal(action, actor)
        if refused is not None:
            raise refused

    def _move(self, action: Action, entry: Entry) -> None:
        self.state, self.state_since = after(self.state, action), entry.on

    def _held(self, kind: FactKind) -> Fact:
        fact = self.trail.standing(kind)
        if fact is None:
            msg = f"state {self.state} without a standing fact {kind}"
            raise LookupError(msg)
        return fact

    def _still_observed(self, on: date) -> ObservationRunningError | None:
        until = self.observe_until
        if until is None or on >= until:
            return None
        return ObservationRunningError(
            f"观察期至 {until}，期满前不能销号。", observe_until=until.isoformat()
        )
