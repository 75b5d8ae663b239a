"""Runs the parser in a process of its own, with a clock, so that no file can hurt the service."""

import asyncio
import json
import os
import sys
from datetime import date
from pathlib import Path

from intake.ledger.outcome import Outcome, Refusal

SECONDS = 20.0
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "SYSTEMROOT")
"""Environment the parser sees: no keys, no addresses."""


class LedgerRunner:
    """Reads ledgers at arm's length.

    Args:
        units_file: the district's ``units.csv``.
        at_once: how many files are parsed at the same time.
        seconds: wall-clock time for one file.
    """

    def __init__(self, units_file: Path, *, at_once: int = 2, seconds: float = SECONDS) -> None:
        self._units = units_file.resolve()
        self._slots = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def read(self, data: bytes, *, file: str, today: date) -> Outcome:
        """Read a ledger; a file that takes too much time or memory is refused as ``too_large``."""
        async with self._slots:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "intake.ledger.worker", file, str(self._units), str(today),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={k: os.environ[k] for k in _PASSED_ON if k in os.environ} | {"PYTHONUTF8": "1"},
            )  # fmt: skip
            try:
                out, _ = await asyncio.wait_for(process.communicate(data), self._seconds)
            except TimeoutError:
                return Outcome.refused(file, _exhausted())
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode != 0:
            return Outcome.refused(file, _refusal_for(process.returncode))
        return Outcome.from_json(json.loads(out))


def _refusal_for(returncode: int | None) -> Refusal:
    # 3 is the worker's own "out of memory"; signals come from the limits or a native abort.
    if returncode == 3 or (returncode is not None and returncode < 0):  # noqa: PLR2004
        return _exhausted()
    return Refusal("damaged", "文件已损坏，无法读取，请在 Excel 中打开并另存后重新上传")


def _exhausted() -> Refusal:
    return Refusal(
        "too_large", "文件过大或结构异常，读取超出时间或内存限制，请删除空行空列或拆分后重新上传"
    )
