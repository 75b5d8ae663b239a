"""The route of 待办."""

from fastapi import APIRouter
from servicekit.auth import CaseReader

from assignment.api.deps import Uses
from assignment.api.list_schemas import DeskItemOut, DeskOut

router = APIRouter(prefix="/v1", tags=["待办"])


@router.get("/desk", summary="我的待办")
async def desk(principal: CaseReader, uses: Uses) -> DeskOut:
    return DeskOut(items=[DeskItemOut.of(i) for i in await uses.cases.desk(principal)])
