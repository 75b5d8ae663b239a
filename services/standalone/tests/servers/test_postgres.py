"""PostgreSQL from its wheel, with the data folder's path far longer than a socket's may be."""

import os
import signal
import stat

import asyncpg
import pytest
from standalone.servers.dsn import database_url
from standalone.servers.postgres import orphan_pid
from standalone.servers.roles import provision_all
from testkit.drain import until

from .conftest import Servers

pytestmark = pytest.mark.timeout(120)


async def value(servers: Servers, sql: str) -> object:
    connection = await asyncpg.connect(servers.plan.postgres.dsn())
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def execute(servers: Servers, sql: str) -> None:
    connection = await asyncpg.connect(servers.plan.postgres.dsn())
    await connection.execute(sql)
    await connection.close()


async def test_what_was_written_is_there_after_a_stop_and_a_start(servers: Servers) -> None:
    await servers.start_postgres()
    await execute(servers, "create table kept (x text); insert into kept values ('信访')")
    await servers.postgres.stop()
    assert servers.postgres.pid is None
    assert orphan_pid(servers.folder.postgres) is None
    await servers.start_postgres()
    assert await value(servers, "select x from kept") == "信访"


async def test_it_is_durable_small_and_reachable_only_with_the_password(servers: Servers) -> None:
    await servers.start_postgres()
    assert await value(servers, "show server_version_num") >= "180000"  # type: ignore[operator]
    wanted = {
        "fsync": "on", "synchronous_commit": "on", "jit": "off", "shared_buffers": "64MB",
        "max_connections": "80", "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
        "data_checksums": "on", "server_encoding": "UTF8",
    }  # fmt: skip
    assert {k: await value(servers, f"show {k}") for k in wanted} == wanted
    port = servers.postgres.spec.port
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:wrong@127.0.0.1:{port}/postgres")
    assert stat.S_IMODE(servers.folder.secrets_file.stat().st_mode) == 0o600


async def test_a_killed_server_is_started_again_and_keeps_what_was_committed(
    servers: Servers,
) -> None:
    await servers.start_postgres()
    await execute(servers, "create table kept (x int); insert into kept values (1)")
    first = servers.postgres.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    async def is_back() -> bool:
        return servers.postgres.restarts > 0 and servers.postgres.state == "ready"

    await until(is_back)
    assert servers.postgres.pid != first
    assert await value(servers, "select x from kept") == 1


async def test_an_orphan_of_a_crashed_supervisor_is_stopped_first(servers: Servers) -> None:
    await servers.start_postgres()
    orphan = servers.postgres.pid
    assert orphan is not None
    assert orphan_pid(servers.folder.postgres) == orphan
    await servers.plan.postgres.stop_orphan()
    assert orphan_pid(servers.folder.postgres) is None


async def test_a_stale_pid_file_names_no_orphan(servers: Servers) -> None:
    await servers.start_postgres()
    await servers.postgres.stop()
    (servers.folder.postgres / "postmaster.pid").write_text(f"{os.getpid()}\nx\n")
    assert orphan_pid(servers.folder.postgres) is None


async def test_each_service_has_its_database_and_roles_without_privilege(servers: Servers) -> None:
    await servers.start_postgres()
    dsn, port = servers.plan.postgres.dsn(), servers.postgres.spec.port
    await provision_all(dsn, servers.secrets)
    await provision_all(dsn, servers.secrets)
    app = database_url(servers.secrets, "intake", "app", port=port, driver="")
    connection = await asyncpg.connect(app)
    rights = await connection.fetchrow(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles"
        " where rolname = current_user"
    )
    assert rights is not None
    assert not any(rights.values())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("create table mine (x int)")
    await connection.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(app.removesuffix("intake") + "mediation")
