"""Early signs over HTTP: matters, places, companies, fields and units on the rise, never persons (R62)."""

from typing import Annotated
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Path
from servicekit.auth import CaseReader

from intake.api.deps import Intake
from intake.api.sign_schemas import (
    AcknowledgeBody,
    DecideBody,
    LimitsBody,
    LimitsView,
    SignBrief,
    SignReceipt,
    SignView,
)
from intake.domain.early_sign import SignAction, SignKind, SignState
from intake.storage.early_signs import SignFilter

router = APIRouter(prefix="/v1", tags=["early signs"])

SignId = Annotated[UUID, Path(description="苗头提示的系统编号")]


@router.get("/early-signs", summary="苗头性问题（R62）")
async def signs(
    principal: CaseReader, intake: Intake, page: Paging, state: SignState | None = None,
    kind: SignKind | None = None, *, live: bool | None = None,
) -> Page[SignBrief]:  # fmt: skip
    wanted = SignFilter(state, kind, live)
    found, total = await intake.prevention.signs.page(principal, wanted, page)
    items = [SignBrief.of(s) for s in found]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/early-signs/{sign_id}", summary="一条苗头及其所据的件")
async def sign(principal: CaseReader, intake: Intake, sign_id: SignId) -> SignView:
    return SignView.whole(await intake.prevention.signs.one(principal, sign_id))


@router.post("/early-signs/{sign_id}/acknowledgement", summary="研判属实，待处置")
async def acknowledge(
    caller: CurrentCaller, intake: Intake, sign_id: SignId, body: AcknowledgeBody
) -> SignReceipt:
    answer = await intake.prevention.signs.decide(
        caller, sign_id, SignAction.ACKNOWLEDGE, body.reason
    )
    return SignReceipt.model_validate(answer)


@router.post("/early-signs/{sign_id}/action", summary="已处置：做了什么")
async def act(
    caller: CurrentCaller, intake: Intake, sign_id: SignId, body: DecideBody
) -> SignReceipt:
    answer = await intake.prevention.signs.decide(caller, sign_id, SignAction.ACT, body.reason)
    return SignReceipt.model_validate(answer)


@router.post("/early-signs/{sign_id}/dismissal", summary="排除：不是苗头（信访工作机构）")
async def dismiss(
    caller: CurrentCaller, intake: Intake, sign_id: SignId, body: DecideBody
) -> SignReceipt:
    answer = await intake.prevention.signs.decide(caller, sign_id, SignAction.DISMISS, body.reason)
    return SignReceipt.model_validate(answer)


@router.get("/early-sign-limits", summary="从多少起算苗头")
async def limits(principal: CaseReader, intake: Intake) -> LimitsView:
    now, version = await intake.prevention.signs.limits(principal)
    return LimitsView(**{k: getattr(now, k) for k in now.__dataclass_fields__}, version=version)


@router.put("/early-sign-limits", summary="设定从多少起算苗头（信访工作机构）")
async def set_limits(caller: CurrentCaller, intake: Intake, body: LimitsBody) -> LimitsView:
    answer = await intake.prevention.signs.set_limits(caller, body.limits(), body.reason)
    return LimitsView.model_validate(answer)
