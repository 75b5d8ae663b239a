"""Commands of the district office: review, recognition, write-off, revocation."""

from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.receipt import Receipt
from fastapi import APIRouter

from supervision.api.bodies import RecognitionBody, ReviewBody, RevocationBody, WriteOffBody
from supervision.api.deps import CurrentUseCases

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["closure"])


@router.post("/review", summary="审核报结或退回重办（区信联办审核岗）")
async def review(
    case_id: UUID, body: ReviewBody, caller: CurrentCaller, usecases: CurrentUseCases
) -> Receipt:
    return await usecases.review(caller, case_id, body.command())


@router.post("/recognition", summary="化解认定（三项证据，区信联办审核岗）")
async def recognise(
    case_id: UUID, body: RecognitionBody, caller: CurrentCaller, usecases: CurrentUseCases
) -> Receipt:
    return await usecases.recognise(caller, case_id, body.pieces(), body.occurred_on)


@router.post("/write-off", summary="销号（观察期满，区信联办督查岗）")
async def write_off(
    case_id: UUID, body: WriteOffBody, caller: CurrentCaller, usecases: CurrentUseCases
) -> Receipt:
    return await usecases.write_off(caller, case_id, body.occurred_on)


@router.post("/revocation", summary="撤销化解（复查发现未真正化解，区信联办督查岗）")
async def revoke(
    case_id: UUID, body: RevocationBody, caller: CurrentCaller, usecases: CurrentUseCases
) -> Receipt:
    return await usecases.revoke(caller, case_id, body.reason, body.occurred_on)
