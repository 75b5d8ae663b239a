"""Routes of 包案领导, 工作专班 and 化解时限."""

from datetime import date
from typing import Annotated
from uuid import UUID

from contracts.vocab import LeaderLevel
from dbkit.caller import CurrentCaller
from dbkit.receipt import Receipt
from fastapi import APIRouter
from pydantic import Field

from assignment.api.deps import Code, Command, Name, Text, Uses

router = APIRouter(prefix="/v1/cases/{case_id}", tags=["责任落实"])


class LeaderIn(Command):
    account: Name = Field(title="领导账号")
    unit: Code = Field(title="领导所在单位")
    name: Name = Field(title="领导姓名")
    title: Name = Field(default="", title="职务")
    level: LeaderLevel = Field(title="级别")


class OverrideIn(Command):
    reason: Text = Field(title="批准理由")


class TaskForceIn(Command):
    name: Name = Field(title="专班名称")
    members: Annotated[list[Name], Field(max_length=100)] = Field(title="成员")


class DeadlineIn(Command):
    due_on: date = Field(title="化解时限")
    reason: Text | None = Field(default=None, title="调整理由")


@router.put("/leader", summary="确定包案领导")
async def leader(caller: CurrentCaller, uses: Uses, case_id: UUID, body: LeaderIn) -> Receipt:
    return await uses.assign_leader(
        caller, case_id, account=body.account, unit=body.unit, name=body.name, title=body.title,
        level=body.level, occurred_on=body.occurred_on,
    )  # fmt: skip


@router.post("/leader-override", status_code=201, summary="批准包案领导级别例外")
async def override(caller: CurrentCaller, uses: Uses, case_id: UUID, body: OverrideIn) -> Receipt:
    return await uses.override_leader(
        caller, case_id, reason=body.reason, occurred_on=body.occurred_on
    )


@router.put("/task-force", summary="组建工作专班")
async def task_force(
    caller: CurrentCaller, uses: Uses, case_id: UUID, body: TaskForceIn
) -> Receipt:
    return await uses.name_task_force(
        caller, case_id, name=body.name, members=body.members, occurred_on=body.occurred_on
    )


@router.put("/deadline", summary="确定或调整化解时限")
async def deadline(caller: CurrentCaller, uses: Uses, case_id: UUID, body: DeadlineIn) -> Receipt:
    return await uses.set_deadline(
        caller, case_id, due_on=body.due_on, reason=body.reason, occurred_on=body.occurred_on
    )
