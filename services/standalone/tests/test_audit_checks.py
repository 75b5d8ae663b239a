"""The audit passes on a sound set of databases and names exactly what was broken in it."""

import asyncio
import base64
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from inspect import signature
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from contracts.assignment import TaskForceNamedV1
from contracts.event import EventData
from contracts.intake import CaseRegisteredV1, CaseVerifiedV1
from contracts.subjects import CONSUMERS, PUBLISHERS
from contracts.units import UnitDirectory
from contracts.vocab import CaseKind, Channel, Cohort, Field, Source, Tick
from dbkit.database import Database
from eventing.inbox import Handlers, apply
from eventing.outbox import emit_many
from servicekit.ids import new_id
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from standalone.audit import visibility
from standalone.audit.run import check_all, run
from standalone.audit.sources import Sources, from_environment
from standalone.audit.verdict import Breach, Finding, Result
from standalone.failures import StartupError
from standalone.layout import SERVICES
from testkit.postgres import PostgresServer, ServiceDb
from testkit.settings import AUDIT_KEY, values

UNITS = Path(__file__).parents[3] / "examples" / "units.csv"
DAY = date(2020, 10, 28)


def registered(number: str) -> CaseRegisteredV1:
    return CaseRegisteredV1(
        case_no=number, source=Source.CENTRAL, cohort=Cohort.A, handed_down_on=DAY,
        registered_on=date(2019, 5, 6), channel=Channel.VISIT, people_count=3, field=Field.OTHER,
        category="城乡建设", case_kind=CaseKind.ORDINARY, cross_separated=False,
        place_unit="wenhuajie", proposed_unit="wenhuajie",
    )  # fmt: skip


def handlers_of(service: str, url: str) -> Handlers:
    """The service's own handlers, wired as its worker wires them."""
    if service == "intake":
        return Handlers("intake")
    bootstrap = import_module(f"{service}.bootstrap")
    wire = getattr(bootstrap, "wire", None) or bootstrap.build
    settings = next(iter(signature(wire).parameters.values())).annotation
    wired = wire(settings(**values(database_url=url, units_file=UNITS)))
    handlers: Handlers = wired.handlers
    return handlers


@dataclass(slots=True)
class World:
    """Five databases with two cases of five events each, all delivered."""

    clones: dict[str, ServiceDb]
    cases: tuple[UUID, UUID]

    @property
    def sources(self) -> Sources:
        dsns = {s: c.ro_url for s, c in self.clones.items()}
        return Sources(dsns, AUDIT_KEY, UnitDirectory.read(UNITS))

    async def broken(self, service: str, *statements: str) -> Result:
        """The checks while ``service`` holds these changes, which are rolled back afterwards."""
        superuser = self.clones[service].app_url.replace(f"{service}_app:", "postgres:")
        engine = create_async_engine(superuser)
        async with self.sources.connect() as sound, engine.connect() as connection:
            for statement in statements:
                done = await connection.execute(text(statement), {"case": self.cases[0]})
                assert done.rowcount == 1, statement
            result = await check_all({**sound, service: connection}, self.sources)
            await connection.rollback()
        await engine.dispose()
        return result

    async def breach(self, check: str, service: str, *statements: str) -> Breach:
        """The breach that the changes lead to; it must be found by ``check``."""
        result = await self.broken(service, *statements)
        assert result.breach is not None
        assert result.findings[-1].code == check
        return result.breach


class Builder:
    """Fills five fresh databases as the services would."""

    def __init__(self, clones: dict[str, ServiceDb]) -> None:
        self._clones = clones
        self._dbs = {
            s: Database(c.app_url, audit_key=AUDIT_KEY, pool_size=1) for s, c in clones.items()
        }
        self._handlers = {s: handlers_of(s, c.app_url) for s, c in clones.items()}

    async def build(self) -> World:
        cases = (await self.accept("GJ1"), await self.accept("NX2"))
        for db in self._dbs.values():
            await db.close()
        return World(self._clones, cases)

    async def accept(self, number: str) -> UUID:
        case_id = new_id()
        await self._insert_case(case_id, number)
        facts = (registered(number), CaseVerifiedV1(ticks=tuple(Tick)))
        await self._tell("intake", case_id, *facts)
        await self._tell("assignment", case_id, *(TaskForceNamedV1(members=n) for n in (1, 2, 3)))
        return case_id

    async def _insert_case(self, case_id: UUID, number: str) -> None:
        connection = await asyncpg.connect(self._clones["intake"].admin_dsn)
        columns = await connection.fetch(
            "select column_name, data_type from information_schema.columns"
            " where table_name = 'cases' and is_nullable = 'NO' and column_default is null"
        )
        dummy = {
            "uuid": case_id, "text": number, "integer": 1, "date": DAY, "boolean": False,
            "jsonb": "{}", "bytea": b"", "timestamp with time zone": datetime(2026, 11, 25, tzinfo=UTC),
        }  # fmt: skip
        names = ", ".join(c["column_name"] for c in columns)
        slots = ", ".join(f"${i}" for i in range(1, len(columns) + 1))
        values_ = (dummy[c["data_type"]] for c in columns)
        await connection.execute(f"insert into cases ({names}) values ({slots})", *values_)
        await connection.close()

    async def _tell(self, service: str, case_id: UUID, *facts: EventData) -> None:
        async with self._dbs[service].system("test") as tx:
            events = await emit_many(tx, case_id, facts, occurred_on=DAY, tenant="xlb")
            await tx.session.execute(text("update outbox set published_at = now()"))
        for consumer, sources in CONSUMERS.items():
            if service in sources:
                await apply(self._dbs[consumer], self._handlers[consumer], events)


