"""台账导入: upload, preview row by row, commit, result."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from servicekit.errors import DomainError
from servicekit.ids import new_id
from servicekit.problem import STATUS
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from portal import words
from portal.clients.upstream import Refused
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)

_SIZE = 50


async def _page(visit: Visit, *, page: int = 1, status: int = 200, **refused: str) -> Response:
    found = await visit.services.imports.page(page)
    shown = {"refusal": "", "advice": "", **refused}
    return visit.parts.pages.show(
        visit, "imports.html", title="台账导入", status=status, found=found, key=str(new_id()),
        max_bytes=visit.parts.settings.max_body_bytes, more=shown,
    )  # fmt: skip


@router.get("/import")
async def imports(visit: CurrentVisit, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    return await _page(visit, page=page)


@router.post("/import")
async def upload(visit: CurrentVisit, data: Submitted) -> Response:
    file = data.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return await _page(visit, status=422, refusal="请先选择要导入的台账文件。")
    kind = file.content_type or "application/octet-stream"
    try:
        taken, _ = await visit.services.imports.upload(
            file.filename, await file.read(), kind, "", form_key(data)
        )
    except (Refused, DomainError) as e:
        return await _refused(visit, e)
    return RedirectResponse(f"/import/{taken.import_id}", 303)


async def _refused(visit: Visit, refusal: Refused | DomainError) -> Response:
    status = refusal.status if isinstance(refusal, Refused) else STATUS[refusal.category]
    advice = words.ADVICE.get(
        refusal.code, "请按提示修改文件后重新上传；同一文件可以反复上传，不会重复登记。"
    )
    return await _page(visit, status=status, refusal=refusal.detail, advice=advice)


@router.get("/import/{import_id}")
async def preview(
    visit: CurrentVisit, import_id: UUID, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    client = visit.services.imports
    taken = await client.one(str(import_id))
    rows = await client.rows(str(import_id), page=page, size=_SIZE)
    return visit.parts.pages.show(
        visit, "import.html", title="导入预览" if taken.state == "previewed" else "导入结果",
        crumbs=[("/import", "台账导入")], taken=taken, rows=rows, key=str(new_id()),
    )  # fmt: skip


@router.post("/import/{import_id}/commit")
async def commit(visit: CurrentVisit, data: Submitted, import_id: UUID) -> Response:
    done = await visit.services.imports.commit(
        str(import_id), letter="", day=None, amend=None, version="", key=form_key(data)
    )
    known = f"，另有 {done.already_present} 件此前已登记" if done.already_present else ""
    visit.session.flash(f"已登记 {done.committed} 件{known}。")
    return RedirectResponse(f"/import/{import_id}", 303)
