"""R18 and R19: leader, task force, deadline, and the way into 化解中."""

from collections.abc import Callable
from datetime import date

import pytest
from assignment.domain import events
from assignment.domain.case import AssignedCase
from assignment.domain.errors import (
    BlankFieldError,
    CountyLeaderUnitError,
    DeadlineBeforeIssueError,
    DeadlineChangeNeedsOfficeError,
    LeaderBelowCountyError,
    LeaderUnitError,
    NotLeadUnitError,
    NotReadyToResolveError,
    OverrideNotNeededError,
    OverrideStandsError,
    ReasonError,
    ReasonTooShortError,
    RoleMissingError,
)
from assignment.domain.states import State
from contracts.vocab import CaseKind, LeaderLevel, UnitKind, VisibilityRole
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

from .builders import (
    ASSISTANT,
    HANDLER,
    LEAD,
    OFFICE,
    equipped,
    issued,
    name_leader,
    on,
    resolving,
    signed,
)

HARD = [CaseKind.LONG_STANDING, CaseKind.BONE, CaseKind.NAIL]
WHY = "分管县级领导出差，经区信联办同意由街道书记包案"


@pytest.mark.parametrize("kind", HARD)
def test_r19_a_section_level_leader_is_refused_for_a_hard_case(kind: CaseKind) -> None:
    case = signed(kind)
    with pytest.raises(LeaderBelowCountyError) as e:
        name_leader(case, LeaderLevel.SECTION, LEAD)
    assert e.value.code == "leader_level_below_county"
    assert case.leader is None


def test_r19_a_section_level_leader_is_refused_for_a_cross_separated_case() -> None:
    with pytest.raises(LeaderBelowCountyError):
        name_leader(signed(cross=True), LeaderLevel.SECTION, LEAD)


def test_r19_an_ordinary_case_may_have_a_section_level_leader() -> None:
    case = signed()
    name_leader(case, LeaderLevel.SECTION, LEAD)
    assert case.leader is not None
    assert not case.leader.by_override


@pytest.mark.parametrize("kind", HARD)
def test_r19_a_county_leader_is_accepted_for_a_hard_case(kind: CaseKind) -> None:
    case = signed(kind)
    name_leader(case)
    assert case.leader is not None
    assert not case.leader.by_override


def test_r19_an_override_with_reason_lets_a_section_level_leader_stand_and_says_so() -> None:
    case = signed(CaseKind.NAIL)
    case.override_leader(OFFICE, on(3), override_id=new_id(), reason=WHY)
    name_leader(case, LeaderLevel.SECTION, LEAD, day=4)
    assert case.leader is not None
    assert case.leader.by_override
    recorded, assigned = case.pending
    assert isinstance(recorded, events.LeaderOverrideRecorded)
    assert recorded.reason == WHY
    assert isinstance(assigned, events.LeaderAssigned)
    assert assigned.by_override


def test_r19_a_leader_by_override_is_not_named_before_the_override() -> None:
    case = signed(CaseKind.NAIL)
    case.override_leader(OFFICE, on(5), override_id=new_id(), reason=WHY)
    with pytest.raises(AssertionError, match="before its cause 2020-11-05"):
        name_leader(case, LeaderLevel.SECTION, LEAD, day=4)


def test_r19_a_county_leader_beside_an_override_does_not_stand_by_it() -> None:
    case = signed(CaseKind.NAIL)
    case.override_leader(OFFICE, on(3), override_id=new_id(), reason=WHY)
    name_leader(case)
    assert case.leader is not None
    assert not case.leader.by_override


def test_r19_an_override_needs_ten_characters_of_reason() -> None:
    case = signed(CaseKind.NAIL)
    with pytest.raises(ReasonTooShortError):
        case.override_leader(OFFICE, on(3), override_id=new_id(), reason="  同意同意同意同意。  ")
    assert case.override is None


def test_r19_an_override_is_the_offices_alone() -> None:
    with pytest.raises(RoleMissingError):
        signed(CaseKind.NAIL).override_leader(HANDLER, on(3), override_id=new_id(), reason=WHY)


def test_r19_an_ordinary_case_needs_no_override() -> None:
    with pytest.raises(OverrideNotNeededError):
        signed().override_leader(OFFICE, on(3), override_id=new_id(), reason=WHY)


def test_r19_one_override_at_a_time() -> None:
    case = signed(CaseKind.BONE)
    case.override_leader(OFFICE, on(3), override_id=new_id(), reason=WHY)
    with pytest.raises(OverrideStandsError):
        case.override_leader(OFFICE, on(4), override_id=new_id(), reason=WHY)


def test_a_leader_of_a_third_unit_is_refused() -> None:
    with pytest.raises(LeaderUnitError):
        name_leader(signed(), LeaderLevel.SECTION, "shenglijie")


def test_a_leader_of_an_unknown_unit_is_refused() -> None:
    with pytest.raises(LeaderUnitError):
        signed().assign_leader(
            HANDLER,
            on(3),
            account="x",
            unit="nowhere",
            unit_kind=None,
            name="某",
            title="",
            level=LeaderLevel.SECTION,
        )


