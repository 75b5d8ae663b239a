"""The aggregate: every step of the table, closure facts in order, R3, R27, R28, R47."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from contracts.vocab import EvidenceSlot, Role
from servicekit.errors import BeforeItsCauseError, DomainError, IllegalTransitionError
from supervision.domain.actors import PERMISSIONS, Actor
from supervision.domain.case import SupervisedCase
from supervision.domain.errors import (
    CeasedNotVoluntaryError,
    ChecklistIncompleteError,
    ClosureOutOfOrderError,
    ConfirmationMissingError,
    ConfirmedByResponsibleUnitError,
    EvidenceDuplicateError,
    EvidenceMissingError,
    ObservationRunningError,
    OtherReportError,
    ReasonMissingError,
    ReasonTooShortError,
    RepeatSinceError,
    ReviewerIsReporterError,
    RoleMissingError,
)
from supervision.domain.facts import CLOSURE_FACTS, Entry, FactKind, Trail
from supervision.domain.recognition import Evidence, UnitNames
from supervision.domain.review import Checklist, Decision
from supervision.domain.revocation import Cause, Repeat
from supervision.domain.states import COMMANDS, TRANSITIONS, Action, State

DAY = date(2020, 11, 2)
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
REPORT = uuid4()
REVIEWER = Actor("sub-r", "xlb", True, frozenset({Role.REVIEWER}))
SUPERVISOR = Actor("sub-s", "xlb", True, frozenset({Role.SUPERVISOR}))
FULL = Checklist(True, True, True, True)
EVIDENCE = (
    Evidence(EvidenceSlot.SETTLED, "文1", "欠薪已发"),
    Evidence(EvidenceSlot.CEASED, "文2", "签字息访", "区信联办回访人员", True),
    Evidence(EvidenceSlot.SATISFIED, "文3", "回访满意"),
)
LEAD = UnitNames("wenhuajie", "文化街街道", ("文化街街道办事处", "文化街办事处"))


def entry(on: date = DAY, by: str = "sub-h", unit: str = "wenhuajie") -> Entry:
    return Entry(on, NOW, by, unit)


def on(day: date):
    def stamp(cause: date | None) -> Entry:
        if cause is not None and day < cause:
            raise BeforeItsCauseError("早于依据")
        return Entry(day, NOW, "sub-r", "xlb")

    return stamp


def a_case(state: State = State.OPEN) -> SupervisedCase:
    case = SupervisedCase(uuid4(), case_no="XQ1", lead_unit="wenhuajie")
    steps = list(State)[1 : list(State).index(state) + 1]
    for s in steps:
        _reach(case, s)
    assert case.state is state
    return case


def _reach(case: SupervisedCase, state: State) -> None:
    match state:
        case State.REPORTED:
            case.note_report(entry(), REPORT, case.trail.round + 1)
        case State.OPINION_SIGNED:
            case.note_opinion(entry(), REPORT, agreed=True)
        case State.APPROVED:
            review(case)
        case State.RECOGNISED:
            recognise(case)
        case State.WRITTEN_OFF:
            case.write_off(SUPERVISOR, on(DAY + timedelta(days=90)))


def review(
    case: SupervisedCase, actor: Actor = REVIEWER, day: date = DAY, decision: Decision = Decision.APPROVED,
    checklist: Checklist = FULL, reason: str | None = None,
):  # fmt: skip
    return case.review(
        actor, on(day), review_id=uuid4(), decision=decision, checklist=checklist, reason=reason
    )


def recognise(
    case: SupervisedCase,
    evidence=EVIDENCE,
    day: date = DAY,
    actor: Actor = REVIEWER,
    days: int = 90,
):
    return case.recognise(
        actor, on(day), recognition_id=uuid4(), evidence=evidence, responsible=[LEAD],
        observation_days=days,
    )  # fmt: skip


def repeat_of(case: SupervisedCase, day: date, later: UUID | None = None):
    repeat = Repeat(uuid4(), later or uuid4(), day)
    return case.note_repeat(repeat, entry(day, by="system:consumer:supervision"), uuid4())


def do(case: SupervisedCase, action: Action) -> None:
    match action:
        case Action.REPORT:
            case.note_report(entry(), REPORT, case.trail.round + 1)
        case Action.AGREE | Action.DECLINE:
            case.note_opinion(entry(), REPORT, agreed=action is Action.AGREE)
        case Action.APPROVE:
            review(case)
        case Action.RETURN:
            review(case, decision=Decision.RETURNED, reason="办理结果没有回应信访人的诉求")
        case Action.RECOGNISE:
            recognise(case)
        case Action.WRITE_OFF:
            case.write_off(SUPERVISOR, on(DAY + timedelta(days=90)))
        case Action.REVOKE:
            case.revoke(
                SUPERVISOR, on(DAY + timedelta(days=90)), revocation_id=uuid4(), reason="未化解"
            )
        case Action.RELAPSE:
            repeat_of(case, DAY)


COMMANDED = [a for a in Action if a is not Action.RELAPSE]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", COMMANDED)
def test_every_action_in_every_state_follows_the_table_or_is_refused(state, action):
    case = a_case(state)
    before = replace(case)
    if (state, action) in TRANSITIONS:
        do(case, action)
        assert case.state is TRANSITIONS[state, action]
    else:
        with pytest.raises(IllegalTransitionError):
            do(case, action)
        assert case == before


@pytest.mark.parametrize("state", list(State))
def test_r3_a_repeat_revokes_exactly_where_the_table_knows_a_relapse(state):
    case = a_case(state)
    revocation = repeat_of(case, DAY)
    assert (revocation is not None) is ((state, Action.RELAPSE) in TRANSITIONS)
    assert case.state is TRANSITIONS.get((state, Action.RELAPSE), state)
    assert [r.revoked for r in case.repeats] == [revocation is not None]


def test_the_four_closure_facts_stand_side_by_side_each_with_its_own_day_and_author():
    case = SupervisedCase(uuid4(), lead_unit="wenhuajie")
    case.note_report(entry(DAY), REPORT, 1)
    case.note_opinion(entry(DAY + timedelta(1)), REPORT, agreed=True)
    review(case, day=DAY + timedelta(2))
    recognise(case, day=DAY + timedelta(3))
    case.write_off(SUPERVISOR, on(DAY + timedelta(93)))
    facts = [case.trail.standing(k) for k in CLOSURE_FACTS]
    assert [f.entry.on for f in facts if f] == [
        DAY, DAY + timedelta(2), DAY + timedelta(3), DAY + timedelta(93),
    ]  # fmt: skip
    assert [f.entry.unit for f in facts if f] == ["wenhuajie", "xlb", "xlb", "xlb"]


@pytest.mark.parametrize("kind", list(CLOSURE_FACTS)[1:])
def test_no_closure_fact_can_be_written_without_the_one_before_it(kind):
    with pytest.raises(ClosureOutOfOrderError):
        Trail().advance(kind, entry(), REPORT)


def test_a_closure_fact_cannot_be_written_twice():
    trail = Trail().advance(FactKind.REPORTED, entry(), REPORT, 1)
    with pytest.raises(ClosureOutOfOrderError):
        trail.advance(FactKind.REPORTED, entry(), REPORT, 2)


# R24 ------------------------------------------------------------------------------------------


def test_r24_a_leader_who_disagrees_ends_the_closure_without_counting_a_return():
    case = a_case(State.REPORTED)
    case.note_opinion(entry(), REPORT, agreed=False)
    assert (case.state, case.returns, case.report) == (State.OPEN, 0, None)
    assert [f.kind for f in case.trail.facts] == [FactKind.REPORTED, FactKind.DECLINED]


def test_r24_an_opinion_on_another_report_is_refused():
    case = a_case(State.REPORTED)
    with pytest.raises(OtherReportError):
        case.note_opinion(entry(), uuid4(), agreed=True)


# R47 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tick",
    ["result_answers_demand", "measures_executed", "receipt_present", "leader_opinion_read"],
)
def test_r47_approval_needs_every_tick_and_names_the_one_missing(tick):
    case = a_case(State.OPINION_SIGNED)
    with pytest.raises(ChecklistIncompleteError) as refused:
        review(case, checklist=replace(FULL, **{tick: False}))
    assert refused.value.context["missing"] == [tick]
    assert case.state is State.OPINION_SIGNED


@pytest.mark.parametrize("reason", [None, "", "   ", "不合格", "一 二 三 四 五 六 七 八 九"])
def test_r47_a_return_needs_ten_characters_of_reason(reason):
    with pytest.raises(ReasonTooShortError):
        review(a_case(State.OPINION_SIGNED), decision=Decision.RETURNED, reason=reason)


def test_r47_returns_are_counted_and_the_next_report_is_a_new_round():
    case = a_case(State.OPINION_SIGNED)
    for n in (1, 2):
        do(case, Action.RETURN)
        assert (case.returns, case.state, case.report) == (n, State.OPEN, None)
        case.note_report(entry(), REPORT, n + 1)
        case.note_opinion(entry(), REPORT, agreed=True)
    assert case.trail.round == 3
    assert review(case).round == 3


def test_r47_a_return_needs_no_ticks():
    case = a_case(State.OPINION_SIGNED)
    result = review(
        case,
        decision=Decision.RETURNED,
        checklist=Checklist(),
        reason="没有送达回执，也没有信访人签字",
    )
    assert result.decision is Decision.RETURNED


def test_nobody_reviews_a_report_their_own_account_filed():
    case = a_case(State.OPINION_SIGNED)
    own = replace(REVIEWER, sub="sub-h")
    for decision in Decision:
        with pytest.raises(ReviewerIsReporterError):
            review(case, own, decision=decision, reason="这份报告由我自己报送的")
    assert case.allowed_actions(own, DAY) == []
    assert case.allowed_actions(REVIEWER, DAY) == ["review"]


def test_a_review_cannot_happen_before_the_leaders_opinion():
    case = a_case(State.REPORTED)
    case.note_opinion(entry(DAY + timedelta(5)), REPORT, agreed=True)
    with pytest.raises(BeforeItsCauseError):
        review(case, day=DAY + timedelta(4))
    review(case, day=DAY + timedelta(5))


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


# permissions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_office", [True, False])
@pytest.mark.parametrize("state", list(State))
def test_what_is_offered_is_exactly_what_is_not_refused(role, is_office, state):
    actor = Actor("sub-x", "xlb", is_office, frozenset({role}))
    case, today = a_case(state), DAY + timedelta(90)
    offered = case.allowed_actions(actor, today)
    accepted = []
    for action in PERMISSIONS:
        if case.refusal(action, actor, today) is None:
            accepted.append(COMMANDS[action])
    assert offered == list(dict.fromkeys(accepted))
    assert all(is_office and role in {Role.REVIEWER, Role.SUPERVISOR} for _ in offered)


def test_a_write_off_is_offered_only_once_the_window_has_ended():
    case = a_case(State.RECOGNISED)
    assert case.allowed_actions(SUPERVISOR, DAY + timedelta(89)) == ["revoke"]
    assert case.allowed_actions(SUPERVISOR, DAY + timedelta(90)) == ["write_off", "revoke"]


@pytest.mark.parametrize("action", [a for a in Action if a not in PERMISSIONS])
def test_no_user_may_tell_what_other_services_tell(action):
    everything = Actor("s", "xlb", True, frozenset(Role))
    for state in State:
        assert isinstance(a_case(state).refusal(action, everything), DomainError)
