"""Routes of 签收 and 异议."""

from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.receipt import Receipt
from fastapi import APIRouter
from pydantic import Field

from assignment.api.deps import Command, Text, Uses

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["签收与异议"])


class ObjectionIn(Command):
    reason: Text = Field(title="异议理由")


class DecisionIn(Command):
    accepted: bool = Field(title="是否采纳异议")
    reason: Text = Field(title="裁定理由")


@router.post("/sign", summary="签收本单位的责任")
async def sign(
    caller: CurrentCaller, uses: Uses, case_id: UUID, body: Command | None = None
) -> Receipt:
    day = body.occurred_on if body else None
    return await uses.sign_duty(caller, case_id, occurred_on=day)


@router.post("/objection", status_code=201, summary="主办单位提出异议")
async def raise_objection(
    caller: CurrentCaller, uses: Uses, case_id: UUID, body: ObjectionIn
) -> Receipt:
    return await uses.raise_objection(
        caller, case_id, reason=body.reason, occurred_on=body.occurred_on
    )


@router.post("/objection/decision", summary="裁定异议")
async def decide(caller: CurrentCaller, uses: Uses, case_id: UUID, body: DecisionIn) -> Receipt:
    return await uses.decide_objection(caller, case_id, **body.model_dump())
