"""What keeps a stack from starting, in one sentence each, with an exit code of its own."""

import errno
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from standalone.failures import StartupError, from_log, from_os_error
from standalone.layout import DataFolder, Ports
from standalone.stack import Stack, running_stack
from standalone.supervisor import preflight
from standalone.supervisor.lock import FolderLock, is_held
from standalone.supervisor.state import leftovers, read_stack, write_state

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    preflight.make_folders(made)
    return made


def huajie(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from standalone.cli import app; app()", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=50, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


async def test_a_second_instance_is_told_where_the_first_runs(
    folder: DataFolder, free_base_port: int, units_csv: Path
) -> None:
    write_state(folder, Ports(free_base_port), supervisor=4711, phase="running", processes=[])
    lock = FolderLock(folder)
    lock.take()
    assert is_held(folder)
    with pytest.raises(StartupError, match=r"已有一个实例在运行.*4711") as refusal:
        await Stack(folder.root, free_base_port, units=units_csv).start()
    assert refusal.value.exit_code == 4
    found = running_stack(folder.root)
    assert found is not None
    assert found.endpoints.portal == f"http://127.0.0.1:{free_base_port}"
    lock.release()
    assert not is_held(folder)
    assert running_stack(folder.root) is None


async def test_a_busy_port_is_named_with_its_use_and_leaves_the_folder_free(
    folder: DataFolder, free_base_port: int, units_csv: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_base_port + 3))
        other.listen()
        with pytest.raises(
            StartupError, match=f"端口 {free_base_port + 3}（化解）已被占用"
        ) as refusal:
            await Stack(folder.root, free_base_port, units=units_csv).start()
    assert refusal.value.exit_code == 3
    assert "--port" in refusal.value.sentence
    assert not is_held(folder)


def test_the_command_says_it_in_one_line_and_fails(tmp_path: Path, free_base_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_base_port))
        other.listen()
        done = huajie("up", "--data", str(tmp_path / "d"), "--port", str(free_base_port))
    assert done.returncode == 3
    assert done.stderr.strip().count("\n") == 0
    assert f"端口 {free_base_port}（门户）已被占用" in done.stderr


def test_a_full_disk_is_refused_before_anything_is_started(folder: DataFolder) -> None:
    preflight.check_room(folder, needed=1)
    with pytest.raises(StartupError, match=r"磁盘空间不足.*至少需要") as refusal:
        preflight.check_room(folder, needed=1 << 60)
    assert (refusal.value.code, refusal.value.exit_code) == ("disk_full", 5)


@pytest.mark.parametrize(
    "line",
    [
        'FATAL:  could not write lock file "postmaster.pid": No space left on device',
        "[ERR] JetStream failed: write msgs/1.blk: no space left on device",
    ],
)
def test_a_disk_that_fills_up_while_starting_gets_the_same_sentence(line: str) -> None:
    refusal = from_log(line, "/data")
    assert refusal is not None
    assert refusal.code == "disk_full"
    assert from_os_error(OSError(errno.ENOSPC, "x"), "/data").sentence == refusal.sentence


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_disk_without_a_byte_left_is_told_apart_from_a_missing_right(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not possible here")
    try:
        with pytest.raises(OSError, match="No space"):
            (small / "filler").write_bytes(b"0" * 1_000_000)
        with pytest.raises(StartupError) as refusal:
            preflight.make_folders(DataFolder(small / "data"))
        assert refusal.value.code == "disk_full"
    finally:
        subprocess.run(["/bin/umount", str(small)], check=True)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(StartupError, match="不可写") as refusal:
        preflight.make_folders(DataFolder(blocked / "data"))
    assert refusal.value.exit_code == 6


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (
            r'{"event": "Traceback\ndbkit.migrate.SchemaMismatchError: intake 的数据库结构（空）比本程序旧。\n"}',
            "比本程序旧",
        ),
        (
            "CommandError: Can't locate revision identified by 'f'\nschema_newer intake",
            "比本程序新",
        ),
        ("FATAL: database files are incompatible with server", "另一大版本"),
    ],
)
def test_another_schema_gets_its_sentence(log: str, words: str) -> None:
    refusal = from_log(log, "/data")
    assert refusal is not None
    assert words in refusal.sentence
    assert refusal.sentence.endswith("。")


def test_an_ordinary_crash_has_no_special_sentence() -> None:
    assert from_log("ValueError: oops", "/data") is None


def test_status_of_a_folder_where_nothing_runs(folder: DataFolder) -> None:
    done = huajie("status", "--json", "--data", str(folder.root))
    assert done.returncode == 3
    assert json.loads(done.stdout)["running"] is False
    plain = huajie("status", "--data", str(folder.root))
    assert "没有实例在运行" in plain.stdout


def test_status_knows_what_a_crashed_supervisor_left(folder: DataFolder) -> None:
    write_state(folder, Ports(8100), supervisor=1, phase="running", processes=[])
    view = read_stack(folder)
    assert view is not None
    assert (view.running, view.phase, view.pss_bytes) == (False, "stopped", 0)
    assert leftovers(folder) == []
    assert stat.S_IMODE(folder.state_file.stat().st_mode) == 0o600


def test_accounts_before_the_first_start_are_a_sentence(folder: DataFolder) -> None:
    done = huajie("accounts", "--data", str(folder.root))
    assert done.returncode == 1
    assert "huajie up" in done.stderr


def test_production_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    done = huajie("up", "--data", str(tmp_path / "d"), HUAJIE_ENV="production")
    assert done.returncode == 9
    assert "不得用于生产" in done.stderr
    assert not (tmp_path / "d").exists()


def test_a_program_that_may_not_be_run_is_not_blamed_on_the_data_folder() -> None:
    refusal = from_os_error(PermissionError(errno.EACCES, "Permission denied", "/opt/x"), "/data")
    assert "/opt/x" in refusal.sentence
    assert from_os_error(PermissionError(errno.EACCES, "x", "/data/run"), "/data").exit_code == 6
