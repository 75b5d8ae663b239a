"""Routes of 转入化解 and 化解方案."""

from datetime import date
from typing import Annotated
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.receipt import Receipt
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from assignment.api.deps import Command, Name, Text, Uses

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["化解方案"])


class StepIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Name = Field(title="步骤")
    owner: Name = Field(title="责任人")
    due_on: date = Field(title="期限")


class PlanIn(Command):
    measures: Text = Field(title="化解措施")
    steps: Annotated[list[StepIn], Field(max_length=50)] = Field(title="步骤")
    target_on: date = Field(title="目标日期")


class StepDoneIn(Command):
    note: Text | None = Field(default=None, title="说明")


@router.post("/start", summary="转入化解")
async def start(
    caller: CurrentCaller, uses: Uses, case_id: UUID, body: Command | None = None
) -> Receipt:
    day = body.occurred_on if body else None
    return await uses.start_resolution(caller, case_id, occurred_on=day)


@router.post("/plan", status_code=201, summary="制定化解方案")
async def file_plan(caller: CurrentCaller, uses: Uses, case_id: UUID, body: PlanIn) -> Receipt:
    steps = [(s.title, s.owner, s.due_on) for s in body.steps]
    return await uses.file_plan(
        caller, case_id, measures=body.measures, steps=steps, target_on=body.target_on,
        occurred_on=body.occurred_on,
    )  # fmt: skip


@router.post("/plan/steps/{n}/done", summary="完成方案步骤")
async def step_done(
    caller: CurrentCaller,
    uses: Uses,
    case_id: UUID,
    n: Annotated[int, Path(ge=1, le=1000)],
    body: StepDoneIn | None = None,
) -> Receipt:
    done = body or StepDoneIn()
    return await uses.complete_step(
        caller, case_id, n=n, note=done.note, occurred_on=done.occurred_on
    )
