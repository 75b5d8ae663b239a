"""Routes that show a case and its records."""

from fastapi import APIRouter, Response

from mediation.api.deps import CaseId, CaseReader, Do
from mediation.storage.views import Records
from mediation.usecases.queries import CaseView

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["cases"])


@router.get("", summary="事项的化解情况和当前用户可办的操作")
async def show_case(principal: CaseReader, do: Do, case_id: CaseId, response: Response) -> CaseView:
    view = await do.queries.case(principal, case_id)
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.get("/records", summary="事项的全部化解记录")
async def show_records(principal: CaseReader, do: Do, case_id: CaseId) -> Records:
    return await do.queries.records(principal, case_id)
