"""Disputes on the ground over HTTP: 小事不出村、大事不出镇、矛盾不上交 (R61)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Depends, Path, Query
from servicekit.auth import CaseReader

from intake.api.deps import Intake
from intake.api.dispute_schemas import (
    DisputeBody,
    DisputeBrief,
    DisputeRates,
    DisputeReceipt,
    DisputeView,
    EscalationBody,
    PetitionBody,
    SettlementBody,
    SolvedAt,
)
from intake.domain.early_dispute import DisputeKind, DisputeState, Level
from intake.storage.early_disputes import DisputeFilter

router = APIRouter(prefix="/v1", tags=["disputes"])

DisputeId = Annotated[UUID, Path(description="矛盾纠纷的系统编号")]


def _filter(
    *, state: DisputeState | None = None, kind: DisputeKind | None = None,
    level: Level | None = None, place_unit: Annotated[str | None, Query(max_length=40)] = None,
    case_id: UUID | None = None, since: date | None = None, until: date | None = None,
) -> DisputeFilter:  # fmt: skip
    return DisputeFilter(state, kind, level, place_unit, case_id, since, until)


Wanted = Annotated[DisputeFilter, Depends(_filter)]


@router.get("/disputes", summary="矛盾纠纷台账（R61）")
async def disputes(
    principal: CaseReader, intake: Intake, wanted: Wanted, page: Paging
) -> Page[DisputeBrief]:
    found, total = await intake.prevention.dispute_queries.page(principal, wanted, page)
    items = [DisputeBrief.of(d) for d in found]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.post("/disputes", status_code=201, summary="登记矛盾纠纷（不写当事人姓名）")
async def record(caller: CurrentCaller, intake: Intake, body: DisputeBody) -> DisputeReceipt:
    answer = await intake.prevention.dispute(caller, body.facts())
    return DisputeReceipt.model_validate(answer)


@router.get("/disputes/{dispute_id}", summary="一件矛盾纠纷及其经过")
async def dispute(principal: CaseReader, intake: Intake, dispute_id: DisputeId) -> DisputeView:
    return DisputeView.whole(await intake.prevention.dispute_queries.one(principal, dispute_id))


@router.post("/disputes/{dispute_id}/settlement", summary="已化解：在哪一级、怎样化解")
async def settle(
    caller: CurrentCaller, intake: Intake, dispute_id: DisputeId, body: SettlementBody
) -> DisputeReceipt:
    answer = await intake.prevention.dispute.settle(
        caller, dispute_id, level=body.level, on=body.occurred_on, note=body.note
    )
    return DisputeReceipt.model_validate(answer)


@router.post("/disputes/{dispute_id}/escalation", summary="上报上一级")
async def escalate(
    caller: CurrentCaller, intake: Intake, dispute_id: DisputeId, body: EscalationBody
) -> DisputeReceipt:
    answer = await intake.prevention.dispute.escalate(
        caller, dispute_id, on=body.occurred_on, note=body.note, to_unit=body.to_unit
    )
    return DisputeReceipt.model_validate(answer)


@router.post("/disputes/{dispute_id}/petition", summary="已形成信访件：关联该件")
async def petition(
    caller: CurrentCaller, intake: Intake, dispute_id: DisputeId, body: PetitionBody
) -> DisputeReceipt:
    answer = await intake.prevention.dispute.petition(
        caller, dispute_id, case=body.case, on=body.occurred_on
    )
    return DisputeReceipt.model_validate(answer)


@router.get("/dispute-rates", summary="化解层级：多少矛盾在村（居）、镇（街）化解")
async def rates(principal: CaseReader, intake: Intake, wanted: Wanted) -> DisputeRates:
    queries = intake.prevention.dispute_queries
    units, total = await queries.rates(principal, wanted)
    return DisputeRates(
        since=wanted.since, until=wanted.until, total=SolvedAt.of(total, "合计"),
        units=[SolvedAt.of(u, queries.name_of(u.unit or "")) for u in units],
        sentence="按发生日期统计；比例的分母是已化解和已转为信访件的，不含仍在化解的。",
    )  # fmt: skip
