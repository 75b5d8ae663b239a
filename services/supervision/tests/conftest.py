"""A running supervision service, and the events that bring a case to its desk."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from contracts.assignment import CaseIssuedV1, IssuedDuty
from contracts.event import Envelope, EventData
from contracts.intake import CaseRegisteredV1, RepeatConfirmedV1, RepeatWithdrawnV1
from contracts.mediation import ClosureReportedV1, LeaderOpinionSignedV1
from contracts.vocab import CaseKind, Channel, Cohort, DutyRole, Field, Source
from eventing.inbox import Verdict, apply
from fastapi import FastAPI
from servicekit.clock import FixedClock
from servicekit.ids import new_id
from sqlalchemy import text
from supervision.bootstrap import Parts
from supervision.main import create_app
from supervision.settings import SupervisionSettings
from testkit.events import an_event
from testkit.http import client_for
from testkit.identity import Identity
from testkit.postgres import ServiceDb
from testkit.settings import values

UNITS = """code,name,kind,aliases
xlb,兴庆区信访工作联席会议办公室,district_office,区信联办|信联办
xfj,兴庆区信访局,district_office,区信访局
wenhuajie,文化街街道,street,文化街街道办事处|文化街办事处
xinhuajie,新华街街道,street,新华街办事处
jyj,兴庆区教育局,department,区教育局|教育局
jjw,兴庆区纪委监委,discipline,区纪委监委
zfw,兴庆区委政法委,politics_law,政法委
"""

REPORTED = date(2026, 11, 1)
OPINION = date(2026, 11, 3)

TICKS = {
    "result_answers_demand": True,
    "measures_executed": True,
    "receipt_present": True,
    "leader_opinion_read": True,
}


def evidence(**ceased: Any) -> list[dict[str, Any]]:
    return [
        {"slot": "settled", "document_no": "兴信复〔2026〕1号", "description": "欠薪已全额发放"},
        {
            "slot": "ceased", "document_no": "兴信访〔2026〕2号", "description": "信访人签字息访",
            "confirmed_by": "区信联办回访人员", "voluntary": True, **ceased,
        },
        {"slot": "satisfied", "document_no": "兴信评〔2026〕3号", "description": "回访表示满意"},
    ]  # fmt: skip


@pytest.fixture
def service_name() -> str:
    return "supervision"


@pytest.fixture
def settings(service_db: ServiceDb, tmp_path: Path) -> SupervisionSettings:
    units = tmp_path / "units.csv"
    units.write_text(UNITS, encoding="utf-8")
    return SupervisionSettings(**values(database_url=service_db.app_url, units_file=units))


@pytest.fixture
def app(settings: SupervisionSettings, clock: FixedClock, identity: Identity) -> FastAPI:
    return create_app(settings, clock=clock, jwks_client=identity.jwks_client())


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_for(app) as c:
        yield c


@pytest.fixture
def parts(app: FastAPI) -> Parts:
    wired: Parts = app.state.parts
    return wired


@dataclass
class Desk:
    """Feeds upstream events and speaks to the service as its users."""

    parts: Parts
    client: httpx2.AsyncClient
    identity: Identity
    versions: dict[tuple[str, UUID], int] = field(default_factory=dict)
    report_id: UUID = field(default_factory=new_id)

    def event(self, case_id: UUID, data: EventData, **over: Any) -> Envelope:
        key = (data.SERVICE, case_id)
        self.versions[key] = self.versions.get(key, 0) + 1
        return an_event(data, case_id=case_id, version=self.versions[key], **over)

    async def feed(self, *events: Envelope) -> list[Verdict]:
        return await apply(self.parts.db, self.parts.handlers, list(events))

    def registered(self, case_id: UUID, *, sealed: bool = False) -> Envelope:
        return self.event(case_id, a_registration(case_id, sealed=sealed))

    def issued(self, case_id: UUID, lead: str = "wenhuajie") -> Envelope:
        duties = (
            IssuedDuty(unit=lead, role=DutyRole.LEAD),
            IssuedDuty(unit="jyj", role=DutyRole.ASSIST),
        )
        return self.event(case_id, CaseIssuedV1(batch_id=new_id(), letter_no="x", duties=duties))

    def reported(self, case_id: UUID, round_: int = 1, **over: Any) -> Envelope:
        data = ClosureReportedV1(report_id=self.report_id, round=round_)
        return self.event(case_id, data, **{"occurred_on": REPORTED, "tenant": "wenhuajie", **over})

    def opinion(self, case_id: UUID, *, agreed: bool = True, on: date = OPINION) -> Envelope:
        data = LeaderOpinionSignedV1(report_id=self.report_id, agreed=agreed)
        return self.event(case_id, data, occurred_on=on, tenant="wenhuajie")

    def repeated(self, case_id: UUID, on: date, later: UUID | None = None) -> Envelope:
        data = RepeatConfirmedV1(link_id=new_id(), later_case_id=later or new_id(), repeated_on=on)
        return self.event(case_id, data, occurred_on=on)

    def withdrawn(self, repeat: Envelope, on: date, was: str = "confirmed") -> Envelope:
        link, later = repeat.data["link_id"], repeat.data["later_case_id"]
        data = RepeatWithdrawnV1(link_id=link, later_case_id=later, was=was)
        return self.event(repeat.case_id, data, occurred_on=on)

    async def sight(self, case_id: UUID) -> set[tuple[str, str]]:
        found = await self.sql(
            "select tenant, role from case_visibility where case_id = :c", c=case_id
        )
        return {(r.tenant, r.role) for r in found}

    async def known(self, lead: str = "wenhuajie") -> UUID:
        case_id = new_id()
        await self.feed(self.registered(case_id), self.issued(case_id, lead))
        return case_id

    async def awaiting_review(self, lead: str = "wenhuajie") -> UUID:
        case_id = await self.known(lead)
        await self.feed(self.reported(case_id, tenant=lead), self.opinion(case_id))
        return case_id

    async def approved(self, on: str = "2026-11-05") -> UUID:
        case_id = await self.awaiting_review()
        assert (await self.review(case_id, occurred_on=on)).status_code == 200
        return case_id

    async def recognised(self, on: str = "2026-11-06") -> UUID:
        case_id = await self.approved()
        assert (await self.recognise(case_id, occurred_on=on)).status_code == 200
        return case_id

    async def post(
        self, case_id: UUID | str, what: str, body: dict[str, Any], headers: dict[str, str]
    ) -> httpx2.Response:
        return await self.client.post(f"/v1/cases/{case_id}/{what}", json=body, headers=headers)

    async def review(
        self, case_id: UUID, headers: dict[str, str] | None = None, **body: Any
    ) -> httpx2.Response:
        content = {"decision": "approved", "checklist": TICKS, "reason": "材料齐全", **body}
        return await self.post(
            case_id, "review", content, headers or self.identity.office("reviewer")
        )

    async def recognise(
        self, case_id: UUID, headers: dict[str, str] | None = None, **body: Any
    ) -> httpx2.Response:
        content = {"evidence": evidence(), **body}
        return await self.post(
            case_id, "recognition", content, headers or self.identity.office("reviewer")
        )

    async def write_off(
        self, case_id: UUID, headers: dict[str, str] | None = None, **body: Any
    ) -> httpx2.Response:
        return await self.post(
            case_id, "write-off", body, headers or self.identity.office("supervisor")
        )

    async def revoke(
        self, case_id: UUID, headers: dict[str, str] | None = None, **body: Any
    ) -> httpx2.Response:
        content = {"reason": "复查发现欠薪仍未发放", **body}
        return await self.post(
            case_id, "revocation", content, headers or self.identity.office("supervisor")
        )

    async def see(self, case_id: UUID, headers: dict[str, str] | None = None) -> dict[str, Any]:
        answer = await self.client.get(
            f"/v1/cases/{case_id}", headers=headers or self.identity.office("reviewer")
        )
        assert answer.status_code == 200, answer.text
        view: dict[str, Any] = answer.json()
        return view

    async def events(self, case_id: UUID) -> list[dict[str, Any]]:
        async with self.parts.db.system_read() as session:
            return list(
                await session.scalars(
                    text("select payload from outbox where case_id = :c order by version"),
                    {"c": case_id},
                )
            )

    async def sql(self, query: str, **bound: Any) -> list[Any]:
        async with self.parts.db.system_read() as session:
            return list(await session.execute(text(query), bound))


def a_registration(case_id: UUID, *, sealed: bool = False) -> CaseRegisteredV1:
    return CaseRegisteredV1(
        case_no=f"XQ-{case_id}", source=Source.CENTRAL, cohort=Cohort.A, handed_down_on=None,
        registered_on=date(2020, 3, 1), channel=Channel.VISIT, people_count=1, field=Field.LABOUR,
        category="劳动报酬", case_kind=CaseKind.ORDINARY, cross_separated=False, place_unit=None,
        proposed_unit="wenhuajie", sealed=sealed,
    )  # fmt: skip


@pytest_asyncio.fixture
async def desk(parts: Parts, client: httpx2.AsyncClient, identity: Identity) -> Desk:
    return Desk(parts, client, identity)
