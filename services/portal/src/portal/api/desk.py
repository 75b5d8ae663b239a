"""工作台: what waits for the visitor, by deadline."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from portal.composing.desk import load_desk
from portal.visit import CurrentVisit

router = APIRouter(include_in_schema=False)


@router.get("/")
async def desk(visit: CurrentVisit, page: Annotated[int, Query(ge=1, le=100)] = 1) -> Response:
    found = await load_desk(visit.services, visit.principal, visit.parts.clock.today())
    return visit.parts.pages.show(
        visit, "desk.html", title="工作台", desk=found, found=found.page(page)
    )
