"""Loads the example ledger into a new stack, once, in the background."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import httpx2
from servicekit.clock import SystemClock

from standalone.demo.caller import Endpoints
from standalone.demo.documents import register_documents
from standalone.demo.refusals import Refusal, StillDownError
from standalone.demo.replay import replay_ledger
from standalone.layout import examples_dir
from standalone.stack import StackFiles
from standalone.vault import write_private

LEDGER = "中央交办重复信访件台账.xlsx"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How the loading ended: a sentence, and whether it is complete."""

    sentence: str
    complete: bool


def is_settled(stack: StackFiles) -> bool:
    """Whether the example was loaded before, or the stack was begun empty on purpose."""
    return stack.folder.example_marker.exists()


def settle_empty(stack: StackFiles) -> None:
    """Remember that this stack was begun empty, so that a later start stays so.

    Raises:
        OSError: the data folder cannot be written.
    """
    if not is_settled(stack):
        write_private(stack.folder.example_marker, json.dumps({"empty": True}))


async def load_example(stack: StackFiles, on_progress: Callable[[str, int, int], None]) -> Loaded:
    """Register the documents, replay the ledger; what an earlier, interrupted loading did is not done again."""
    clock = SystemClock()
    try:
        file = examples_dir() / LEDGER
        endpoints = Endpoints(stack.endpoints.issuer, stack.endpoints.services)
        passwords = {a.username: a.password for a in stack.accounts()}
        await register_documents(endpoints, passwords, file.parent)
        outcome = await replay_ledger(
            endpoints, passwords, file, until=clock.today(), on_progress=on_progress
        )
        mark = {"ledger": LEDGER, "at": clock.now().isoformat(), "failures": len(outcome.failures)}
        write_private(stack.folder.example_marker, json.dumps(mark, ensure_ascii=False))
    except (Refusal, StillDownError, OSError, httpx2.HTTPError) as e:
        return Loaded(f"示例台账没有装完（{e}），下次启动会接着装。", complete=False)
    if outcome.failures:
        return Loaded(
            f"示例台账已装入，其中 {len(outcome.failures)} 件未能办到台账所载进度。", complete=True
        )
    return Loaded("示例台账已装入。", complete=True)
