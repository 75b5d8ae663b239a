"""The aggregate: one case with its duties, and the only place where its state changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from contracts.vocab import DutyRole, LeaderLevel, Role, UnitKind, VisibilityRole
from servicekit.errors import DomainError

from assignment.domain import events, guards, leadership, planning
from assignment.domain.errors import (
    DeadlineBeforeIssueError,
    NoPlanError,
    ReasonError,
    ReasonTooShortError,
    RoleMissingError,
    StepAlreadyDoneError,
    StepNotFoundError,
)
from assignment.domain.permissions import PERMISSIONS
from assignment.domain.states import (
    ACTION_LABELS,
    COMMANDS,
    TRANSITIONS,
    Action,
    State,
    after,
    illegal,
)
from assignment.domain.values import (
    Actor,
    Deadline,
    Decision,
    Duty,
    Fact,
    Leader,
    Letter,
    Objection,
    Override,
    Plan,
    Registered,
    Stamp,
    TaskForce,
)

_MIN_REASON = 10
_CLOSING = frozenset({Action.RECOGNISE, Action.STRIKE_OFF, Action.REINSTATE})


@dataclass(slots=True)
class AssignedCase:
    """A case as 交办 sees it.

    Every command takes the actor and a stamp (which checks the business date against its cause),
    refuses by raising, and leaves what happened in ``pending``.
    """

    id: UUID
    registered: Registered
    state: State
    state_since: date
    version: int = 1
    verified: Fact | None = None
    letter: Letter | None = None
    issued: Fact | None = None
    started: Fact | None = None
    closed: Fact | None = None
    duties: tuple[Duty, ...] = ()
    leader: Leader | None = None
    override: Override | None = None
    task_force: TaskForce | None = None
    deadline: Deadline | None = None
    objections: tuple[Objection, ...] = ()
    plan: Plan | None = None
    pending: list[events.Happened] = field(default_factory=list)

    @classmethod
    def register(cls, case_id: UUID, registered: Registered, registered_on: date) -> "AssignedCase":
        """A case that intake registered; it waits for its verification (R12)."""
        return cls(case_id, registered, State.AWAITING_VERIFICATION, registered_on)

    @property
    def lead_unit(self) -> str | None:
        """The 主办单位, once the case is issued."""
        return next((d.unit for d in self.duties if d.role is DutyRole.LEAD), None)

    @property
    def is_hard(self) -> bool:
        """Whether a county-level leader is needed (R19)."""
        return leadership.is_hard(self.registered)

    @property
    def leader_level_below_county(self) -> bool:
        """Whether the case became hard under a leader who is too low for it (R19)."""
        return leadership.below_county(self.registered, self.leader, self.override)

    def duty_of(self, unit: str) -> Duty | None:
        """The duty of ``unit`` in this case, if it has one."""
        return next((d for d in self.duties if d.unit == unit), None)

    def viewers(self) -> frozenset[tuple[str, VisibilityRole]]:
        """The units that must see the case because of a duty or its leader; none while sealed."""
        if self.registered.sealed:
            return frozenset()
        seen = {(d.unit, VisibilityRole(d.role.value)) for d in self.duties}
        if self.leader is not None:
            seen.add((self.leader.unit, VisibilityRole.LEADER))
        return frozenset(seen)

    def missing_to_start(self) -> list[str]:
        """What R18 still asks for before the case may enter 化解中."""
        return guards.missing_to_start(self)

    def refusal(self, action: Action, actor: Actor) -> DomainError | None:
        """Why ``actor`` may not do ``action`` now; None when it may."""
        permitted = PERMISSIONS.get(action)
        if permitted is None:
            return RoleMissingError("您的岗位没有办理此事项的权限。")
        refused = permitted(self, actor) or guards.refusal(self, action, actor)
        if refused is None and (self.state, action) not in TRANSITIONS:
            refused = illegal(self.state, action)
        return refused

    def allowed_actions(self, actor: Actor) -> list[tuple[str, str]]:
        """Commands the actor may send now, each with its label; the same rules as the commands."""
        allowed = {
            COMMANDS[a]: ACTION_LABELS[a] for a in PERMISSIONS if self.refusal(a, actor) is None
        }
        return list(allowed.items())

    def issue(
        self,
        actor: Actor,
        stamp: Stamp,
        *,
        letter: Letter,
        duties: tuple[Duty, ...],
        due_on: date | None,
    ) -> None:
        """Hand the case to its units (集中交办, R15); unverified cases are refused (R12)."""
        self._check(Action.ISSUE, actor)
        fact = stamp(self._ready_on())
        due = due_on or (self.deadline.due_on if self.deadline else None)
        if due is not None:
            self._check_due(due, fact.on)
        self._move(Action.ISSUE, fact.on)
        self.letter, self.issued, self.duties = letter, fact, duties
        self._record(
            events.CaseIssued(
                fact=fact,
                batch_id=letter.batch_id,
                letter_no=letter.letter_no,
                duties=duties,
            )
        )
        if due_on is not None:
            self._set_deadline(due_on, None, fact)

    def sign(self, actor: Actor, stamp: Stamp) -> None:
        """Sign for the actor's own duty (签收); the lead's signature moves the case on."""
        action = Action.COUNTERSIGN if self._supports(actor) else Action.SIGN
        self._check(action, actor)
        fact = stamp(self._issued_on())
        duty = next(d for d in self.duties if d.unit == actor.unit)
        self.duties = tuple(d.sign(fact) if d is duty else d for d in self.duties)
        self._move(action, fact.on)
        self._record(events.DutySigned(fact=fact, unit=duty.unit, role=duty.role))

    def object(self, actor: Actor, stamp: Stamp, *, objection_id: UUID, reason: str) -> None:
        """The lead unit objects: not in its competence (信访工作条例 Art. 23, T3)."""
        self._check(Action.OBJECT, actor)
        reason = _reason(reason)
        fact = stamp(self._issued_on())
        self._move(Action.OBJECT, fact.on)
        self.objections = (*self.objections, Objection(objection_id, actor.unit, reason, fact))
        self._record(
            events.ObjectionRaised(
                fact=fact, reason=reason, objection_id=objection_id, unit=actor.unit
            )
        )

    def decide_objection(self, actor: Actor, stamp: Stamp, *, accepted: bool, reason: str) -> UUID:
        """The office decides; accepted takes the duties back, rejected restores what was."""
        action = Action.ACCEPT_OBJECTION if accepted else Action.REJECT_OBJECTION
        self._check(action, actor)
        reason = _reason(reason)
        *earlier, last = self.objections
        fact = stamp(last.raised.on)
        self.objections = (*earlier, replace(last, decision=Decision(accepted, reason, fact)))
        self._move(action, fact.on)
        if accepted:
            self._take_back()
        elif any(d.role is DutyRole.LEAD and d.signed for d in self.duties):
            self._move(Action.SIGN, fact.on)
        self._record(
            events.ObjectionDecided(
                fact=fact, reason=reason, objection_id=last.id, unit=last.unit, accepted=accepted
            )
        )
        return last.id

    def assign_leader(
        self,
        actor: Actor,
        stamp: Stamp,
        *,
        account: str,
        unit: str,
        unit_kind: UnitKind | None,
        name: str,
        title: str,
        level: LeaderLevel,
    ) -> None:
        """Name the 包案领导; a hard case needs county level unless an override stands (R19)."""
        self._check(Action.ASSIGN_LEADER, actor)
        by_override = leadership.check_leader(
            self.registered,
            lead_unit=self.lead_unit or "",
            unit=unit,
            unit_kind=unit_kind,
            level=level,
            override_stands=self.override is not None,
        )
        cause = self.override.allowed.on if by_override and self.override else self._issued_on()
        account, name = leadership.named(account, "领导账号"), leadership.named(name, "领导姓名")
        fact = stamp(max(cause, self._issued_on()))
        self._move(Action.ASSIGN_LEADER, fact.on)
        self.leader = Leader(account, unit, name, title.strip(), level, by_override, fact)
        self._record(
            events.LeaderAssigned(
                fact=fact,
                leader_account=account,
                leader_unit=unit,
                level=level,
                by_override=by_override,
            )
        )

    def override_leader(
        self, actor: Actor, stamp: Stamp, *, override_id: UUID, reason: str
    ) -> None:
        """The office allows, in writing, a leader below county level for this hard case (R19)."""
        self._check(Action.OVERRIDE_LEADER, actor)
        reason = _reason(reason)
        if len(reason) < _MIN_REASON:
            raise ReasonTooShortError(f"批准理由不少于 {_MIN_REASON} 个字。", field="reason")
        fact = stamp(self.issued.on if self.issued else self._ready_on())
        self._move(Action.OVERRIDE_LEADER, fact.on)
        self.override = Override(override_id, reason, fact)
        self._record(
            events.LeaderOverrideRecorded(fact=fact, reason=reason, override_id=override_id)
        )

    def name_task_force(
        self, actor: Actor, stamp: Stamp, *, name: str, members: Sequence[str]
    ) -> None:
        """Name the 工作专班."""
        self._check(Action.NAME_TASK_FORCE, actor)
        name = leadership.named(name, "专班名称")
        people = tuple(m.strip() for m in members if m.strip())
        if not people:
            leadership.named("", "专班成员")
        fact = stamp(self._issued_on())
        self._move(Action.NAME_TASK_FORCE, fact.on)
        self.task_force = TaskForce(name, people, fact)
        self._record(events.TaskForceNamed(fact=fact, members=len(people)))

    def set_deadline(self, actor: Actor, stamp: Stamp, *, due_on: date, reason: str | None) -> None:
        """Set the 化解时限; changing one is the office's and needs a reason."""
        self._check(Action.SET_DEADLINE, actor)
        if self.deadline is not None:
            reason = _reason(reason or "")
        fact = stamp(self._issued_on())
        self._check_due(due_on, self._issued_on())
        self._move(Action.SET_DEADLINE, fact.on)
        self._set_deadline(due_on, reason, fact)

    def start(self, actor: Actor, stamp: Stamp) -> None:
        """Enter 化解中: leader, unit, task force, deadline and the lead's signature (R18)."""
        self._check(Action.START, actor)
        fact = stamp(max(guards.days_before_start(self)))
        self._move(Action.START, fact.on)
        self.started = fact
        self._record(events.ResolutionStarted(fact=fact, lead_unit=actor.unit))

    def file_plan(
        self,
        actor: Actor,
        stamp: Stamp,
        *,
        plan_id: UUID,
        measures: str,
        steps: Sequence[tuple[str, str, date]],
        target_on: date,
    ) -> None:
        """File the 化解方案 / 工作推进方案 (R21); a later one takes the earlier one's place."""
        self._check(Action.FILE_PLAN, actor)
        signed = [d.signed.on for d in self.duties if d.role is DutyRole.LEAD and d.signed]
        fact = stamp(signed[0] if signed else self._issued_on())
        self.plan = planning.make_plan(
            plan_id, measures=measures, steps=steps, target_on=target_on, filed=fact
        )
        self._move(Action.FILE_PLAN, fact.on)
        self._record(
            events.PlanFiled(fact=fact, plan_id=plan_id, steps=len(steps), target_on=target_on)
        )

    def complete_step(self, actor: Actor, stamp: Stamp, *, n: int, note: str | None) -> UUID:
        """Report a step of the plan done: progress in the sense of R56."""
        self._check(Action.COMPLETE_STEP, actor)
        plan = self.plan
        if plan is None:
            raise NoPlanError("该案尚未制定方案。")
        step = plan.step(n)
        if step is None:
            raise StepNotFoundError(f"方案没有第 {n} 步。")
        if step.done is not None:
            raise StepAlreadyDoneError(f"第 {n} 步已于 {step.done.on} 完成。")
        fact = stamp(plan.filed.on)
        self.plan = plan.with_step(replace(step, done=fact, note=note))
        self._move(Action.COMPLETE_STEP, fact.on)
        self._record(events.PlanStepDone(fact=fact, plan_id=plan.id, step=n))
        return plan.id

    def note(self, action: Action, fact: Fact) -> None:
        """Follow a fact that another service reports.

        Raises:
            IllegalTransitionError: the case is not where that fact could happen.
        """
        for step in guards.way_back(self) if action is Action.REVOKE else (action,):
            self._move(step, fact.on)
        if action is Action.VERIFY:
            self.verified = fact
        elif action in _CLOSING:
            self.closed = fact
        elif action is Action.REVOKE:
            self.closed = None

    def _check(self, action: Action, actor: Actor) -> None:
        refused = self.refusal(action, actor)
        if refused is not None:
            raise refused

    def _move(self, action: Action, on: date) -> None:
        target = after(self.state, action)
        if target is not self.state:
            self.state, self.state_since = target, on

    def _record(self, event: events.Happened) -> None:
        self.pending.append(event)

    def _supports(self, actor: Actor) -> bool:
        duty = self.duty_of(actor.unit)
        return duty is not None and duty.role is not DutyRole.LEAD and actor.has(Role.HANDLER)

    def _issued_on(self) -> date:
        return self.issued.on if self.issued else self.registered.registered_on

    def _ready_on(self) -> date | None:
        taken_back = [o.decision.decided.on for o in self.objections if o.decision]
        return max([*taken_back, self.verified.on]) if self.verified else None

    def _set_deadline(self, due_on: date, reason: str | None, fact: Fact) -> None:
        previous = self.deadline.due_on if self.deadline else None
        self.deadline = Deadline(due_on, reason, fact)
        self._record(events.DeadlineSet(fact=fact, reason=reason, due_on=due_on, previous=previous))

    def _take_back(self) -> None:
        self.duties, self.letter, self.issued = (), None, None
        self.leader = self.override = self.task_force = self.plan = None

    @staticmethod
    def _check_due(due_on: date, issued_on: date) -> None:
        if due_on < issued_on:
            raise DeadlineBeforeIssueError(
                f"化解时限 {due_on} 早于交办日期 {issued_on}，请重新确定时限。", field="due_on"
            )


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise ReasonError("请填写理由。", field="reason")
    return text
