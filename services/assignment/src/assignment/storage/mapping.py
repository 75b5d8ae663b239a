"""Rows to domain objects and back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.vocab import CaseKind, CaseTag, Cohort, DutyRole, Field, LeaderLevel, Source

from assignment.domain.case import AssignedCase
from assignment.domain.states import State
from assignment.domain.values import (
    Deadline,
    Decision,
    Duty,
    Fact,
    Leader,
    Letter,
    Objection,
    Override,
    Plan,
    PlanStep,
    Registered,
    TaskForce,
)
from assignment.storage.tables import CaseRow, Doc, DutyRow, ObjectionRow, PlanRow


def fact_doc(fact: Fact) -> Doc:
    """A dated fact as a JSON document."""
    return {
        "on": fact.on.isoformat(), "at": fact.at.isoformat(), "by": fact.by, "unit": fact.unit,
        "late": fact.late,
    }  # fmt: skip


def opt_doc(fact: Fact | None) -> Doc | None:
    """The document of a fact that may be missing."""
    return None if fact is None else fact_doc(fact)


def to_fact(doc: Doc) -> Fact:
    """A dated fact from its document."""
    return Fact(
        on=date.fromisoformat(doc["on"]), at=datetime.fromisoformat(doc["at"]), by=doc["by"],
        unit=doc["unit"], late=doc["late"],
    )  # fmt: skip


def opt_fact(doc: Doc | None) -> Fact | None:
    """A fact that may be missing."""
    return None if doc is None else to_fact(doc)


def to_domain(row: CaseRow) -> AssignedCase:
    """The aggregate of a loaded row."""
    return AssignedCase(
        id=row.case_id,
        registered=_registered(row),
        state=State(row.state),
        state_since=row.state_since,
        version=row.version,
        verified=opt_fact(row.verified),
        letter=_letter(row),
        issued=opt_fact(row.issued),
        started=opt_fact(row.started),
        closed=opt_fact(row.closed),
        duties=tuple(Duty(d.unit, DutyRole(d.role), opt_fact(d.signed)) for d in row.duties),
        leader=_leader(row.leader),
        override=next(
            (Override(o.id, o.reason, to_fact(o.allowed)) for o in row.overrides if o.standing),
            None,
        ),
        task_force=_task_force(row.task_force),
        deadline=_deadline(row.deadline),
        objections=tuple(_objection(o) for o in row.objections),
        plan=next((_plan(p) for p in row.plans if p.standing), None),
    )


def _registered(row: CaseRow) -> Registered:
    return Registered(
        case_no=row.case_no,
        source=Source(row.source),
        cohort=Cohort(row.cohort),
        field=Field(row.field),
        category=row.category,
        case_kind=CaseKind(row.case_kind),
        cross_separated=row.cross_separated,
        registered_on=row.registered_on,
        handed_down_on=row.handed_down_on,
        place_unit=row.place_unit,
        proposed_unit=row.proposed_unit,
        proposed_assist_units=tuple(row.proposed_assist_units),
        proposed_deadline=row.proposed_deadline,
        sealed=row.sealed,
        tags=tuple(CaseTag(t) for t in row.tags),
        registrar_unit=row.registrar_unit,
    )


def _letter(row: CaseRow) -> Letter | None:
    if row.batch_id is None or row.batch_no is None or row.letter_no is None:
        return None
    return Letter(row.batch_id, row.batch_no, row.letter_no)


def _leader(doc: Doc | None) -> Leader | None:
    if doc is None:
        return None
    return Leader(
        account=doc["account"], unit=doc["unit"], name=doc["name"], title=doc["title"],
        level=LeaderLevel(doc["level"]), by_override=doc["by_override"],
        assigned=to_fact(doc["assigned"]),
    )  # fmt: skip


def leader_doc(leader: Leader | None) -> Doc | None:
    """The document of a leader."""
    if leader is None:
        return None
    return {
        "account": leader.account, "unit": leader.unit, "name": leader.name,
        "title": leader.title, "level": leader.level.value, "by_override": leader.by_override,
        "assigned": fact_doc(leader.assigned),
    }  # fmt: skip


def _task_force(doc: Doc | None) -> TaskForce | None:
    if doc is None:
        return None
    return TaskForce(doc["name"], tuple(doc["members"]), to_fact(doc["named"]))


def task_force_doc(force: TaskForce | None) -> Doc | None:
    """The document of a task force."""
    if force is None:
        return None
    return {"name": force.name, "members": list(force.members), "named": fact_doc(force.named)}


def _deadline(doc: Doc | None) -> Deadline | None:
    if doc is None:
        return None
    return Deadline(date.fromisoformat(doc["due_on"]), doc["reason"], to_fact(doc["set"]))


def deadline_doc(deadline: Deadline | None) -> Doc | None:
    """The document of a deadline."""
    if deadline is None:
        return None
    return {
        "due_on": deadline.due_on.isoformat(), "reason": deadline.reason,
        "set": fact_doc(deadline.set),
    }  # fmt: skip


def _objection(row: ObjectionRow) -> Objection:
    decision = None
    if row.accepted is not None and row.decided is not None:
        decision = Decision(row.accepted, row.decision_reason or "", to_fact(row.decided))
    return Objection(row.id, row.unit, row.reason, to_fact(row.raised), decision)


def _plan(row: PlanRow) -> Plan:
    return Plan(
        id=row.id,
        measures=row.measures,
        target_on=row.target_on,
        filed=to_fact(row.filed),
        steps=tuple(
            PlanStep(s.n, s.title, s.owner, s.due_on, opt_fact(s.done), s.note) for s in row.steps
        ),
    )


def duty_docs(duties: tuple[Duty, ...]) -> list[Any]:
    """Duties as they are kept in a batch item."""
    return [{"unit": d.unit, "role": d.role.value} for d in duties]


def duty_rows(case_id: UUID, duties: tuple[Duty, ...]) -> list[DutyRow]:
    """Rows of duties that are new."""
    return [
        DutyRow(
            case_id=case_id, unit=d.unit, role=d.role.value, position=n, signed=opt_doc(d.signed)
        )
        for n, d in enumerate(duties)
    ]


def write_duties(row: CaseRow, duties: tuple[Duty, ...]) -> None:
    """Bring the duty rows in line with the domain."""
    held = {d.unit: d for d in row.duties}
    rows = []
    for position, duty in enumerate(duties):
        kept = held.get(duty.unit) or DutyRow(unit=duty.unit)
        kept.role, kept.position = duty.role.value, position
        if kept.signed is None and duty.signed is not None:
            kept.signed = fact_doc(duty.signed)
        rows.append(kept)
    row.duties = rows
