"""The requests that carry one row as far as it says, as plain data: nothing is sent here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any

from contracts.vocab import ActivityKind, NoticeKind, SessionOutcome, Tick

from standalone.demo import texts
from standalone.demo.cast import OFFICE_REVIEWER, OFFICE_SUPERVISOR, Actor, Leader, handler_of
from standalone.demo.rows import LedgerRow, Reach
from standalone.demo.schedule import Schedule

_DEFAULT_TERM = timedelta(days=60)
"""A row without 化解时限 gets the 60 days of 信访工作条例 Art. 34."""


class Phase(Enum):
    """The parts of a replay; each is done for all cases before the next begins."""

    VERIFY = "梳理核对"
    ISSUE = "集中交办"
    PREPARE = "签收、包案、方案"
    RESOLVE = "化解、办结报告、领导意见"
    RECOGNISE = "审核报结、化解认定"


@dataclass(frozen=True, slots=True)
class Step:
    """One request of one account about one case.

    ``waits`` marks a step that rests on another service's event, which may not have arrived yet;
    ``on_refusal`` names what to do first, and then try again, when it is refused with that code.
    """

    name: str
    label: str
    service: str
    path: str
    body: Mapping[str, Any] | None
    actor: Actor
    on: date
    method: str = "POST"
    waits: bool = False
    on_refusal: Mapping[str, "Step"] = field(default_factory=dict)


def verification(row: LedgerRow, plan: Schedule, registrar: Actor) -> Step:
    """The three ticks (R12)."""
    told = texts.verification_evidence(row)
    body = {
        "ticks": [{"tick": t.value, "evidence": told[t.value]} for t in Tick],
        "occurred_on": plan.verified.isoformat(),
    }
    path = f"/v1/cases/{row.case_id}/verification"
    return Step("verification", "梳理核对", "intake", path, body, registrar, plan.verified)


def batch_item(row: LedgerRow) -> dict[str, Any]:
    """The row's line in a batch: one lead (R34), the others assist."""
    return {
        "case_id": row.case_id,
        "lead_unit": row.lead.code,
        "assist_units": [u.code for u in row.assists],
        "cooperate_units": [],
    }


def after_issue(
    row: LedgerRow, plan: Schedule, leader: Leader | None
) -> Iterator[tuple[Phase, Step]]:
    """Every step from 签收 on, as far as the row says."""
    for step in _signatures(row, plan):
        yield Phase.PREPARE, step
    if row.reach < Reach.PLANNED or leader is None:
        return
    for step in _preparation(row, plan, leader):
        yield Phase.PREPARE, step
    if row.reach < Reach.VISITED:
        return
    yield Phase.RESOLVE, _visit(row, plan)
    yield Phase.RESOLVE, _step_done(row, 1, plan.visited, "已与信访人见面。")
    if row.reach < Reach.REPORTED or plan.closed is None:
        return
    for step in _resolution(row, plan, plan.closed, leader):
        yield Phase.RESOLVE, step
    if row.reach < Reach.RECOGNISED:
        return
    for step in _recognition(row, plan.closed):
        yield Phase.RECOGNISE, step


def _at(row: LedgerRow, what: str) -> str:
    return f"/v1/cases/{row.case_id}/{what}"


def _signatures(row: LedgerRow, plan: Schedule) -> Iterator[Step]:
    for unit in (row.lead, *row.assists):
        yield Step(
            f"sign-{unit.code}", f"{unit.name}签收", "assignment", _at(row, "sign"),
            {"occurred_on": plan.signed.isoformat()}, handler_of(unit), plan.signed,
        )  # fmt: skip


def _preparation(row: LedgerRow, plan: Schedule, leader: Leader) -> Iterator[Step]:
    handler, day = handler_of(row.lead), plan.led.isoformat()
    due = row.due_on or plan.issued + _DEFAULT_TERM
    target = max(due, plan.planned).isoformat()
    override = Step(
        "leader-override", "乡科级领导包案书面同意", "assignment",
        _at(row, "leader-override"),
        {"reason": texts.OVERRIDE_REASON, "occurred_on": day}, OFFICE_SUPERVISOR, plan.led,
    )  # fmt: skip
    yield Step(
        "leader", "确定包案领导", "assignment", _at(row, "leader"),
        {
            "account": leader.username, "unit": leader.unit, "name": leader.name,
            "title": leader.title, "level": leader.level.value, "occurred_on": day,
        },
        handler, plan.led, method="PUT",
        on_refusal={"leader_level_below_county": override} if row.below_county else {},
    )  # fmt: skip
    yield Step(
        "task-force", "组建工作专班", "assignment", _at(row, "task-force"),
        {
            "name": texts.task_force(row), "occurred_on": day,
            "members": [f"{row.lead.name}承办员", *(f"{u.name}承办员" for u in row.assists)],
        },
        handler, plan.led, method="PUT",
    )  # fmt: skip
    yield Step(
        "deadline", "确定化解时限", "assignment", _at(row, "deadline"),
        {"due_on": due.isoformat(), "occurred_on": day}, handler, plan.led, method="PUT",
    )  # fmt: skip
    yield Step(
        "start", "开始化解", "assignment", _at(row, "start"),
        {"occurred_on": plan.started.isoformat()}, handler, plan.started,
    )  # fmt: skip
    text = texts.measures_text(row)
    yield Step(
        "plan", "制定化解方案", "assignment", _at(row, "plan"),
        {
            "measures": text,
            "steps": [
                {"title": "与信访人见面，核实诉求", "owner": row.lead.name, "due_on": target},
                {"title": f"落实措施：{text}"[:200], "owner": row.lead.name, "due_on": target},
            ],
            "target_on": target, "occurred_on": plan.planned.isoformat(),
        },
        handler, plan.planned,
    )  # fmt: skip


