"""Cases over HTTP: registration, verification, masked reads, reveals."""

from typing import Annotated, Any

from contracts.vocab import Cohort, Source
from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from dbkit.receipt import Receipt
from fastapi import APIRouter, Query, Response, status
from servicekit.auth import CaseReader

from intake.api.deps import CaseId, Intake
from intake.api.schemas import (
    CaseBody,
    CaseBrief,
    CaseView,
    RevealBody,
    Revealed,
    SearchBody,
    VerificationBody,
)
from intake.domain.petition import State
from intake.storage.case_reads import CaseFilter

router = APIRouter(prefix="/v1", tags=["cases"])


@router.post("/cases", status_code=status.HTTP_201_CREATED, summary="登记一件信访事项")
async def register(caller: CurrentCaller, intake: Intake, body: CaseBody) -> Receipt:
    answer = await intake.register(caller, body.registration(), body.people(), body.phones)
    return Receipt.model_validate(answer)


@router.get("/cases", summary="本单位可见的件")
async def cases(
    principal: CaseReader, intake: Intake, page: Paging,
    q: Annotated[str | None, Query(max_length=40, description="信访件编号的开头")] = None,
    state: State | None = None, source: Source | None = None, cohort: Cohort | None = None,
) -> Page[CaseBrief]:  # fmt: skip
    wanted = CaseFilter(q, state, source, cohort)
    rows, total = await intake.queries.cases(principal, wanted, page)
    items = [CaseBrief.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/cases/{case_id}", summary="一件信访事项（个人信息已脱敏）")
async def one(
    principal: CaseReader, intake: Intake, case_id: CaseId, response: Response
) -> CaseView:
    found = await intake.queries.case(principal, case_id)
    response.headers["ETag"] = f'"{found["version"]}"'
    return CaseView.model_validate(found)


@router.post("/cases/{case_id}/verification", summary="梳理核对：底数清、情况明、认定准")
async def verify(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: VerificationBody
) -> Receipt:
    evidence = {t.tick: t.evidence for t in body.ticks}
    return Receipt.model_validate(await intake.verify(caller, case_id, evidence, body.occurred_on))


@router.post(
    "/cases/{case_id}/reveal", summary="查看未脱敏的个人信息（须写明用途，留痕）",
    response_model_exclude_none=True,
)  # fmt: skip
async def reveal(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: RevealBody, response: Response
) -> Revealed:
    response.headers["Cache-Control"] = "no-store"
    answer: dict[str, Any] = await intake.reveal(
        caller, case_id, purpose=body.purpose, fields=body.fields
    )
    return Revealed.model_validate(answer)


@router.post("/case-search", summary="按身份证号或联系电话查件（留痕）")
async def search(caller: CurrentCaller, intake: Intake, body: SearchBody) -> list[CaseBrief]:
    found = await intake.find(caller, id_no=body.id_no, phone_no=body.phone)
    return [CaseBrief.model_validate(r) for r in found]