@pytest.fixture(scope="module")
def world(postgres: PostgresServer) -> Iterator[World]:
    async def build() -> World:
        return await Builder({s: await postgres.clone(s) for s in SERVICES}).build()

    async def drop() -> None:
        for clone in made.clones.values():
            await postgres.drop(clone)

    made = asyncio.run(build())
    yield made
    asyncio.run(drop())


async def test_sound_databases_pass_every_check(world: World) -> None:
    seen: list[Finding] = []
    result = await run(world.sources, quiet_seconds=0, on_finding=seen.append)
    assert result.ok, result.breach
    assert result.quiet
    assert [f.code for f in seen] == [
        "cases", "versions", "delivery", "projection", "chains", "visibility",
    ]  # fmt: skip
    by_code = {f.code: f.counts for f in seen}
    assert by_code["cases"]["已受理"] == 2
    assert by_code["versions"] == {"事件": 10, "事件序列": 4}
    assert by_code["delivery"]["已处理"] == 2 * (2 * 4 + 3 * 4)
    assert by_code["chains"]["审计记录"] > 0
    assert json.loads(json.dumps(result.as_json()))["ok"] is True


@pytest.mark.parametrize("service", ["assignment", "mediation", "supervision", "reporting"])
async def test_a_case_that_one_service_does_not_know_is_named(world: World, service: str) -> None:
    breach = await world.breach(
        "cases", service,
        "update cases set case_id = gen_random_uuid() where case_id = :case",
    )  # fmt: skip
    assert (breach.service, breach.case_id) == (service, world.cases[0])


async def test_a_case_that_intake_never_accepted_is_named(world: World) -> None:
    breach = await world.breach(
        "cases", "reporting",
        "insert into cases select (jsonb_populate_record(c, '{\"case_id\":"
        " \"00000000-0000-0000-0000-000000000001\"}')).* from cases c where case_id = :case",
    )  # fmt: skip
    assert (breach.service, breach.case_id) == ("reporting", UUID(int=1))


@pytest.mark.parametrize("version", [1, 2, 3])
async def test_a_deleted_event_is_named_by_case_and_version_wherever_it_stood(
    world: World, version: int
) -> None:
    breach = await world.breach(
        "versions", "assignment",
        f"delete from outbox where case_id = :case and version = {version}",
    )  # fmt: skip
    assert breach.service == "assignment"
    assert (breach.case_id, breach.version) == (world.cases[0], version)


async def test_an_event_deleted_together_with_its_count_is_missed_by_its_consumers(
    world: World,
) -> None:
    breach = await world.breach(
        "delivery", "assignment",
        "delete from outbox where case_id = :case and version = 3",
        "update event_versions set last_version = 2 where case_id = :case",
    )  # fmt: skip
    assert (breach.service, breach.source) == ("intake", "assignment")
    assert (breach.case_id, breach.version) == (world.cases[0], 3)


async def test_an_unpublished_event_is_named(world: World) -> None:
    breach = await world.breach(
        "delivery", "intake",
        "update outbox set published_at = null where case_id = :case and version = 2",
    )  # fmt: skip
    assert (breach.service, breach.case_id, breach.version) == ("intake", world.cases[0], 2)


@pytest.mark.parametrize(
    ("consumer", "source"),
    [(c, s) for c, found in CONSUMERS.items() for s in found if s in {"intake", "assignment"}],
)
async def test_an_event_that_one_consumer_lost_is_named_with_that_consumer(
    world: World, consumer: str, source: str
) -> None:
    breach = await world.breach(
        "delivery", consumer,
        f"delete from inbox where source = '{source}' and case_id = :case and version = 2",
    )  # fmt: skip
    assert (breach.service, breach.source) == (consumer, source)
    assert (breach.case_id, breach.version) == (world.cases[0], 2)


async def test_an_event_in_the_dead_letters_is_accounted_for(world: World) -> None:
    result = await world.broken(
        "supervision",
        "delete from inbox where source = 'assignment' and case_id = :case and version = 3",
        "insert into dead_letter (event_id, source, case_id, version, subject, raw, reason, failed_at)"
        " values (gen_random_uuid(), 'assignment', :case, 3, 'evt.x', '', 'test', now())",
    )
    assert result.ok, result.breach
    assert {f.code: f.counts for f in result.findings}["delivery"]["死信"] == 1


