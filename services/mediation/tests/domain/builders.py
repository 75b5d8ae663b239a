"""Builders of domain objects."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import DutyRole, Role
from mediation.domain.acts import Duty, Leader, Who
from mediation.domain.case import Case
from mediation.domain.closure import Evidence
from mediation.domain.states import State

CASE = UUID("0198a000-0000-7000-8000-000000000001")
REPORT = UUID("0198a000-0000-7000-8000-000000000002")
DAY = date(2026, 11, 25)
FULL = Evidence(date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 23))

HANDLER = Who("wenhuajie.handler", "wenhuajie", frozenset({Role.HANDLER}))
ASSISTANT = Who("fenghuang.handler", "fenghuangbeijie", frozenset({Role.HANDLER}))
LEADER = Who("qld.wang", "qld", frozenset({Role.LEADER}))
OTHER_LEADER = replace(LEADER, account="qld.li")
OFFICE = Who("xlb.reviewer", "xlb", frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.HANDLER}))
CLERK = Who("wenhuajie.registrar", "wenhuajie", frozenset({Role.REGISTRAR}))


def a_case(state: State = State.RESOLVING, **over: Any) -> Case:
    values: dict[str, Any] = {
        "case_no": "XF2020-0001",
        "state": state,
        "duties": (
            Duty("wenhuajie", DutyRole.LEAD),
            Duty("fenghuangbeijie", DutyRole.ASSIST),
        ),
        "leader": Leader(LEADER.account, LEADER.unit),
        "issued_on": date(2026, 11, 2),
        "started_on": date(2026, 11, 5),
        **over,
    }
    return Case(CASE, **values)


def a_reported_case(reporter: str = HANDLER.account) -> Case:
    case = a_case(evidence=FULL)
    case.file_report(REPORT, reporter, DAY)
    return case


def an_opened_case() -> Case:
    case = a_reported_case()
    case.open_report(LEADER)
    return case
