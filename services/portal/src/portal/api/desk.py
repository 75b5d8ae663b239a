"""工作台: what waits for the visitor, by deadline."""

from fastapi import APIRouter
from starlette.responses import Response

from portal.composing.desk import load_desk
from portal.visit import CurrentVisit

router = APIRouter(include_in_schema=False)


@router.get("/")
async def desk(visit: CurrentVisit) -> Response:
    found = await load_desk(visit.services, visit.principal)
    return visit.parts.pages.show(visit, "desk.html", title="工作台", desk=found)
