"""Who may ask what, walls between tenants, migrations, figures for Prometheus, start-up."""

import re
from datetime import UTC, date, datetime

import pytest
from contracts.registry import REGISTRY
from dbkit import migrate
from prometheus_client import CollectorRegistry, generate_latest
from reporting.bootstrap import wire
from reporting.labels import EVENT_LABELS
from reporting.main import create_app
from reporting.metrics import FIGURES
from servicekit.errors import DomainError
from sqlalchemy import text
from testkit.catalogue import findings
from testkit.http import client_for

from .feeding import feed_stories
from .stories import Story

DAY = date(2020, 11, 2)

READS = [
    "/v1/ledger", "/v1/ledger/export", "/v1/rates", "/v1/series", "/v1/milestones", "/v1/summary", "/v1/matters",
    "/v1/cases/{case}", "/v1/cases/{case}/timeline",
]  # fmt: skip
READERS = {"registrar", "handler", "leader", "reviewer", "supervisor", "analyst", "unit_admin"}
ROLES = [*sorted(READERS), "late_entry", "system_admin", "security_admin", "audit_admin"]
BOOKS = ["/v1/accounting", "/v1/accounting/unaccounted"]


@pytest.mark.parametrize("role", ROLES)
async def test_every_read_is_open_to_the_duties_that_work_with_cases_and_closed_to_administrators(
    parts, client, identity, role
):
    s = Story("wenhuajie").until_resolved(DAY)
    await feed_stories(parts, s)
    for path in READS:
        answer = await client.get(
            path.format(case=s.case_id), headers=identity.headers(roles=[role])
        )
        assert answer.status_code == (200 if role in READERS else 403), (path, role)
    for path in BOOKS:
        own = await client.get(path, headers=identity.headers(roles=[role]))
        assert own.status_code == 403
        office = await client.get(path, headers=identity.headers("xlb", "district_office", [role]))
        assert office.status_code == (200 if role in {"analyst", "supervisor"} else 403)
    for path in ("/v1/dead-letters",):
        answer = await client.get(path, headers=identity.headers(roles=[role]))
        assert answer.status_code == (200 if role == "system_admin" else 403)


async def test_no_route_is_left_out_of_the_matrix(client):
    paths = (await client.get("/openapi.json")).json()["paths"]
    known = {p.replace("{case}", "{case_id}") for p in (*READS, *BOOKS)}
    assert set(paths) == known | {
        "/v1/milestones/{cohort}/{day}/freeze", "/v1/dead-letters",
        "/v1/dead-letters/{letter_id}/replay",
    }  # fmt: skip


async def test_nothing_answers_without_a_token(client):
    for path in (*READS, *BOOKS):
        answer = await client.get(path.format(case="01890000-0000-7000-8000-000000000000"))
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_the_catalogue_shows_no_hole_between_tenants(service_db):
    assert await findings(service_db.admin_dsn, "reporting") == []


async def test_rows_of_another_units_case_are_not_there_even_for_plain_sql(parts):
    await feed_stories(
        parts, Story("wenhuajie").until_resolved(DAY), Story("zjj").until_resolved(DAY)
    )
    tables = ("cases", "case_facts", "case_events", "case_visibility")
    async with parts.db.system_read() as session:
        all_rows = [await session.scalar(text(f"select count(*) from {t}")) for t in tables]
    own = {}
    for unit in ("wenhuajie", "zjj", "jyj"):
        async with parts.db.read(unit) as session:
            own[unit] = [await session.scalar(text(f"select count(*) from {t}")) for t in tables]
    assert own["jyj"] == [0, 0, 0, 0]
    assert own["wenhuajie"][:3] == own["zjj"][:3] == [n // 2 for n in all_rows[:3]]


async def test_migrations_go_up_match_the_tables_go_down_and_up_again(postgres):
    db = await postgres.clone("reporting", empty=True)
    await migrate.upgrade("reporting", db.owner_url)
    await migrate.check("reporting", db.owner_url)
    await migrate.downgrade("reporting", db.owner_url, "base")
    await migrate.upgrade("reporting", db.owner_url)
    await postgres.drop(db)


async def test_the_service_refuses_to_start_on_an_old_schema(postgres, settings, clock):
    db = await postgres.clone("reporting", empty=True)
    old = settings.model_copy(update={"database_url": db.app_url})
    app = create_app(old, clock=clock)
    with pytest.raises(DomainError, match="请先运行数据库迁移"):
        async with client_for(app):
            raise AssertionError
    await app.state.parts.db.close()
    await postgres.drop(db)


def scraped() -> str:
    registry = CollectorRegistry()
    registry.register(FIGURES)
    return generate_latest(registry).decode()


async def test_prometheus_reads_the_workers_last_figures_from_memory(parts, client, clock):
    clock.move_to(datetime(2020, 12, 31, 2, 0, tzinfo=UTC))
    await feed_stories(
        parts, Story("wenhuajie").until_resolved(DAY),
        Story("zjj").until_resolving(due_on=date(2020, 12, 1)), Story("zjj").until_claimed(DAY),
        Story("zjj", sealed=True).register(tenant="jjw"),
    )  # fmt: skip
    await parts.take_figures()
    await parts.show_figures()
    seen = scraped()
    for line in (
        'huajie_cases{state="recognised"} 1.0',
        'huajie_cases{state="resolving"} 1.0',
        'huajie_cases{state="registered"} 0.0',
        'huajie_resolution_rate{cohort="A"} 0.3333',
        'huajie_unit_cases{fact="overdue",unit="zjj"} 1.0',
        'huajie_unit_cases{fact="claimed",unit="zjj"} 1.0',
        'huajie_unit_info{name="文化街街道",unit="wenhuajie"} 1.0',
        "huajie_unaccounted_cases 0.0",
    ):
        assert line in seen, line
    taken = re.search(r"^huajie_report_snapshot_timestamp_seconds (.+)$", seen, re.MULTILINE)
    assert float(taken[1]) == clock.now().timestamp()
    await feed_stories(parts, Story("zjj").until_resolved(DAY))
    assert scraped() == seen
    await parts.take_figures()
    await parts.show_figures()
    assert 'huajie_cases{state="recognised"} 2.0' in scraped()
    assert "huajie_report_snapshot_timestamp_seconds" in (await client.get("/metrics")).text


async def test_before_the_first_figures_there_are_none(parts):
    await parts.show_figures()
    assert scraped() == ""


def test_every_event_of_the_contracts_has_a_chinese_term():
    assert {name for _, name, _ in REGISTRY} <= set(EVENT_LABELS)


async def test_a_wired_process_names_a_broken_units_file(settings, tmp_path):
    broken = tmp_path / "units.csv"
    broken.write_text("code,name,kind,aliases\na,甲,street,\n", "utf-8")
    with pytest.raises(LookupError, match="district_office"):
        wire(settings.model_copy(update={"units_file": broken}))


async def test_the_app_is_ready_when_its_database_answers(client):
    assert (await client.get("/readyz")).json()["checks"] == {"database": True}
