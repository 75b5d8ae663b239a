"""Reads: one case, pages of cases, the desk."""

from typing import Annotated
from uuid import UUID

from dbkit.paging import Page, Paging
from fastapi import APIRouter, Query, Response
from servicekit.auth import CurrentPrincipal

from supervision.api.answers import CaseLine, CaseView, Desk
from supervision.api.deps import CurrentUseCases
from supervision.api.rendering import case_line, case_view, desk_item
from supervision.domain.states import State

router = APIRouter(prefix="/v1", tags=["reads"])

UnitFilter = Annotated[str | None, Query(max_length=64, description="主办单位代码")]


@router.get("/cases", summary="案件办结情况列表")
async def cases(
    principal: CurrentPrincipal,
    usecases: CurrentUseCases,
    paging: Paging,
    state: State | None = None,
    unit: UnitFilter = None,
) -> Page[CaseLine]:
    found, total = await usecases.queries.page(
        principal, state=state, unit=unit, offset=paging.offset, limit=paging.size
    )
    items = [case_line(c) for c in found]
    return Page(items=items, total=total, page=paging.page, size=paging.size)


@router.get("/cases/{case_id}", summary="案件的四个办结环节及审核、认定、撤销记录")
async def case(
    case_id: UUID, principal: CurrentPrincipal, usecases: CurrentUseCases, response: Response
) -> CaseView:
    view = case_view(await usecases.queries.case(principal, case_id))
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.get("/desk", summary="待办：待审核、待认定、可销号")
async def desk(principal: CurrentPrincipal, usecases: CurrentUseCases) -> Desk:
    return Desk(items=[desk_item(o) for o in await usecases.queries.desk(principal)])
