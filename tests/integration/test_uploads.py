"""Uploads as hard as they come: one of a gigabyte, and a long one while intake is killed."""

import asyncio
import os
import random
import signal
import sys
import time
import zipfile
from pathlib import Path

import httpx2
import pytest
from people import Cast, Person
from stack import ROOT, StackProcess
from testkit.drain import until

sys.path.insert(0, str(ROOT / "services" / "intake" / "benchmarks"))
import big_ledger

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]
GIGABYTE, MEGABYTE = 1 << 30, 1 << 20
LIMIT = 50 * MEGABYTE
BOUNDARY = b"--b\r\n"
HEAD = BOUNDARY + (
    b'Content-Disposition: form-data; name="file"; filename="a.xlsx"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\nPK\x03\x04"
)
ROWS = 2_000
PATIENCE = 180


def resident(pid: int) -> int:
    """The most memory that a process has held so far, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmHWM")) * 1024


class Upload:
    """One request over a bare connection, so that nothing between us and the service is polite."""

    def __init__(self, port: int, token: str, *, declared: bool) -> None:
        self._port, self._token, self._declared = port, token, declared
        self.sent = 0
        self.reached = 0.0

    async def run(self) -> tuple[bytes, float]:
        """The answer, and the seconds from the limit (or from the declaration) to it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        length = f"Content-Length: {GIGABYTE}" if self._declared else "Transfer-Encoding: chunked"
        writer.write(
            f"POST /v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\n{length}\r\n\r\n".encode()
        )
        self.reached = time.monotonic()
        send = asyncio.create_task(self._send(writer))
        try:
            answer = await reader.readuntil(b'"code":"body_too_large"')
            return answer, time.monotonic() - self.reached
        finally:
            send.cancel()
            writer.transport.abort()
            await asyncio.gather(send, return_exceptions=True)

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        piece = HEAD
        while self.sent < GIGABYTE:
            writer.write(piece if self._declared else b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
            self.sent += len(piece)
            if not self._declared and self.sent <= LIMIT:
                self.reached = time.monotonic()
            piece = b"x" * 65_536


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "chunked"])
async def test_a_gigabyte_is_refused_soon_after_the_limit_and_never_held(
    declared, empty_stack, person
):
    registrar: Person = person("xlb.registrar")
    pid = empty_stack.pid_of("intake")
    assert pid is not None
    before = resident(pid)
    port = int(person.stack.endpoints.services["intake"].rpartition(":")[2])
    upload = Upload(port, await registrar.token(), declared=declared)
    answer, seconds = await upload.run()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "上传内容超过 50 MB 的上限。".encode() in answer
    assert seconds < 5
    assert upload.sent < 2 * LIMIT
    assert resident(pid) - before < 20 * MEGABYTE


async def state_of(person: Person, import_id: str, wanted: str, rows: int = 0) -> dict:
    """The import once it is in this state with at least so many rows done."""
    found: dict = {}

    async def reached() -> bool:
        try:
            found.update(await person.get("intake", f"/v1/imports/{import_id}"))
        except httpx2.TransportError:
            # It was killed and has not come back.
            return False
        assert found["state"] not in {"refused", "failed"}, found
        done = (found["progress"] or {}).get("done") or 0
        return found["state"] == wanted and done >= rows

    await until(reached, PATIENCE)
    return found


async def kill(stack: StackProcess) -> None:
    """Like a power cut to intake; the supervisor starts it again."""
    pid = stack.pid_of("intake")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    async def another() -> bool:
        return stack.pid_of("intake") not in {pid, None}

    await until(another, PATIENCE)


async def test_an_import_goes_on_after_intake_was_killed_while_reading_and_while_committing(
    empty_stack, person, tmp_path
):
    ledger = tmp_path / "台账.xlsx"
    big_ledger.write(ledger, ROWS, seed=77)
    with zipfile.ZipFile(ledger, "a") as archive:
        # Large enough to be read by the worker, as with a stamp scanned into the sheet.
        archive.writestr("xl/media/image1.png", random.Random(7).randbytes(MEGABYTE))
    registrar: Person = person("xlb.registrar")
    files = {"file": ("台账.xlsx", ledger.read_bytes())}
    before = await registered(registrar)
    answer = await registrar.ask("POST", "intake", "/v1/imports", files=files, timeout=60)
    assert answer.status_code == 202, answer.text
    import_id = answer.json()["import_id"]
    await state_of(registrar, import_id, "reading")
    await kill(empty_stack)
    preview = await state_of(registrar, import_id, "previewed")
    assert (preview["rows_total"], preview["rows_accepted"]) == (ROWS, ROWS)
    await registrar.do("intake", f"/v1/imports/{import_id}/commit")
    await state_of(registrar, import_id, "committing", rows=1)
    await kill(empty_stack)
    done = await state_of(registrar, import_id, "committed")
    assert done["committed"] == ROWS
    assert await registered(registrar) == before + ROWS
    await every_case_is_told_once(person, empty_stack, before + ROWS)


async def registered(registrar: Person) -> int:
    """Cases with numbers as this file has them; other stories may have brought some."""
    return int((await registrar.get("intake", "/v1/cases", q="NX"))["total"])


async def every_case_is_told_once(person: Cast, stack: StackProcess, cases: int) -> None:
    """No registration is lost or told twice, as reporting counts them once all is quiet."""
    await asyncio.to_thread(stack.audit)
    told = await person("xlb.analyst").get("reporting", "/v1/ledger", q="NX")
    assert told["total"] == cases