def _visit(row: LedgerRow, plan: Schedule) -> Step:
    return Step(
        "visit", "走访见面", "mediation", _at(row, "activities"),
        {
            "kind": ActivityKind.CALLED_ON.value, "occurred_on": plan.visited.isoformat(),
            "place": row.lead.name, "by_leader": False, "face_to_face": True,
            "participants": f"{row.lead.name}承办员、信访人",
            "demands": "信访人当面重申台账所载诉求。",
            "summary": "承办员与信访人见面，听取诉求，说明办理进展。",
            "commitments": "按化解方案推进，及时告知进展。",
        },
        handler_of(row.lead), plan.visited, waits=True,
    )  # fmt: skip


def _step_done(row: LedgerRow, number: int, on: date, note: str) -> Step:
    return Step(
        f"plan-step-{number}", f"完成方案第 {number} 步", "assignment",
        _at(row, f"plan/steps/{number}/done"),
        {"occurred_on": on.isoformat(), "note": note}, handler_of(row.lead), on,
    )  # fmt: skip


def _meeting(row: LedgerRow, plan: Schedule) -> Step:
    outcome = texts.meeting_outcome(row)
    body: dict[str, Any] = {
        "kind": texts.meeting_kind(row).value, "occurred_on": plan.mediated.isoformat(),
        "place": row.lead.name, "mediator": f"{row.lead.name}调解人员",
        "consents": [
            {"party": "信访人", "consented": True}, {"party": "相对方", "consented": True},
        ],
        "minutes": f"台账载明：{texts.measures_text(row)}。", "outcome": outcome.value,
    }  # fmt: skip
    if outcome is SessionOutcome.AGREED:
        body["agreement"] = f"台账载明：{texts.measures_text(row)}；协议文本见卷宗。"
    return Step(
        "session", "协调会", "mediation", _at(row, "sessions"), body,
        handler_of(row.lead), plan.mediated,
    )  # fmt: skip


def _resolution(row: LedgerRow, plan: Schedule, closed: date, leader: Leader) -> Iterator[Step]:
    handler, text = handler_of(row.lead), texts.measures_text(row)
    if texts.had_meeting(row):
        yield _meeting(row, plan)
    yield Step(
        "measure", "落实化解措施", "mediation", _at(row, "measures"),
        {
            "means": [m.value for m in texts.means_of(row)], "description": text,
            "occurred_on": plan.measured.isoformat(), "executed": True,
            "responsible": row.lead.name,
        },
        handler, plan.measured,
    )  # fmt: skip
    yield _step_done(row, 2, plan.measured, "措施已落实。")
    yield Step(
        "notice", "答复信访人", "mediation", _at(row, "notices"),
        {
            "kind": NoticeKind.REPLY.value, "occurred_on": plan.notified.isoformat(),
            "channel": "书面送达", "content": f"就信访诉求答复如下：{text}",
            "receipt_no": f"{row.case_no}-HZ",
        },
        handler, plan.notified,
    )  # fmt: skip
    yield Step(
        "report", "提交办结报告", "mediation", _at(row, "closure-report"),
        {
            "occurred_on": closed.isoformat(), "document_no": f"{row.case_no}-BJ",
            "signed_by": f"{row.lead.name}主要负责人", "demands": "见台账诉求内容。",
            "findings": f"经调查核实并落实措施：{text}",
            "outcome": f"台账载明 {closed.isoformat()} 办结，已书面答复信访人。",
        },
        handler, closed,
    )  # fmt: skip
    yield Step(
        "opened", "领导阅办结报告", "mediation", _at(row, "closure-report"), None,
        leader.actor, closed, method="GET",
    )  # fmt: skip
    yield Step(
        "opinion", "领导书面意见", "mediation", _at(row, "leader-opinion"),
        {
            "agreed": True, "text": "已阅办结报告，措施已落实，同意报区信联办审核。",
            "occurred_on": closed.isoformat(),
        },
        leader.actor, closed,
    )  # fmt: skip


def _recognition(row: LedgerRow, closed: date) -> Iterator[Step]:
    yield Step(
        "review", "审核报结", "supervision", _at(row, "review"),
        {
            "decision": "approved", "reason": "办结报告、答复回执、领导意见齐全，同意报结。",
            "checklist": {
                "result_answers_demand": True, "measures_executed": True,
                "receipt_present": True, "leader_opinion_read": True,
            },
            "occurred_on": closed.isoformat(),
        },
        OFFICE_REVIEWER, closed, waits=True,
    )  # fmt: skip
    yield Step(
        "recognition", "化解认定", "supervision", _at(row, "recognition"),
        {"evidence": texts.evidence(row), "occurred_on": closed.isoformat()},
        OFFICE_REVIEWER, closed,
    )  # fmt: skip
