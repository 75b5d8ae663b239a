"""Upstream events and the requests of a case's life."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
from contracts.event import Envelope
from contracts.intake import CaseRegisteredV1, CaseVerifiedV1
from contracts.vocab import CaseKind, Channel, Cohort, Field, Source, Tick
from testkit.events import an_event

LEAD, ASSIST, COOPERATE, STRANGER = "wenhuajie", "zjj", "daxinzhen", "shenglijie"
LETTER = "兴信联发〔2020〕1号"

Call = Callable[..., Awaitable[httpx2.Response]]


def a_registration(case_id: UUID, kind: CaseKind = CaseKind.NAIL, **over: Any) -> CaseRegisteredV1:
    parts: dict[str, Any] = {
        "case_no": f"GJ{case_id.int % 10**12:012d}",
        "source": Source.CENTRAL,
        "cohort": Cohort.A,
        "handed_down_on": date(2020, 10, 27),
        "registered_on": date(2019, 3, 25),
        "channel": Channel.VISIT,
        "people_count": 3,
        "field": Field.REAL_ESTATE,
        "category": "城乡建设",
        "case_kind": kind,
        "cross_separated": False,
        "place_unit": LEAD,
        "proposed_unit": LEAD,
        "proposed_assist_units": (ASSIST,),
        "proposed_deadline": date(2020, 12, 31),
    }
    return CaseRegisteredV1(**{**parts, **over})


def registered_and_verified(
    case_id: UUID, kind: CaseKind = CaseKind.NAIL, **over: Any
) -> list[Envelope]:
    verified = CaseVerifiedV1(ticks=tuple(Tick))
    return [
        an_event(
            a_registration(case_id, kind, **over), case_id=case_id, occurred_on=date(2019, 3, 25)
        ),
        an_event(verified, case_id=case_id, version=2, occurred_on=date(2020, 10, 28)),
    ]


def a_line(case_id: UUID, **over: Any) -> dict[str, Any]:
    return {
        "case_id": str(case_id),
        "lead_unit": LEAD,
        "assist_units": [ASSIST],
        "cooperate_units": [COOPERATE],
        **over,
    }


def a_batch(*lines: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {"letter_no": LETTER, "occurred_on": "2020-11-01", "items": list(lines), **over}


LEADER = {
    "account": "leader01",
    "unit": "qld",
    "name": "赵雯",
    "title": "副区长",
    "level": "county",
    "occurred_on": "2020-11-03",
}
OWN_LEADER = {**LEADER, "account": "shuji", "unit": LEAD, "level": "section"}
FORCE = {"name": "文化街化解专班", "members": ["甲", "乙"], "occurred_on": "2020-11-04"}
DEADLINE = {"due_on": "2020-12-31", "occurred_on": "2020-11-05"}
PLAN = {
    "measures": "召开协调会，督促整改",
    "steps": [
        {"title": "见面", "owner": "甲", "due_on": "2020-11-20"},
        {"title": "整改", "owner": "乙", "due_on": "2020-12-20"},
    ],
    "target_on": "2020-12-31",
    "occurred_on": "2020-11-07",
}


async def issue(call: Call, case_id: UUID) -> None:
    answer = await call("office", "/batches", a_batch(a_line(case_id)))
    assert answer.status_code == 201, answer.text
    assert answer.json()["refused"] == []


async def sign(call: Call, case_id: UUID) -> None:
    await issue(call, case_id)
    answer = await call("lead", f"/cases/{case_id}/sign", {"occurred_on": "2020-11-02"})
    assert answer.status_code == 200, answer.text


async def start(call: Call, case_id: UUID) -> None:
    await sign(call, case_id)
    for path, body in (("leader", LEADER), ("task-force", FORCE), ("deadline", DEADLINE)):
        answer = await call("lead", f"/cases/{case_id}/{path}", body, put=True)
        assert answer.status_code == 200, answer.text
    answer = await call("lead", f"/cases/{case_id}/start", {"occurred_on": "2020-11-06"})
    assert answer.status_code == 200, answer.text


async def rows(dsn: str, sql: str, *args: Any) -> list[dict[str, Any]]:
    """Look past the walls, as the superuser."""
    connection = await asyncpg.connect(dsn)
    try:
        return [dict(r) for r in await connection.fetch(sql, *args)]
    finally:
        await connection.close()


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
