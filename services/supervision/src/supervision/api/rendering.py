"""Turns what the use cases read into answers; units get facts, the office also the texts."""

from uuid import UUID

from supervision.api.answers import (
    CaseLine,
    CaseView,
    ClosureView,
    DeskItem,
    EvidenceView,
    FactView,
    RecognitionView,
    RepeatView,
    ReviewView,
    RevocationView,
    author,
)
from supervision.domain.case import SupervisedCase
from supervision.domain.desk import Owed
from supervision.domain.facts import CLOSURE_FACTS, FactKind
from supervision.domain.revocation import CAUSE_LABELS
from supervision.domain.states import STATE_LABELS
from supervision.usecases.queries import CaseDetail


def case_view(detail: CaseDetail) -> CaseView:
    """One case in full, or as its lead unit may see it."""
    case = detail.case
    standing = {k.value: FactView.of(case.trail.standing(k)) for k in CLOSURE_FACTS}
    return CaseView(
        case_id=case.id, case_no=case.case_no, cohort=case.cohort, state=case.state.value,
        state_label=STATE_LABELS[case.state], state_since=case.state_since,
        lead_unit=case.lead_unit, version=case.version, round=case.trail.round,
        returns=case.returns, observe_until=case.observe_until,
        closure=ClosureView(**standing),
        leader_opinion=FactView.of(case.trail.standing(FactKind.OPINION_SIGNED)),
        history=[FactView.stated(f) for f in case.trail.facts],
        reviews=_reviews(detail), recognitions=_recognitions(detail),
        revocations=_revocations(detail), repeats=_repeats(detail),
        allowed_actions=detail.allowed_actions,
    )  # fmt: skip


def case_line(case: SupervisedCase) -> CaseLine:
    """One line of the list."""
    days = {
        f"{k.value}_on": fact.entry.on if (fact := case.trail.standing(k)) else None
        for k in CLOSURE_FACTS
    }
    return CaseLine(
        case_id=case.id, case_no=case.case_no, state=case.state.value,
        state_label=STATE_LABELS[case.state], state_since=case.state_since,
        lead_unit=case.lead_unit, returns=case.returns, observe_until=case.observe_until,
        reported_on=days["reported_on"], approved_on=days["approved_on"],
        recognised_on=days["recognised_on"], written_off_on=days["written_off_on"],
        version=case.version,
    )  # fmt: skip


def desk_item(owed: Owed) -> DeskItem:
    """One thing to do."""
    return DeskItem(
        case_id=owed.case.id, case_no=owed.case.case_no, action=owed.action, label=owed.label,
        due_on=owed.due_on, since=owed.since,
    )  # fmt: skip


def _reviews(detail: CaseDetail) -> list[ReviewView]:
    return [
        ReviewView(
            id=r.id, report_id=r.report_id, round=r.round, decision=r.decision,
            checklist=r.checklist, reason=r.reason, **author(r.entry),
        )
        for r in detail.records.reviews
    ]  # fmt: skip


def _recognitions(detail: CaseDetail) -> list[RecognitionView]:
    return [
        RecognitionView(
            id=r.id, observe_until=r.observe_until,
            evidence=[EvidenceView.of(e, full=detail.full) for e in r.evidence],
            fast=r.basis is not None, basis_document_no=r.basis if detail.full else None,
            **author(r.entry),
        )
        for r in detail.records.recognitions
    ]  # fmt: skip


def _revocations(detail: CaseDetail) -> list[RevocationView]:
    return [
        RevocationView(
            id=r.id, recognition_id=r.recognition_id, cause=r.cause, label=CAUSE_LABELS[r.cause],
            later_case_id=_later(detail, r.later_case_id),
            reason=r.reason, **author(r.entry),
        )
        for r in detail.records.revocations
    ]  # fmt: skip


def _repeats(detail: CaseDetail) -> list[RepeatView]:
    return [
        RepeatView(
            link_id=r.link_id, later_case_id=_later(detail, r.later_case_id),
            repeated_on=r.on, revoked=r.revoked, withdrawn=r.withdrawn,
        )
        for r in detail.case.repeats
    ]  # fmt: skip


def _later(detail: CaseDetail, later: UUID | None) -> UUID | None:
    return later if detail.full and later in detail.seen else None