async def test_a_letter_that_could_not_be_decoded_is_counted(world: World) -> None:
    result = await world.broken(
        "supervision",
        "insert into dead_letter (source, subject, raw, reason, failed_at)"
        " values ('mediation', 'evt.mediation.x', 'noise', 'undecodable', now())",
    )
    assert result.ok, result.breach
    assert {f.code: f.counts for f in result.findings}["delivery"]["死信"] == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("update cases set people_count = 4 where case_id = :case", "intake.people_count"),
        ("update cases set task_force = 0 where case_id = :case", "assignment.task_force"),
        ("update cases set state = 'recognised' where case_id = :case", "state"),
        ("update cases set unit = 'jyj' where case_id = :case", "unit"),
        (
            (
                "update case_facts set occurred_on = '2020-12-31' where case_id = :case"
                " and kind = 'verified'"
            ),
            "facts",
        ),
        ("delete from case_facts where case_id = :case and kind = 'registered'", "facts"),
    ],
)
async def test_a_changed_projection_is_named_by_case_and_field(
    world: World, change: str, field: str
) -> None:
    breach = await world.breach("projection", "reporting", change)
    assert breach.case_id == world.cases[0]
    assert f"统计字段 {field} " in breach.sentence


@pytest.mark.parametrize(
    "change",
    [
        "update audit_log set action = 'nothing.happened' where tenant = '*' and seq = 1",
        "update audit_log set reason = 'because' where tenant = '*' and seq = 1",
        "delete from audit_log where tenant = '*' and seq = 1",
        "delete from audit_log where tenant = '*' and seq = (select max(seq) from audit_log)",
        "delete from audit_heads where tenant = '*'",
    ],
)
async def test_a_changed_or_deleted_audit_row_is_named(world: World, change: str) -> None:
    breach = await world.breach("chains", "assignment", change)
    assert breach.service == "assignment"
    assert "单位 *" in breach.sentence
    assert breach.version is not None


async def test_sight_for_a_stranger_is_named(world: World) -> None:
    breach = await world.breach(
        "visibility", "mediation",
        "insert into case_visibility values ('elsewhere', :case, 'lead', now())",
    )  # fmt: skip
    assert (breach.service, breach.case_id) == ("mediation", world.cases[0])
    assert "elsewhere" in breach.sentence


async def test_the_audit_cannot_write(world: World) -> None:
    async with world.sources.connect() as connections:
        for connection in connections.values():
            with pytest.raises(DBAPIError, match=r"read-only transaction|permission denied"):
                await connection.exec_driver_sql("update audit_heads set seq = 0")


def test_databases_of_a_cluster_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUAJIE_UNITS_FILE", str(UNITS))
    assert from_environment() is None
    for service in SERVICES[:-1]:
        monkeypatch.setenv(f"HUAJIE_AUDIT_DSN_{service.upper()}", f"postgresql://x@h/{service}")
    with pytest.raises(StartupError, match="HUAJIE_AUDIT_DSN_REPORTING、HUAJIE_AUDIT_KEY"):
        from_environment()
    monkeypatch.setenv("HUAJIE_AUDIT_DSN_REPORTING", "postgresql://x@h/reporting")
    monkeypatch.setenv("HUAJIE_AUDIT_KEY", base64.b64encode(AUDIT_KEY).decode())
    found = from_environment()
    assert found is not None
    assert found.dsns["intake"] == "postgresql+asyncpg://x@h/intake"
    assert found.audit_key == AUDIT_KEY
    assert set(PUBLISHERS) < set(found.dsns)


SEAL = (
    "update outbox set payload = jsonb_set(payload, '{data,sealed}', 'true')"
    " where case_id = :case and version = 1"
)
ALONE = "delete from case_visibility where case_id = :case and tenant <> 'jjw'"


@pytest.mark.parametrize("service", ["assignment", "reporting"])
async def test_r72_a_sealed_case_that_another_unit_sees_is_named(
    world: World, service: str
) -> None:
    superusers = {s: c.app_url.replace(f"{s}_app:", "postgres:") for s, c in world.clones.items()}
    engines = {s: create_async_engine(url) for s, url in superusers.items()}
    async with AsyncExitStack() as stack:
        opened = {s: await stack.enter_async_context(e.connect()) for s, e in engines.items()}
        case = {"case": world.cases[0]}
        await opened["intake"].execute(text(SEAL), case)
        for name, connection in opened.items():
            if name != service:
                await connection.execute(text(ALONE), case)
        officer = "insert into case_visibility values ('officer:sub-1', :case, 'registrar', now())"
        await opened["intake"].execute(text(officer), case)
        found = await visibility.check(opened, world.sources)
        assert found.breach is not None
        assert (found.breach.service, found.breach.case_id) == (service, world.cases[0])
        assert "揭发控告件" in found.breach.sentence
        await opened[service].execute(text(ALONE), case)
        assert (await visibility.check(opened, world.sources)).ok
        await opened[service].execute(text(officer), case)
        assert not (await visibility.check(opened, world.sources)).ok
        for connection in opened.values():
            await connection.rollback()
    for engine in engines.values():
        await engine.dispose()
