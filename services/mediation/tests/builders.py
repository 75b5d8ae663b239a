"""Builders of bodies and upstream events for mediation's tests."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.assignment import (
    CaseIssuedV1,
    DeadlineSetV1,
    IssuedDuty,
    LeaderAssignedV1,
    ResolutionStartedV1,
)
from contracts.event import Envelope
from contracts.intake import CaseRegisteredV1
from contracts.vocab import CaseKind, Channel, Cohort, DutyRole, Field, LeaderLevel, Source
from servicekit.ids import new_id
from testkit.events import an_event

ISSUED = date(2026, 11, 2)
STARTED = date(2026, 11, 5)
DUE = date(2026, 12, 31)

LEAD = "wenhuajie"
ASSIST = "fenghuangbeijie"
LEADER_UNIT = "qld"
LEADER_ACCOUNT = "qld.wang"


def registered(case_id: UUID, *, case_no: str = "XF2020-0001", sealed: bool = False) -> Envelope:
    data = CaseRegisteredV1(
        case_no=case_no,
        source=Source.CENTRAL,
        cohort=Cohort.A,
        handed_down_on=date(2020, 10, 26),
        registered_on=date(2020, 1, 2),
        channel=Channel.VISIT,
        people_count=1,
        field=Field.LABOUR,
        category="劳动社保",
        case_kind=CaseKind.ORDINARY,
        cross_separated=False,
        place_unit=LEAD,
        proposed_unit=LEAD,
        sealed=sealed,
    )
    return an_event(data, case_id=case_id, version=1)


def issued(
    case_id: UUID, version: int = 1, *, lead: str = LEAD, assist: tuple[str, ...] = (ASSIST,)
) -> Envelope:
    duties = (
        IssuedDuty(unit=lead, role=DutyRole.LEAD),
        *(IssuedDuty(unit=u, role=DutyRole.ASSIST) for u in assist),
    )
    data = CaseIssuedV1(batch_id=new_id(), letter_no="兴信联办〔2026〕1号", duties=duties)
    return an_event(data, case_id=case_id, version=version, occurred_on=ISSUED)


def leader_assigned(
    case_id: UUID, version: int = 2, *, account: str = LEADER_ACCOUNT, unit: str = LEADER_UNIT
) -> Envelope:
    data = LeaderAssignedV1(
        leader_account=account, leader_unit=unit, level=LeaderLevel.COUNTY, by_override=False
    )
    return an_event(data, case_id=case_id, version=version, occurred_on=ISSUED, tenant=LEAD)


def deadline_set(case_id: UUID, version: int = 3) -> Envelope:
    data = DeadlineSetV1(due_on=DUE, previous=None)
    return an_event(data, case_id=case_id, version=version, occurred_on=ISSUED)


def started(case_id: UUID, version: int = 4) -> Envelope:
    data = ResolutionStartedV1(lead_unit=LEAD)
    return an_event(data, case_id=case_id, version=version, occurred_on=STARTED, tenant=LEAD)


def under_way(case_id: UUID) -> list[Envelope]:
    """All that makes a case ready to be worked on."""
    return [
        registered(case_id),
        issued(case_id),
        leader_assigned(case_id),
        deadline_set(case_id),
        started(case_id),
    ]


def an_activity(**over: Any) -> dict[str, Any]:
    return {
        "kind": "received_visit",
        "occurred_on": "2026-11-23",
        "place": "文化街街道信访接待室",
        "by_leader": False,
        "face_to_face": True,
        "participants": "信访人王某某",
        "demands": "要求补发拖欠的工资",
        "summary": "当面听取诉求，核对欠薪凭据。",
        "commitments": "七日内书面答复",
        **over,
    }


def a_session(**over: Any) -> dict[str, Any]:
    return {
        "kind": "people",
        "occurred_on": "2026-11-23",
        "place": "街道人民调解委员会",
        "mediator": "调解员李某",
        "consents": [
            {"party": "信访人王某某", "consented": True},
            {"party": "某建筑公司", "consented": True},
        ],
        "minutes": "双方就欠薪数额达成一致。",
        "outcome": "agreed",
        "agreement": "公司于月底前付清工资。",
        **over,
    }


def a_measure(**over: Any) -> dict[str, Any]:
    return {
        "means": ["economic", "law"],
        "description": "协调企业付清拖欠工资",
        "occurred_on": "2026-11-24",
        "executed": True,
        "responsible": "街道综治办张某",
        **over,
    }


def a_notice(**over: Any) -> dict[str, Any]:
    return {
        "kind": "reply",
        "occurred_on": "2026-11-24",
        "channel": "当面送达",
        "content": "信访事项处理意见书已送达。",
        "receipt_no": "回执2026-18",
        **over,
    }


def a_report(**over: Any) -> dict[str, Any]:
    return {
        "occurred_on": "2026-11-25",
        "document_no": "文街信〔2026〕8号",
        "signed_by": "街道办主任赵某",
        "contact_phone": "13800001234",
        "demands": "要求补发拖欠的工资",
        "findings": "经核查，企业确有拖欠工资的事实，共计三个月。",
        "outcome": "企业已足额支付，信访人书面表示息访。",
        **over,
    }


def an_opinion(**over: Any) -> dict[str, Any]:
    return {
        "agreed": True,
        "text": "已阅全部材料，欠薪确已付清，同意上报审核。",
        "occurred_on": "2026-11-25",
        **over,
    }
