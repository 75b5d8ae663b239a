"""Routes of the work on a case: activities, sessions, measures, notices."""

from dbkit.receipt import Receipt
from fastapi import APIRouter, status

from mediation.api.deps import CaseId, CurrentCaller, Do, MeasureId
from mediation.api.schemas import ActivityIn, ExecutionIn, MeasureIn, NoticeIn, SessionIn

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["work"])
_CREATED = status.HTTP_201_CREATED


@router.post("/activities", status_code=_CREATED, summary="登记接访、下访、走访等工作")
async def record_activity(
    caller: CurrentCaller, do: Do, case_id: CaseId, body: ActivityIn
) -> Receipt:
    return await do.record_activity(caller, case_id, body.to_draft(), body.occurred_on)


@router.post("/sessions", status_code=_CREATED, summary="登记调解")
async def hold_session(caller: CurrentCaller, do: Do, case_id: CaseId, body: SessionIn) -> Receipt:
    return await do.hold_session(caller, case_id, body.to_draft(), body.occurred_on)


@router.post("/measures", status_code=_CREATED, summary="登记化解措施")
async def record_measure(
    caller: CurrentCaller, do: Do, case_id: CaseId, body: MeasureIn
) -> Receipt:
    return await do.record_measure(caller, case_id, body.to_draft(), body.occurred_on)


@router.post("/measures/{measure_id}/execution", status_code=_CREATED, summary="登记措施已落实")
async def execute_measure(
    caller: CurrentCaller, do: Do, case_id: CaseId, measure_id: MeasureId, body: ExecutionIn
) -> Receipt:
    draft = body.to_draft(measure_id)
    return await do.execute_measure(caller, case_id, draft, body.occurred_on)


@router.post("/notices", status_code=_CREATED, summary="登记对信访人的告知和答复")
async def notify_petitioner(
    caller: CurrentCaller, do: Do, case_id: CaseId, body: NoticeIn
) -> Receipt:
    return await do.notify_petitioner(caller, case_id, body.to_draft(), body.occurred_on)
