"""Matters that several petitioners raise, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Path, Query
from servicekit.auth import CaseReader

from intake.api.deps import CaseId, Intake
from intake.api.repeat_schemas import (
    MatterBody,
    MatterBrief,
    MatterReceipt,
    MatterView,
    MemberBody,
    MergeBody,
)

router = APIRouter(prefix="/v1/matters", tags=["matters"])

MatterId = Annotated[UUID, Path(description="事项归集的系统编号")]


@router.get("", summary="多人反映的同一事项（R39、R62）")
async def matters(
    principal: CaseReader, intake: Intake, page: Paging,
    min_cases: Annotated[int, Query(ge=1, le=10_000)] = 2, since: date | None = None,
) -> Page[MatterBrief]:  # fmt: skip
    rows, total = await intake.matters.page(principal, min_cases=min_cases, since=since, page=page)
    items = [MatterBrief.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/{matter_id}", summary="事项及其所含的件")
async def matter(principal: CaseReader, intake: Intake, matter_id: MatterId) -> MatterView:
    return MatterView.model_validate(await intake.matters.one(principal, matter_id))


@router.post("", status_code=201, summary="把几件归集为一个事项")
async def make(caller: CurrentCaller, intake: Intake, body: MatterBody) -> MatterReceipt:
    return MatterReceipt.model_validate(await intake.matters.make(caller, body.case_ids))


@router.post("/{matter_id}/members", summary="把一件放进事项")
async def add(
    caller: CurrentCaller, intake: Intake, matter_id: MatterId, body: MemberBody
) -> MatterReceipt:
    answer = await intake.matters.add(caller, matter_id, body.case_id)
    return MatterReceipt.model_validate(answer)


@router.delete("/{matter_id}/members/{case_id}", summary="把一件移出事项，系统不再放回")
async def remove(
    caller: CurrentCaller, intake: Intake, matter_id: MatterId, case_id: CaseId
) -> MatterReceipt:
    return MatterReceipt.model_validate(await intake.matters.remove(caller, matter_id, case_id))


@router.post("/{matter_id}/merger", summary="把另一个事项并入本事项（件仍各自独立）")
async def merge(
    caller: CurrentCaller, intake: Intake, matter_id: MatterId, body: MergeBody
) -> MatterReceipt:
    answer = await intake.matters.merge(caller, matter_id, body.matter_id)
    return MatterReceipt.model_validate(answer)
