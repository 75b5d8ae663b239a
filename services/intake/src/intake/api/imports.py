"""Ledger imports over HTTP."""

from typing import Annotated

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Body, File, Response, UploadFile, status
from servicekit.auth import CurrentPrincipal

from intake.api.deps import ImportId, Intake
from intake.api.schemas import CommitBody, Committed, ImportBrief, ImportRowView, ImportView

router = APIRouter(prefix="/v1/imports", tags=["imports"])


@router.post("", status_code=status.HTTP_201_CREATED, summary="上传台账并预览")
async def upload(
    caller: CurrentCaller, intake: Intake, response: Response, file: Annotated[UploadFile, File()]
) -> ImportView:
    taken = await intake.import_ledger(caller, file.filename or "", await file.read())
    if not taken.created:
        response.status_code = status.HTTP_200_OK
    found = await intake.queries.ledger_import(caller.principal, taken.import_id)
    response.headers["ETag"] = f'"{found["version"]}"'
    return ImportView.model_validate(found)


@router.get("", summary="本单位的导入记录")
async def imports(principal: CurrentPrincipal, intake: Intake, page: Paging) -> Page[ImportBrief]:
    rows, total = await intake.queries.imports(principal, page)
    items = [ImportBrief.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/{import_id}", summary="一次导入的结果")
async def one(
    principal: CurrentPrincipal, intake: Intake, import_id: ImportId, response: Response
) -> ImportView:
    found = await intake.queries.ledger_import(principal, import_id)
    response.headers["ETag"] = f'"{found["version"]}"'
    return ImportView.model_validate(found)


@router.get("/{import_id}/rows", summary="逐行结果（个人信息已脱敏）")
async def rows(
    principal: CurrentPrincipal, intake: Intake, import_id: ImportId, page: Paging
) -> Page[ImportRowView]:
    found, total = await intake.queries.import_rows(principal, import_id, page)
    items = [ImportRowView.model_validate(r) for r in found]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.post("/{import_id}/commit", summary="合格行登记入库")
async def commit(
    caller: CurrentCaller, intake: Intake, import_id: ImportId,
    body: Annotated[CommitBody | None, Body()] = None,
) -> Committed:  # fmt: skip
    body = body or CommitBody()
    answer = await intake.commit_import(
        caller, import_id, occurred_on=body.occurred_on, source_letter=body.source_letter
    )
    return Committed.model_validate(answer)
