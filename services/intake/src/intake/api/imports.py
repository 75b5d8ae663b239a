"""Ledger imports over HTTP."""

from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Body, File, Form, Path, Response, UploadFile, status
from servicekit.auth import CurrentPrincipal

from intake.api.deps import ImportId, Imports
from intake.api.import_schemas import (
    CommitBody,
    Committed,
    ImportBrief,
    ImportRowView,
    ImportView,
    MappingBody,
    MappingView,
    RememberedMapping,
)
from intake.domain.ledger_import import ImportState, Standing
from intake.ledger.options import Profile
from intake.usecases.import_queries import RowFilter

router = APIRouter(prefix="/v1/imports", tags=["imports"])
mappings = APIRouter(prefix="/v1/import-mappings", tags=["imports"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post(
    "", status_code=status.HTTP_201_CREATED, summary="上传台账并预览",
    description="同一文件再次上传得到同一条记录（200）；大文件先受理（202，state 为 reading），随后查询进度。",
)  # fmt: skip
async def upload(
    caller: CurrentCaller, imports: Imports, response: Response,
    file: Annotated[UploadFile, File()], profile: Annotated[Profile | None, Form()] = None,
) -> ImportView:  # fmt: skip
    taken = await imports.upload(caller, file.filename or "", await file.read(), profile)
    if not taken.created:
        response.status_code = status.HTTP_200_OK
    elif taken.reading:
        response.status_code = status.HTTP_202_ACCEPTED
        imports.worker.wake()
    return await _view(imports, caller.principal, taken.import_id, response)


@router.get("", summary="本单位的导入记录")
async def page(principal: CurrentPrincipal, imports: Imports, page: Paging) -> Page[ImportBrief]:
    rows, total = await imports.queries.page(principal, page)
    items = [ImportBrief.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/{import_id}", summary="一次导入的结果与进度")
async def one(
    principal: CurrentPrincipal, imports: Imports, import_id: ImportId, response: Response
) -> ImportView:
    return await _view(imports, principal, import_id, response)


@router.get("/{import_id}/rows", summary="逐行结果（个人信息已脱敏）")
async def rows(
    principal: CurrentPrincipal, imports: Imports, import_id: ImportId, page: Paging,
    verdict: Literal["accepted", "rejected"] | None = None, standing: Standing | None = None,
) -> Page[ImportRowView]:  # fmt: skip
    wanted = RowFilter(verdict, standing)
    found, total = await imports.queries.rows(principal, import_id, page, wanted)
    items = [ImportRowView.model_validate(r) for r in found]
    return Page(items=items, total=total, page=page.page, size=page.size)


@router.get("/{import_id}/mapping", summary="列对应关系")
async def mapping(
    principal: CurrentPrincipal, imports: Imports, import_id: ImportId, response: Response
) -> MappingView:
    found = await imports.queries.mapping(principal, import_id)
    response.headers["ETag"] = f'"{found["version"]}"'
    return MappingView.model_validate(found)


@router.put("/{import_id}/mapping", summary="更改列对应关系并重新读取")
async def correct_mapping(
    caller: CurrentCaller, imports: Imports, import_id: ImportId, body: MappingBody,
    response: Response,
) -> ImportView:  # fmt: skip
    later = await imports.correct_mapping(caller, import_id, body.asked(), remember=body.remember)
    if later:
        response.status_code = status.HTTP_202_ACCEPTED
        imports.worker.wake()
    return await _view(imports, caller.principal, import_id, response)


@router.get(
    "/{import_id}/result-book", summary="退回行工作簿（含个人信息，留痕）", response_class=Response
)
async def result_book(caller: CurrentCaller, imports: Imports, import_id: ImportId) -> Response:
    book = await imports.export_rejected(caller, import_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(book.name)}",
        "Cache-Control": "no-store",
    }
    return Response(book.content, media_type=_XLSX, headers=headers)


@router.post(
    "/{import_id}/commit", summary="合格行登记入库",
    description="行数多的分批在后台登记（202，state 为 committing），中断后自动续作，每行只登记一次。",
)  # fmt: skip
async def commit(
    caller: CurrentCaller, imports: Imports, import_id: ImportId, response: Response,
    body: Annotated[CommitBody | None, Body()] = None,
) -> Committed:  # fmt: skip
    body = body or CommitBody()
    answer = await imports.commit(
        caller, import_id, occurred_on=body.occurred_on, source_letter=body.source_letter,
        amend_rows=body.rows(),
    )  # fmt: skip
    if answer["state"] == ImportState.COMMITTING:
        response.status_code = status.HTTP_202_ACCEPTED
        imports.worker.wake()
    return Committed.model_validate(answer)


async def _view(
    imports: Imports, principal: CurrentPrincipal, import_id: UUID, response: Response
) -> ImportView:
    found = await imports.queries.one(principal, import_id)
    response.headers["ETag"] = f'"{found["version"]}"'
    return ImportView.model_validate(found)


@mappings.get("", summary="本单位记住的列对应关系")
async def remembered(principal: CurrentPrincipal, imports: Imports) -> list[RememberedMapping]:
    return [RememberedMapping.model_validate(m) for m in await imports.mappings.all(principal)]


@mappings.delete(
    "/{mapping_id}", summary="不再使用这条列对应关系", status_code=status.HTTP_204_NO_CONTENT
)
async def forget(
    caller: CurrentCaller, imports: Imports,
    mapping_id: Annotated[UUID, Path(description="列对应记录的系统编号")],
) -> None:  # fmt: skip
    await imports.mappings.forget(caller, mapping_id)
