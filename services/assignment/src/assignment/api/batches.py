"""Routes of 集中交办."""

from datetime import date
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from servicekit.auth import CaseReader

from assignment.api.deps import Code, Command, Name, Uses
from assignment.api.list_schemas import BatchOut, BatchSummary
from assignment.usecases.issue_batch import BatchLine, BatchReceipt

router = APIRouter(prefix="/v1/batches", tags=["交办"])


class LineIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    case_id: UUID
    lead_unit: Code | None = Field(default=None, title="主办单位")
    assist_units: list[Code] = Field(default=[], max_length=30, title="协办单位")
    cooperate_units: list[Code] = Field(default=[], max_length=30, title="配合单位")
    due_on: date | None = Field(default=None, title="化解时限")


class BatchIn(Command):
    batch_no: Name | None = Field(default=None, title="批次号")
    letter_no: Name = Field(title="交办文号")
    items: list[LineIn] = Field(min_length=1, max_length=500)


@router.post("", status_code=201, summary="集中交办一批案件")
async def issue(caller: CurrentCaller, uses: Uses, body: BatchIn) -> BatchReceipt:
    return await uses.issue_batch(
        caller, batch_no=body.batch_no, letter_no=body.letter_no, occurred_on=body.occurred_on,
        lines=[BatchLine(**i.model_dump()) for i in body.items],
    )  # fmt: skip


@router.get("", summary="本单位的交办批次")
async def page(principal: CaseReader, uses: Uses, paging: Paging) -> Page[BatchSummary]:
    batches, total = await uses.batches.page(principal, paging)
    items = [BatchSummary.of(b) for b in batches]
    return Page(items=items, total=total, page=paging.page, size=paging.size)


@router.get("/{batch_id}", summary="一个交办批次及其案件")
async def one(principal: CaseReader, uses: Uses, batch_id: UUID) -> BatchOut:
    return BatchOut.with_items(*await uses.batches.get(principal, batch_id))
