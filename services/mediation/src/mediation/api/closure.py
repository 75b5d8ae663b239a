"""Routes of 办结报告 and 包案领导书面意见."""

from dbkit.receipt import Receipt
from fastapi import APIRouter, status

from mediation.api.deps import CaseId, CurrentCaller, Do
from mediation.api.schemas import OpinionIn, ReportIn
from mediation.storage.views import OpenedReport

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["closure"])
_CREATED = status.HTTP_201_CREATED


@router.post("/closure-report", status_code=_CREATED, summary="报送办结报告")
async def file_report(caller: CurrentCaller, do: Do, case_id: CaseId, body: ReportIn) -> Receipt:
    return await do.file_report(caller, case_id, body.to_draft(), body.occurred_on)


@router.get("/closure-report", summary="查看办结报告；包案领导查看即记为已阅")
async def open_report(caller: CurrentCaller, do: Do, case_id: CaseId) -> OpenedReport:
    return await do.open_report(caller, case_id)


@router.post("/leader-opinion", status_code=_CREATED, summary="签署包案领导书面意见")
async def sign_opinion(caller: CurrentCaller, do: Do, case_id: CaseId, body: OpinionIn) -> Receipt:
    return await do.sign_opinion(caller, case_id, body.to_draft(), body.occurred_on)
