"""Recognition on evidence, observation, write-off, relapse, inspection: R27, R3, R28."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from contracts.vocab import EvidenceSlot
from servicekit.errors import BeforeItsCauseError, IllegalTransitionError
from supervision.domain.errors import (
    CeasedNotVoluntaryError,
    ConfirmationMissingError,
    ConfirmedByResponsibleUnitError,
    EvidenceDuplicateError,
    EvidenceMissingError,
    ObservationRunningError,
    ReasonMissingError,
    RepeatSinceError,
    RoleMissingError,
)
from supervision.domain.facts import FactKind
from supervision.domain.recognition import UnitNames
from supervision.domain.revocation import Cause
from supervision.domain.states import State

from .cases import (
    DAY,
    EVIDENCE,
    REPORT,
    SUPERVISOR,
    a_case,
    entry,
    on,
    recognise,
    repeat_of,
    review,
)

# R27 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slot", list(EvidenceSlot))
def test_r27_any_slot_left_out_refuses_the_recognition(slot):
    case = a_case(State.APPROVED)
    with pytest.raises(EvidenceMissingError) as refused:
        recognise(case, [e for e in EVIDENCE if e.slot is not slot])
    assert refused.value.context["missing"] == [slot.value]
    assert case.state is State.APPROVED


@pytest.mark.parametrize("slot", list(EvidenceSlot))
@pytest.mark.parametrize("blank", [{"document_no": "  "}, {"description": "\n"}])
def test_r27_any_slot_left_blank_refuses_the_recognition(slot, blank):
    with pytest.raises(EvidenceMissingError) as refused:
        recognise(
            a_case(State.APPROVED),
            [replace(e, **blank) if e.slot is slot else e for e in EVIDENCE],
        )
    assert refused.value.context["missing"] == [slot.value]


def test_r27_no_evidence_at_all_names_all_three_slots():
    with pytest.raises(EvidenceMissingError) as refused:
        recognise(a_case(State.APPROVED), [])
    assert refused.value.context["missing"] == ["settled", "ceased", "satisfied"]


def test_r27_one_condition_cannot_be_shown_twice():
    with pytest.raises(EvidenceDuplicateError):
        recognise(a_case(State.APPROVED), [*EVIDENCE, EVIDENCE[0]])


@pytest.mark.parametrize("voluntary", [None, False])
def test_r27_ceasing_must_be_the_petitioners_own_will(voluntary):
    pieces = [EVIDENCE[0], replace(EVIDENCE[1], voluntary=voluntary), EVIDENCE[2]]
    with pytest.raises(CeasedNotVoluntaryError):
        recognise(a_case(State.APPROVED), pieces)


@pytest.mark.parametrize("nobody", [None, "", "  "])
def test_r27_somebody_must_have_asked_the_petitioner(nobody):
    pieces = [EVIDENCE[0], replace(EVIDENCE[1], confirmed_by=nobody), EVIDENCE[2]]
    with pytest.raises(ConfirmationMissingError):
        recognise(a_case(State.APPROVED), pieces)


@pytest.mark.parametrize(
    "who",
    ["文化街街道", "文化街街道李某", "李某（文化街办事处）", "wenhuajie", "银川市文化街街道 李某"],
)
@pytest.mark.parametrize("slot", [EvidenceSlot.CEASED, EvidenceSlot.SATISFIED])
def test_r27_the_responsible_unit_cannot_confirm_its_own_success(who, slot):
    pieces = [replace(e, confirmed_by=who) if e.slot is slot else e for e in EVIDENCE]
    with pytest.raises(ConfirmedByResponsibleUnitError):
        recognise(a_case(State.APPROVED), pieces)


def test_a_unit_is_not_taken_for_another_whose_name_ends_alike():
    bureau = UnitNames("jyj", "兴庆区教育局", ("区教育局", "教育局"))
    assert bureau.named_in("教育局张某")
    assert not bureau.named_in("银川市教育局张某")
    assert not bureau.named_in("区信联办")


def test_r27_recognition_cannot_happen_before_the_approval():
    case = a_case(State.OPINION_SIGNED)
    review(case, day=DAY + timedelta(3))
    with pytest.raises(BeforeItsCauseError):
        recognise(case, day=DAY + timedelta(2))


def test_r27_recognition_opens_an_observation_window_of_so_many_days():
    case = a_case(State.APPROVED)
    assert recognise(case, days=90).observe_until == DAY + timedelta(90) == case.observe_until


def test_r27_no_write_off_on_the_day_before_the_window_ends_and_one_on_its_end():
    case = a_case(State.RECOGNISED)
    with pytest.raises(ObservationRunningError) as refused:
        case.write_off(SUPERVISOR, on(DAY + timedelta(89)))
    assert refused.value.context["observe_until"] == (DAY + timedelta(90)).isoformat()
    case.write_off(SUPERVISOR, on(DAY + timedelta(90)))
    assert case.state is State.WRITTEN_OFF


@pytest.mark.parametrize("days", [0, 1, 89])
def test_r27_a_repeat_within_the_window_leaves_nothing_to_write_off(days):
    case = a_case(State.RECOGNISED)
    repeat_of(case, DAY + timedelta(days))
    with pytest.raises(IllegalTransitionError):
        case.write_off(SUPERVISOR, on(DAY + timedelta(120)))


def test_r27_a_repeat_confirmed_late_still_undoes_a_write_off():
    case = a_case(State.WRITTEN_OFF)
    revocation = repeat_of(case, DAY + timedelta(30))
    assert revocation is not None
    assert (case.state, case.observe_until) == (State.OPEN, None)
    assert revocation.entry.on == DAY + timedelta(30)


def test_r27_no_recognition_on_or_before_the_day_of_a_noted_repeat():
    case = a_case(State.APPROVED)
    repeat_of(case, DAY + timedelta(7))
    for days in (0, 7):
        with pytest.raises(RepeatSinceError):
            recognise(case, day=DAY + timedelta(days))
    recognise(case, day=DAY + timedelta(8))
    assert case.state is State.RECOGNISED


def test_r27_only_the_office_closes_cases():
    case = a_case(State.RECOGNISED)
    street = replace(SUPERVISOR, unit="wenhuajie", is_office=False)
    with pytest.raises(RoleMissingError):
        case.write_off(street, on(DAY + timedelta(90)))


# R3, R28 --------------------------------------------------------------------------------------


def test_r3_a_relapse_revokes_on_the_day_the_petitioner_came_again():
    case, later = a_case(State.WRITTEN_OFF), uuid4()
    recognition = case.trail.standing(FactKind.RECOGNISED)
    revocation = repeat_of(case, DAY + timedelta(400), later)
    assert revocation is not None
    assert (revocation.cause, revocation.later_case_id) == (Cause.RELAPSE, later)
    assert revocation.recognition_id == recognition.ref
    assert not any(f.standing for f in case.trail.facts)
    assert [f.kind for f in case.trail.facts][-1] is FactKind.REVOKED


def test_r3_a_repeat_from_before_the_recognition_is_noted_and_revokes_nothing():
    case = a_case(State.RECOGNISED)
    assert repeat_of(case, DAY - timedelta(1)) is None
    assert (case.state, case.repeats[0].revoked) == (State.RECOGNISED, False)


def test_r3_a_revoked_case_can_be_resolved_again_and_keeps_its_history():
    case = a_case(State.RECOGNISED)
    repeat_of(case, DAY + timedelta(1))
    case.note_report(entry(), REPORT, 2)
    case.note_opinion(entry(), REPORT, agreed=True)
    review(case)
    recognise(case, day=DAY + timedelta(2))
    assert case.state is State.RECOGNISED
    assert [f.kind for f in case.trail.facts].count(FactKind.RECOGNISED) == 2
    assert case.trail.standing(FactKind.RECOGNISED).round == 2


def test_r28_an_inspection_revokes_with_a_reason_and_not_before_what_it_undoes():
    case = a_case(State.WRITTEN_OFF)
    with pytest.raises(ReasonMissingError):
        case.revoke(SUPERVISOR, on(DAY + timedelta(91)), revocation_id=uuid4(), reason="  ")
    with pytest.raises(BeforeItsCauseError):
        case.revoke(SUPERVISOR, on(DAY + timedelta(89)), revocation_id=uuid4(), reason="未化解")
    revocation = case.revoke(
        SUPERVISOR, on(DAY + timedelta(90)), revocation_id=uuid4(), reason=" 未化解 "
    )
    assert (revocation.cause, revocation.reason) == (Cause.INSPECTION, "未化解")
    assert revocation.later_case_id is None
