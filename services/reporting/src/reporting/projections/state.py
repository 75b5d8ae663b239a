"""Derives a case's state, unit and readers from its row; pure functions over all parts."""

from collections.abc import Iterable
from enum import StrEnum

from contracts.units import UnitDirectory
from contracts.vocab import UnitKind, VisibilityRole

from reporting.projections.rows import Row

Grant = tuple[str, VisibilityRole]


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


def offices_of(directory: UnitDirectory) -> frozenset[str]:
    """The units that see every case that is not sealed."""
    return frozenset(u.code for u in directory if u.kind is UnitKind.DISTRICT_OFFICE)


def grants_of(row: Row, offices: Iterable[str]) -> frozenset[Grant]:
    """Who sees the case: registrar, duty units, the leader's unit; the offices unless sealed."""
    duty = row.assignment
    grants: set[Grant] = {(u, VisibilityRole.ASSIST) for u in duty.assist_units}
    grants |= {(u, VisibilityRole.COOPERATE) for u in duty.cooperate_units}
    if duty.lead_unit is not None:
        grants.add((duty.lead_unit, VisibilityRole.LEAD))
    if duty.leader_unit is not None:
        grants.add((duty.leader_unit, VisibilityRole.LEADER))
    if row.intake.registrar_unit is not None:
        grants.add((row.intake.registrar_unit, VisibilityRole.REGISTRAR))
        if not row.intake.sealed:
            grants |= {(office, VisibilityRole.SUPERVISION) for office in offices}
    return frozenset(grants)
