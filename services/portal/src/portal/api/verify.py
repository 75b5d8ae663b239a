"""梳理核对: the three ticks for many cases at once, and the page that says what became of each."""

from functools import partial
from typing import Annotated

from contracts.vocab import Tick
from fastapi import APIRouter, Query
from servicekit.ids import new_id
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from portal.composing.bulk import BulkResult, day_or_none, each, key_for, picked
from portal.forms.reading import text_of
from portal.visit import CurrentVisit, Submitted, Visit, form_key
from portal.words import TICK_MEANINGS, choices

router = APIRouter(include_in_schema=False)

_SIZE = 20


async def _page(visit: Visit, page: int, *, status: int = 200, **context: object) -> Response:
    found = await visit.services.intake.cases(state="registered", page=page, size=_SIZE)
    shown = {
        "values": {},
        "refusal": "",
        "chosen": [],
        "key": str(new_id()),
        "meanings": TICK_MEANINGS,
        **context,
    }
    return visit.parts.pages.show(
        visit, "verify.html", title="梳理核对", status=status, found=found, ticks=choices(Tick),
        more=shown,
    )  # fmt: skip


@router.get("/verify")
async def choose(visit: CurrentVisit, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    return await _page(visit, page)


@router.post("/verify")
async def verify(visit: CurrentVisit, data: Submitted) -> Response:
    cases, key, day = picked(data), form_key(data), day_or_none(text_of(data, "occurred_on"))
    evidence = {code: text_of(data, code) for code, _ in choices(Tick)}
    if not cases or not day or not all(evidence.values()):
        return await _page(
            visit, 1, status=422, values=evidence, chosen=[c for c, _ in cases], key=key,
            refusal="请勾选信访件，填写三项核对依据和核对日期。",
        )  # fmt: skip
    ticks = [{"tick": code, "evidence": text} for code, text in evidence.items()]
    outcomes = await each(cases, partial(_verify_one, visit, ticks, day, key), "三项核对已登记。")
    visit.session.keep_result(key, BulkResult("梳理核对结果", "/verify", outcomes))
    return RedirectResponse(f"/results/{key}", 303)


async def _verify_one(
    visit: Visit, ticks: list[dict[str, str]], day: str, key: str, case_id: str
) -> None:
    await visit.services.intake.verify(case_id, ticks, day, key_for(key, case_id))


@router.get("/results/{key}")
async def result(visit: CurrentVisit, key: str) -> Response:
    found = visit.session.results.get(key)
    if found is None:
        raise HTTPException(404)
    return visit.parts.pages.show(
        visit,
        "result.html",
        title=found.title,
        result=found,
        crumbs=[(found.back, "返回继续办理")],
        here="/batches" if found.back.startswith("/batches") else found.back,
    )
