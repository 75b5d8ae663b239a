"""Runs the parser in a process of its own, with a clock, so that no file can hurt the service."""

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from typing_extensions import override

from intake.ledger.options import ReadOptions
from intake.ledger.outcome import (
    AcceptedRow,
    Outcome,
    Refusal,
    RejectedRow,
    row_from_json,
)

SECONDS, SECONDS_PER_MB = 20.0, 2.0
"""Longest time by the clock for a small file's next message, and what a long file may take beyond: it
only guards against a parser that waits, for one that works has its own limits."""
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "SYSTEMROOT")
"""Environment the parser sees: no keys, no addresses."""
_LONGEST_LINE = 64 * 1024 * 1024
"""A message holds some hundred rows; the cells of one row are bounded by the file."""
_DEFAULT = ReadOptions()

Row = AcceptedRow | RejectedRow


class Sink(Protocol):
    """Takes the rows of a ledger in batches; the parser waits until a batch is taken."""

    async def expect(self, rows: int | None) -> None:
        """The sheet has about so many rows, if that is known."""

    async def rows(self, batch: Sequence[Row]) -> None:
        """The next rows in the order of the sheet, some hundred at most."""


class _Collect(Sink):
    def __init__(self) -> None:
        self.accepted: list[AcceptedRow] = []
        self.rejected: list[RejectedRow] = []

    @override
    async def expect(self, rows: int | None) -> None:
        """Nothing to prepare."""

    @override
    async def rows(self, batch: Sequence[Row]) -> None:
        self.accepted += [r for r in batch if isinstance(r, AcceptedRow)]
        self.rejected += [r for r in batch if isinstance(r, RejectedRow)]


class LedgerRunner:
    """Reads ledgers at arm's length.

    Args:
        units_file: the district's ``units.csv``.
        at_once: how many files are parsed at the same time.
        seconds: longest time the parser may keep us waiting for its next message.
    """

    def __init__(self, units_file: Path, *, at_once: int = 2, seconds: float = SECONDS) -> None:
        self._units = units_file.resolve()
        self._slots = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def read(
        self, data: bytes, *, file: str, today: date, options: ReadOptions = _DEFAULT
    ) -> Outcome:
        """Read a ledger with all its rows; see ``stream`` for long ones."""
        sink = _Collect()
        outcome = await self.stream(data, file=file, today=today, options=options, sink=sink)
        if outcome.rows_total:
            outcome.rows, outcome.rows_rejected = sink.accepted, sink.rejected
        return outcome

    async def stream(
        self, data: bytes, *, file: str, today: date, options: ReadOptions = _DEFAULT, sink: Sink
    ) -> Outcome:
        """Read a ledger and hand its rows on in batches.

        A file that takes too much time or memory is refused as ``too_large``.

        Returns:
            The outcome without rows. When its ``rows_total`` is 0, rows already handed on count for
            nothing: the file was refused on the way.
        """
        order = {
            "file": file, "units": str(self._units), "today": today.isoformat(),
            "options": options.to_json(), "size": len(data),
        }  # fmt: skip
        async with self._slots:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "intake.ledger.worker",
                stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, limit=_LONGEST_LINE,
                env={k: os.environ[k] for k in _PASSED_ON if k in os.environ} | {"PYTHONUTF8": "1"},
            )  # fmt: skip
            feed = asyncio.create_task(_feed(process, json.dumps(order).encode() + b"\n", data))
            try:
                patience = self._seconds + SECONDS_PER_MB * len(data) / 1_000_000
                outcome = await _listen(process, file, sink, patience)
                # It has said all; to kill it just now would race with its own end.
                await asyncio.wait_for(process.wait(), patience)
                return outcome
            except TimeoutError:
                return Outcome.refused(file, _exhausted())
            finally:
                feed.cancel()
                await _end(process)
                await asyncio.gather(feed, return_exceptions=True)


async def _listen(process: Process, file: str, sink: Sink, patience: float) -> Outcome:
    assert process.stdout is not None  # noqa: S101  asked for above
    while True:
        line = await asyncio.wait_for(process.stdout.readline(), patience)
        if not line:
            await asyncio.wait_for(process.wait(), patience)
            return Outcome.refused(file, _refusal_for(process.returncode))
        message: dict[str, Any] = json.loads(line)
        if "end" in message:
            return Outcome.from_json(message["end"])
        if "rows" in message:
            await sink.rows([row_from_json(r) for r in message["rows"]])
        else:
            await sink.expect(message["expect"])


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()


async def _feed(process: Process, order: bytes, data: bytes) -> None:
    assert process.stdin is not None  # noqa: S101  asked for above
    # A parser that has seen enough hangs up; its answer says why.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(order)
        process.stdin.write(data)
        await process.stdin.drain()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.close()


def _refusal_for(returncode: int | None) -> Refusal:
    # 3 is the worker's own "out of memory"; signals come from the limits or a native abort.
    if returncode == 3 or (returncode is not None and returncode < 0):  # noqa: PLR2004
        return _exhausted()
    return Refusal("damaged", "文件结构异常，读取中断，请在 Excel 中打开并另存后重新上传")


def _exhausted() -> Refusal:
    return Refusal(
        "too_large", "文件过大或结构异常，读取超出时间或内存限制，请删除空行空列或拆分后重新上传"
    )
