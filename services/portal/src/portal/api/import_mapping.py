"""列对应: which column of a ledger means what, and what the unit's next files get of it."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.responses import RedirectResponse, Response

from portal import import_words
from portal.api.import_page import Page, Wanted, answer
from portal.clients.upstream import Refused, status_of
from portal.composing.column_choice import (
    as_before,
    grouped,
    missing,
    read_choice,
    read_place,
    shown,
)
from portal.forms.reading import text_of
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)


@router.get("/import/mappings")
async def remembered(visit: CurrentVisit) -> Response:
    found = await visit.services.imports.remembered()
    return visit.parts.pages.show(
        visit, "import_mappings.html", title="记住的列对应", crumbs=[("/import", "台账导入")],
        found=found, key=str(new_id()), kind=import_words.kind,
    )  # fmt: skip


@router.post("/import/mappings/{mapping_id}/forget")
async def forget(visit: CurrentVisit, data: Submitted, mapping_id: UUID) -> Response:
    try:
        await visit.services.imports.forget(str(mapping_id), form_key(data))
    except Refused as e:
        if e.code != "mapping_not_found":
            raise
    visit.session.flash("这条列对应已删除，以后同样表头的文件由系统自动识别。")
    return RedirectResponse("/import/mappings", 303)


@router.get("/import/{import_id}/mapping")
async def mapping(visit: CurrentVisit, import_id: UUID) -> Response:
    return await _screen(visit, str(import_id))


async def _screen(
    visit: Visit, import_id: str, *, status: int = 200, chosen: Any = None, **more: Any
) -> Response:
    client = visit.services.imports
    found, taken = await asyncio.gather(client.mapping(import_id), client.one(import_id))
    if taken.is_busy:
        return RedirectResponse(f"/import/{import_id}", 303)
    chosen = chosen or shown(found)
    said = {"errors": [], "refusal": "", "advice": "", "remember": True, **more}
    return visit.parts.pages.show(
        visit, "import_mapping.html", title="列对应", status=status, found=found, taken=taken,
        crumbs=[("/import", "台账导入"), (f"/import/{import_id}", taken.file_name or "导入预览")],
        chosen=chosen, missing=missing(found, chosen), groups=grouped(found), kinds=import_words.KINDS[1:],
        key=str(new_id()), more=said,
    )  # fmt: skip


@router.post("/import/{import_id}/mapping")
async def choose(visit: CurrentVisit, data: Submitted, import_id: UUID) -> Response:
    key, remember = str(import_id), bool(text_of(data, "remember"))
    found = await visit.services.imports.mapping(key)
    choice = read_choice(found, data)
    if choice.errors:
        return await _screen(
            visit, key, status=422, chosen=choice.chosen, errors=choice.errors, remember=remember
        )
    body = choice.told(found, remember=remember)
    refused = await _read_again(visit, data, key, body)
    if refused is not None:
        return await _screen(visit, key, chosen=choice.chosen, remember=remember, **refused)
    return RedirectResponse(f"/import/{key}", 303)


@router.post("/import/{import_id}/place")
async def place(visit: CurrentVisit, data: Submitted, import_id: UUID) -> Response:
    key = str(import_id)
    body, wrong = read_place(data)
    if wrong:
        return await _screen(visit, key, status=422, errors=[wrong])
    refused = await _read_again(visit, data, key, body)
    if refused is not None:
        return await _screen(visit, key, **refused)
    visit.session.flash("已重新读取，请核对各列的对应关系。")
    return RedirectResponse(f"/import/{key}/mapping", 303)


@router.post("/import/{import_id}/again")
async def again(visit: CurrentVisit, data: Submitted, import_id: UUID) -> Response:
    key = str(import_id)
    found = await visit.services.imports.mapping(key)
    refused = await _read_again(visit, data, key, as_before(found))
    if refused is not None:
        return await answer(visit, key, Wanted(), Page(**refused))
    visit.session.flash("已重新读取，并与最新的登记情况比对。")
    return RedirectResponse(f"/import/{key}", 303)


async def _read_again(
    visit: Visit, data: Submitted, import_id: str, body: dict[str, Any]
) -> dict[str, Any] | None:
    """Order another reading; the refusal, if there is one."""
    try:
        await visit.services.imports.correct(
            import_id, body, version=text_of(data, "version"), key=form_key(data)
        )
    except (Refused, DomainError) as e:
        status = status_of(e)
        advice = import_words.ADVICE.get(e.code, "")
        return {"status": status, "refusal": e.detail, "advice": advice}
    return None
