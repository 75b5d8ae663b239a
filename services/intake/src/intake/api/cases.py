"""Cases over HTTP: registration, corrections, verification, masked reads, reveals."""

from dataclasses import replace
from typing import Annotated, Any

from contracts.vocab import CaseKind, CaseTag, Cohort, Source
from contracts.vocab import Field as ContentionField
from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from dbkit.receipt import Receipt
from fastapi import APIRouter, Query, Response, status
from servicekit.auth import CaseReader

from intake.api.case_answers import CaseView, ProcedureView, Registered, Revealed
from intake.api.case_schemas import (
    CaseBody,
    ClassificationBody,
    CorrectionBody,
    FastClosureBody,
    RevealBody,
    SearchBody,
    VerificationBody,
)
from intake.api.deps import CaseId, Intake
from intake.api.schemas import CaseBrief
from intake.domain.petition import State
from intake.storage.case_reads import CaseFilter

router = APIRouter(prefix="/v1", tags=["cases"])


@router.post("/cases", status_code=status.HTTP_201_CREATED, summary="登记一件信访事项")
async def register(caller: CurrentCaller, intake: Intake, body: CaseBody) -> Registered:
    answer = await intake.register(
        caller, body.registration(), body.parties(), kind_decided=body.kind_decided
    )
    return Registered.model_validate(answer)


@router.get("/cases", summary="本单位可见的件")
async def cases(
    principal: CaseReader, intake: Intake, page: Paging,
    q: Annotated[str | None, Query(max_length=40, description="信访件编号的开头")] = None,
    state: State | None = None, source: Source | None = None, cohort: Cohort | None = None,
    field: ContentionField | None = None, case_kind: CaseKind | None = None,
    tag: CaseTag | None = None,
    fast_overdue: Annotated[bool, Query(description="符合快速销号条件、逾期未销")] = False,
    hard_open: Annotated[bool, Query(description="符合疑难案件提示、尚未认定")] = False,
) -> Page[CaseBrief]:  # fmt: skip
    base = intake.cases.fast_overdue() if fast_overdue else CaseFilter()
    wanted = replace(
        base, number=q, state=state, source=source, cohort=cohort, field=field,
        case_kind=case_kind, tag=tag, hard_open=intake.cases.hard_open() if hard_open else None,
    )  # fmt: skip
    rows, total = await intake.cases.page(principal, wanted, page)
    items = [CaseBrief.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/cases/{case_id}", summary="一件信访事项（个人信息已脱敏）")
async def one(
    principal: CaseReader, intake: Intake, case_id: CaseId, response: Response
) -> CaseView:
    found = await intake.cases.one(principal, case_id)
    response.headers["ETag"] = f'"{found["version"]}"'
    return CaseView.model_validate(found)


@router.get("/cases/{case_id}/procedure", summary="受理程序：步骤、法定期限、文书")
async def procedure(principal: CaseReader, intake: Intake, case_id: CaseId) -> ProcedureView:
    return ProcedureView.model_validate(await intake.cases.procedure(principal, case_id))


@router.put("/cases/{case_id}/classification", summary="分类：内容、领域、案件类型、诉求类别")
async def classify(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: ClassificationBody
) -> Receipt:
    answer = await intake.amend(
        caller, case_id, body.changes(), reason=body.reason, kind_decided=True
    )
    return Receipt.model_validate(answer)


@router.patch("/cases/{case_id}", summary="更正登记信息（须写明理由，留痕）")
async def correct(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: CorrectionBody
) -> Receipt:
    answer = await intake.correct(
        caller, case_id, body.changes(), body.parties(), reason=body.reason
    )
    return Receipt.model_validate(answer)


@router.post("/cases/{case_id}/verification", summary="梳理核对：底数清、情况明、认定准")
async def verify(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: VerificationBody
) -> Receipt:
    evidence = {t.tick: t.evidence for t in body.ticks}
    answer = await intake.verify(caller, case_id, evidence, body.occurred_on, body.fast_because)
    return Receipt.model_validate(answer)


@router.post("/cases/{case_id}/fast-closure", summary="快速销号：事由清楚、结果清晰")
async def close_fast(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: FastClosureBody
) -> Receipt:
    answer = await intake.close_fast(
        caller, case_id, document_no=body.document_no, basis=body.basis,
        occurred_on=body.occurred_on,
    )  # fmt: skip
    return Receipt.model_validate(answer)


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