def test_county_level_cannot_be_claimed_for_an_account_of_the_street() -> None:
    with pytest.raises(CountyLeaderUnitError):
        name_leader(signed(CaseKind.NAIL), LeaderLevel.COUNTY, LEAD)


def test_a_leader_has_a_name_and_an_account() -> None:
    for account, name in (("", "赵雯"), ("leader01", " ")):
        with pytest.raises(BlankFieldError):
            signed().assign_leader(
                HANDLER,
                on(3),
                account=account,
                unit="qld",
                unit_kind=UnitKind.LEADERS,
                name=name,
                title="",
                level=LeaderLevel.COUNTY,
            )


def test_a_new_leader_takes_the_old_ones_place_and_sight() -> None:
    case = signed()
    name_leader(case)
    assert ("qld", VisibilityRole.LEADER) in case.viewers()
    name_leader(case, LeaderLevel.SECTION, LEAD, day=4)
    assert ("qld", VisibilityRole.LEADER) not in case.viewers()
    assert (LEAD, VisibilityRole.LEADER) in case.viewers()


def test_the_office_may_name_the_leader_too_but_an_assisting_unit_may_not() -> None:
    case = signed()
    parts = {
        "account": "leader01",
        "unit": "qld",
        "unit_kind": UnitKind.LEADERS,
        "name": "赵雯",
        "title": "",
        "level": LeaderLevel.COUNTY,
    }
    with pytest.raises(NotLeadUnitError):
        case.assign_leader(ASSISTANT, on(3), **parts)  # type: ignore[arg-type]
    case.assign_leader(OFFICE, on(3), **parts)  # type: ignore[arg-type]
    assert case.leader is not None


def no_leader(case: AssignedCase) -> None:
    case.leader = None


def no_force(case: AssignedCase) -> None:
    case.task_force = None


def no_deadline(case: AssignedCase) -> None:
    case.deadline = None


@pytest.mark.parametrize(
    ("strip", "missing"),
    [(no_leader, "leader"), (no_force, "task_force"), (no_deadline, "deadline")],
)
def test_r18_a_case_cannot_start_without_each_part_and_the_refusal_names_it(
    strip: Callable[[AssignedCase], None], missing: str
) -> None:
    case = equipped()
    strip(case)
    with pytest.raises(NotReadyToResolveError) as e:
        case.start(HANDLER, on(20))
    assert e.value.context == {"missing": [missing]}
    assert case.state is State.SIGNED


def test_r18_an_unsigned_bare_case_misses_all_four_parts() -> None:
    with pytest.raises(NotReadyToResolveError) as e:
        issued().start(HANDLER, on(20))
    assert e.value.context["missing"] == ["leader", "task_force", "deadline", "signature"]
    assert "包案领导、工作专班、化解时限、主办单位签收" in e.value.detail


def test_r18_a_case_with_all_parts_starts() -> None:
    case = equipped()
    case.start(HANDLER, on(6))
    assert case.state is State.RESOLVING
    (event,) = case.pending
    assert isinstance(event, events.ResolutionStarted)
    assert event.lead_unit == LEAD


def test_r18_a_case_does_not_start_before_its_last_part() -> None:
    with pytest.raises(AssertionError, match="before its cause 2020-11-05"):
        equipped().start(HANDLER, on(4))


def test_only_the_lead_starts() -> None:
    with pytest.raises(NotLeadUnitError):
        equipped().start(ASSISTANT, on(6))
    with pytest.raises(RoleMissingError):
        equipped().start(OFFICE, on(6))


def test_a_started_case_does_not_start_again() -> None:
    with pytest.raises(IllegalTransitionError):
        resolving().start(HANDLER, on(20))


@pytest.mark.parametrize(("name", "members"), [(" ", ["甲"]), ("专班", []), ("专班", [" "])])
def test_a_task_force_has_a_name_and_members(name: str, members: list[str]) -> None:
    with pytest.raises(BlankFieldError):
        signed().name_task_force(HANDLER, on(3), name=name, members=members)


def test_the_lead_sets_the_first_deadline_and_no_other() -> None:
    case = signed()
    case.set_deadline(HANDLER, on(3), due_on=date(2020, 12, 31), reason=None)
    with pytest.raises(DeadlineChangeNeedsOfficeError):
        case.set_deadline(HANDLER, on(4), due_on=date(2021, 12, 31), reason="案情复杂")


def test_the_office_changes_a_deadline_with_a_reason_and_the_event_names_the_previous() -> None:
    case = equipped()
    with pytest.raises(ReasonError):
        case.set_deadline(OFFICE, on(6), due_on=date(2021, 12, 31), reason=None)
    case.set_deadline(OFFICE, on(6), due_on=date(2021, 12, 31), reason="案情复杂")
    (event,) = case.pending
    assert isinstance(event, events.DeadlineSet)
    assert event.previous == date(2020, 12, 31)
    assert case.deadline is not None
    assert case.deadline.due_on == date(2021, 12, 31)


def test_a_deadline_before_the_day_of_issue_is_refused() -> None:
    with pytest.raises(DeadlineBeforeIssueError):
        signed().set_deadline(HANDLER, on(3), due_on=date(2020, 10, 31), reason=None)
