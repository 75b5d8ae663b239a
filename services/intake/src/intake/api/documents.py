"""The campaign's documents, and cohort A against its declaration, over HTTP (R2, R73)."""

from typing import Annotated
from uuid import UUID

from contracts.vocab import Source
from dbkit.caller import CurrentCaller
from fastapi import APIRouter, Path
from servicekit.auth import CaseReader

from intake.api.deps import Intake
from intake.api.document_schemas import (
    CohortAView,
    CohortLine,
    DeclaredBody,
    DeclaredView,
    DocumentBody,
    DocumentChain,
    DocumentPage,
    DocumentReceipt,
)
from intake.domain.campaign_document import Governed

router = APIRouter(prefix="/v1", tags=["documents"])

DocumentId = Annotated[UUID, Path(description="文件的系统编号")]


@router.get("/documents", summary="专项工作文件：发文链条与所定规则（R73）")
async def documents(
    principal: CaseReader, intake: Intake, governs: Governed | None = None
) -> DocumentChain:
    return DocumentChain.of(await intake.prevention.documents.all(principal, governs=governs))


@router.post("/documents", status_code=201, summary="登记文件（信联办）")
async def register(caller: CurrentCaller, intake: Intake, body: DocumentBody) -> DocumentReceipt:
    answer = await intake.prevention.documents.add(caller, body.facts())
    return DocumentReceipt.model_validate(answer)


@router.get("/documents/{document_id}", summary="一份文件及其依据的上级文件")
async def document(principal: CaseReader, intake: Intake, document_id: DocumentId) -> DocumentPage:
    return DocumentPage.of_chain(await intake.prevention.documents.one(principal, document_id))


@router.put("/documents/{document_id}", summary="更正文件登记（信联办）")
async def correct(
    caller: CurrentCaller, intake: Intake, document_id: DocumentId, body: DocumentBody
) -> DocumentReceipt:
    answer = await intake.prevention.documents.correct(caller, document_id, body.facts())
    return DocumentReceipt.model_validate(answer)


@router.put("/declared-counts/{source}", summary="登记上级申报的交办件数（信联办，R2）")
async def declare(
    caller: CurrentCaller, intake: Intake, source: Source, body: DeclaredBody
) -> DeclaredView:
    answer = await intake.prevention.declared(
        caller, source, count=body.count, letter_no=body.letter_no, declared_on=body.declared_on
    )
    return DeclaredView.model_validate(answer)


@router.get("/declared-counts/{source}", summary="一个交办层级：申报数与登记数")
async def declared(principal: CaseReader, intake: Intake, source: Source) -> CohortLine:
    return CohortLine.of(await intake.prevention.declared.line(principal, source))


@router.get("/cohorts/A", summary="95 件：方案数、申报数、登记数与差额（R2）")
async def cohort(principal: CaseReader, intake: Intake) -> CohortAView:
    return CohortAView.of(await intake.prevention.declared.compare(principal))
