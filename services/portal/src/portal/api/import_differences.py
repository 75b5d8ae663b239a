"""内容不同的行: what a ledger says otherwise than the register, ticked page by page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from portal.composing.amending import MOST
from portal.forms.reading import text_of
from portal.visit import CurrentVisit, Submitted

router = APIRouter(include_in_schema=False)

_SIZE = 20


@router.get("/import/{import_id}/differences")
async def differences(
    visit: CurrentVisit, import_id: UUID, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    key = str(import_id)
    taken = await visit.services.imports.one(key)
    rows = await visit.services.imports.rows(key, page=page, size=_SIZE, standing="differs")
    return visit.parts.pages.show(
        visit, "import_differences.html", title="内容不同的行", taken=taken, rows=rows,
        crumbs=[("/import", "台账导入"), (f"/import/{key}", "导入预览")],
        picked=visit.session.picks.get(key, frozenset()),
    )  # fmt: skip


@router.post("/import/{import_id}/differences")
async def tick(visit: CurrentVisit, data: Submitted, import_id: UUID) -> Response:
    key = str(import_id)
    before = visit.session.picks.get(key, frozenset())
    rows = (before - _numbers(data, "shown")) | _numbers(data, "pick")
    if text_of(data, "go") == "clear":
        rows = frozenset()
    if len(rows) > MOST:
        visit.session.flash(f"一次最多更正 {MOST} 行，最后一页的勾选没有记下。")
        rows = before
    visit.session.keep_picks(key, rows)
    page = text_of(data, "go")
    if page.isascii() and page.isdigit():
        return RedirectResponse(f"/import/{key}/differences?page={int(page)}", 303)
    return RedirectResponse(f"/import/{key}#commit", 303)


def _numbers(data: FormData, name: str) -> frozenset[int]:
    sent = (v for v in data.getlist(name) if isinstance(v, str))
    return frozenset(int(v) for v in sent if v.isascii() and v.isdigit())
