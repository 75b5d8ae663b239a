"""Derives a case's state, unit and readers from its row; pure functions over all parts."""

from enum import StrEnum

from contracts.sight import Sight, Watch
from contracts.vocab import CaseTag, VisibilityRole

from reporting.projections.rows import Row


class CaseState(StrEnum):
    """How far a case has come, seen across the services."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    ISSUED = "issued"
    OBJECTED = "objected"
    SIGNED = "signed"
    RESOLVING = "resolving"
    REPORTED = "reported"
    OPINION_SIGNED = "opinion_signed"
    APPROVED = "approved"
    RECOGNISED = "recognised"
    WRITTEN_OFF = "written_off"


STATE_LABELS = {
    CaseState.REGISTERED: "待核对",
    CaseState.VERIFIED: "待交办",
    CaseState.ISSUED: "待签收",
    CaseState.OBJECTED: "有异议",
    CaseState.SIGNED: "已签收",
    CaseState.RESOLVING: "化解中",
    CaseState.REPORTED: "已报结",
    CaseState.OPINION_SIGNED: "领导已签意见",
    CaseState.APPROVED: "审核通过",
    CaseState.RECOGNISED: "已化解",
    CaseState.WRITTEN_OFF: "已销号",
}


def state_of(row: Row) -> CaseState:
    """The state now: the furthest step that still stands."""
    check, work = row.supervision, row.mediation
    if check.recognition_id is not None:
        return CaseState.RECOGNISED if check.written_off_on is None else CaseState.WRITTEN_OFF
    if report_stands(row):
        if check.approved_report == work.report_id:
            return CaseState.APPROVED
        return CaseState.OPINION_SIGNED if work.opinion_agreed else CaseState.REPORTED
    return _before_report(row)


def report_stands(row: Row) -> bool:
    """Whether the last closing report was neither declined, returned nor undone by a revocation."""
    work = row.mediation
    return (
        work.report_id is not None
        and work.opinion_agreed is not False
        and work.report_id != row.supervision.ended_report
    )


def _before_report(row: Row) -> CaseState:
    duty = row.assignment
    if duty.objected:
        return CaseState.OBJECTED
    if duty.started_on is not None:
        return CaseState.RESOLVING
    if duty.signed_on is not None:
        return CaseState.SIGNED
    if duty.lead_unit is not None:
        return CaseState.ISSUED
    return CaseState.REGISTERED if row.intake.verified_on is None else CaseState.VERIFIED


def unit_of(row: Row) -> str | None:
    """The unit a case counts for now: its lead unit; before it is issued, the proposed one."""
    return row.assignment.lead_unit or row.intake.proposed_unit


def grants_of(row: Row, watch: Watch) -> frozenset[Sight]:
    """Who sees the case: registrar, duty units, the leader's unit, offices; compartments (R72)."""
    duty, case = row.assignment, row.intake
    others: set[Sight] = {(u, VisibilityRole.ASSIST) for u in duty.assist_units}
    others |= {(u, VisibilityRole.COOPERATE) for u in duty.cooperate_units}
    if duty.lead_unit is not None:
        others.add((duty.lead_unit, VisibilityRole.LEAD))
    if duty.leader_unit is not None:
        others.add((duty.leader_unit, VisibilityRole.LEADER))
    if case.registrar_unit is not None:
        others.add((case.registrar_unit, VisibilityRole.REGISTRAR))
    tags = [CaseTag(t) for t in case.tags]
    return watch.sight(others, sealed=case.sealed, tags=tags, known=case.case_no is not None)
