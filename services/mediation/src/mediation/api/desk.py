"""The route of 待办."""

from fastapi import APIRouter

from mediation.api.deps import CaseReader, Do
from mediation.usecases.queries import Desk

router = APIRouter(prefix="/v1", tags=["desk"])


@router.get("/desk", summary="我的待办")
async def show_desk(principal: CaseReader, do: Do) -> Desk:
    return await do.queries.desk(principal)
