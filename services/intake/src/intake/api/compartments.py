"""Sealed cases and legal references over HTTP: what only few may see (R33, R72)."""

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from dbkit.receipt import Receipt
from fastapi import APIRouter, status
from servicekit.auth import CaseReader

from intake.api.case_answers import LegalReferenceView, ProgressView
from intake.api.case_schemas import LegalReferenceBody, ProgressBody, ReasonBody
from intake.api.deps import CaseId, Intake
from intake.api.schemas import CaseBrief

router = APIRouter(prefix="/v1", tags=["compartments"])


@router.post("/cases/{case_id}/seal", summary="封存：属于揭发控告")
async def seal(caller: CurrentCaller, intake: Intake, case_id: CaseId, body: ReasonBody) -> Receipt:
    return Receipt.model_validate(await intake.seal(caller, case_id, reason=body.reason))


@router.post("/cases/{case_id}/unseal", summary="解除封存（纪检监察）")
async def unseal(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: ReasonBody
) -> Receipt:
    return Receipt.model_validate(await intake.unseal(caller, case_id, reason=body.reason))


@router.get("/sealed-cases", summary="封存件：纪检监察看全部，登记人看本人登记的")
async def sealed(principal: CaseReader, intake: Intake, page: Paging) -> Page[CaseBrief]:
    rows, total = await intake.cases.sealed(principal, page)
    items = [CaseBrief.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.post(
    "/cases/{case_id}/compartment-progress", status_code=status.HTTP_201_CREATED,
    summary="向信访工作机构通报封存件进展（纪检监察）",
)  # fmt: skip
async def report(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: ProgressBody
) -> Receipt:
    answer = await intake.report_progress(
        caller, case_id, stage=body.stage, occurred_on=body.occurred_on
    )
    return Receipt.model_validate(answer)


@router.get("/compartment-progress", summary="封存件进展：编号和阶段，没有内容")
async def progress(principal: CaseReader, intake: Intake) -> list[ProgressView]:
    return [ProgressView.model_validate(r) for r in await intake.read_progress(principal)]


@router.post(
    "/cases/{case_id}/legal-references", status_code=status.HTTP_201_CREATED,
    summary="登记法律文书索引（只记文号）",
)  # fmt: skip
async def refer(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: LegalReferenceBody
) -> LegalReferenceView:
    answer = await intake.refer_to_law(
        caller, case_id, document_no=body.document_no, organ=body.organ,
        issued_on=body.issued_on, kind=body.kind,
    )  # fmt: skip
    return LegalReferenceView.model_validate(answer)


@router.get("/cases/{case_id}/legal-references", summary="法律文书索引（限定查看）")
async def references(
    principal: CaseReader, intake: Intake, case_id: CaseId
) -> list[LegalReferenceView]:
    found = await intake.refer_to_law.of_case(principal, case_id)
    return [LegalReferenceView.model_validate(r) for r in found]
