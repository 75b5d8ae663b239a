"""集中交办: choose verified cases, name their units, issue them with one letter."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from servicekit.ids import new_id
from starlette.responses import RedirectResponse, Response

from portal.clients.upstream import Refused
from portal.composing.batch import Draft, read_draft, result_of
from portal.visit import CurrentVisit, Submitted, Visit

router = APIRouter(include_in_schema=False)

_SIZE = 20


@router.get("/batches")
async def batches(visit: CurrentVisit, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    found = await visit.services.assignment.batches(page=page)
    return visit.parts.pages.show(visit, "batches.html", title="集中交办", found=found)


async def _page(visit: Visit, page: int, draft: Draft, status: int = 200) -> Response:
    found = await visit.services.assignment.cases(state="ready", page=page, size=_SIZE)
    return visit.parts.pages.show(
        visit, "batch_new.html", title="新建交办批次", status=status, crumbs=[("/batches", "集中交办")],
        found=found, draft=draft, units=visit.parts.units,
    )  # fmt: skip


@router.get("/batches/new")
async def choose(visit: CurrentVisit, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    return await _page(visit, page, Draft(str(new_id())))


@router.post("/batches/new")
async def issue(visit: CurrentVisit, data: Submitted) -> Response:
    draft = read_draft(data, visit.parts.units)
    if draft.errors:
        return await _page(visit, draft.page, draft, 422)
    try:
        receipt = await visit.services.assignment.issue(draft.body, draft.key)
    except Refused as refusal:
        return await _page(visit, draft.page, draft.refused(refusal), refusal.status)
    visit.session.keep_result(draft.key, result_of(draft, receipt))
    return RedirectResponse(f"/results/{draft.key}", 303)


@router.get("/batches/{batch_id}")
async def batch(visit: CurrentVisit, batch_id: UUID) -> Response:
    found = await visit.services.assignment.batch(str(batch_id))
    return visit.parts.pages.show(
        visit, "batch.html", title=f"批次 {found.batch_no}", crumbs=[("/batches", "集中交办")],
        batch=found,
    )  # fmt: skip
