"""Routes that read cases."""

from typing import Annotated
from uuid import UUID

from dbkit.paging import Page, Paging
from fastapi import APIRouter, Query, Response
from servicekit.auth import CaseReader

from assignment.api.case_schemas import CaseOut, CaseSummary
from assignment.api.deps import Uses
from assignment.api.list_schemas import RecordedOverrideOut
from assignment.domain.states import State
from assignment.storage.case_reads import CaseFilter
from assignment.usecases.work import actor

router = APIRouter(prefix="/v1", tags=["案件"])


@router.get("/cases", summary="本单位可见的案件")
async def page(
    principal: CaseReader,
    uses: Uses,
    paging: Paging,
    state: State | None = None,
    unit: Annotated[str | None, Query(max_length=64)] = None,
) -> Page[CaseSummary]:
    cases, total = await uses.cases.page(principal, CaseFilter(state, unit), paging)
    items = [CaseSummary.of(c) for c in cases]
    return Page(items=items, total=total, page=paging.page, size=paging.size)


@router.get("/cases/{case_id}", summary="一个案件的责任、领导、时限、方案和可办事项")
async def one(principal: CaseReader, uses: Uses, case_id: UUID, response: Response) -> CaseOut:
    case = await uses.cases.get(principal, case_id)
    response.headers["ETag"] = f'"{case.version}"'
    return CaseOut.for_(case, actor(principal))


@router.get("/leader-overrides", summary="包案领导级别例外清单")
async def overrides(principal: CaseReader, uses: Uses, paging: Paging) -> Page[RecordedOverrideOut]:
    found, total = await uses.cases.overrides(principal, paging)
    items = [RecordedOverrideOut.of(o) for o in found]
    return Page(items=items, total=total, page=paging.page, size=paging.size)
