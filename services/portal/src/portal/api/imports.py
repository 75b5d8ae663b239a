"""台账导入: upload, progress, preview row by row, commit, result."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from servicekit.errors import DomainError
from servicekit.http_client import ServiceUnavailableError
from servicekit.ids import new_id
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from portal import import_words
from portal.api.import_page import Page, Show, Wanted, answer
from portal.clients.imports import CommitResult, LedgerImport
from portal.clients.upstream import Refused, status_of
from portal.composing.amending import NothingPickedError, rows_to_amend
from portal.composing.bulk import day_or_none
from portal.composing.column_choice import as_before
from portal.forms.reading import text_of
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def _list(visit: Visit, *, page: int = 1, status: int = 200, **refused: str) -> Response:
    found = await visit.services.imports.page(page)
    shown = {"refusal": "", "advice": "", "profile": "", **refused}
    return visit.parts.pages.show(
        visit, "imports.html", title="台账导入", status=status, found=found, key=str(new_id()),
        max_bytes=visit.parts.settings.max_body_bytes, kinds=import_words.KINDS, more=shown,
    )  # fmt: skip


@router.get("/import")
async def imports(visit: CurrentVisit, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    return await _list(visit, page=page)


@router.post("/import")
async def upload(visit: CurrentVisit, data: Submitted) -> Response:
    file, profile = data.get("file"), text_of(data, "profile")
    if not isinstance(file, UploadFile) or not file.filename:
        sentence = "请先选择要导入的台账文件。"
        return await _list(visit, status=422, refusal=sentence, profile=profile)
    kind = file.content_type or "application/octet-stream"
    try:
        taken, new = await visit.services.imports.upload(
            file.filename, await file.read(), kind, profile, form_key(data)
        )
        if not new:
            visit.session.flash(await _seen_before(visit, taken))
    except (Refused, DomainError) as e:
        return await _refused(visit, e, profile)
    return RedirectResponse(f"/import/{taken.import_id}", 303)


async def _seen_before(visit: Visit, taken: LedgerImport) -> str:
    """Compare an earlier preview with what is registered by now; the sentence about the file."""
    if taken.state != "previewed" or "correct_mapping" not in taken.allowed_actions:
        return "本单位以前上传过这个文件，下面是那一次的结果，没有重复登记。"
    imports = visit.services.imports
    body = as_before(await imports.mapping(taken.import_id))
    version, key = str(taken.version), str(new_id())
    await imports.correct(taken.import_id, body, version=version, key=key)
    return "本单位以前上传过这个文件，还没有登记；已与最新的登记情况重新比对。"


async def _refused(visit: Visit, refusal: Refused | DomainError, profile: str) -> Response:
    if isinstance(refusal, Refused) and (kept := refusal.problem.get("import_id")):
        return RedirectResponse(f"/import/{UUID(str(kept))}", 303)
    status = status_of(refusal)
    advice = import_words.advice(refusal.code, mappable=False)
    return await _list(visit, status=status, refusal=refusal.detail, advice=advice, profile=profile)


@router.get("/import/{import_id}")
async def preview(
    visit: CurrentVisit, import_id: UUID, show: Show = Show.ALL,
    page: Annotated[int, Query(ge=1)] = 1, looks: Annotated[int, Query(ge=0, le=9999)] = 0,
) -> Response:  # fmt: skip
    return await answer(visit, str(import_id), Wanted(show, page, looks))


@router.post("/import/{import_id}/commit")
async def commit(visit: CurrentVisit, data: Submitted, import_id: UUID) -> Response:
    typed = {name: text_of(data, name) for name in ("source_letter", "occurred_on", "amend")}
    if typed["occurred_on"] and not day_or_none(typed["occurred_on"]):
        page = Page(status=422, refusal="请把日期写成年-月-日，例如 2020-10-26。", typed=typed)
        return await answer(visit, str(import_id), Wanted(), page)
    try:
        done = await _committed(visit, str(import_id), data)
    except (Refused, DomainError, NothingPickedError) as e:
        return await answer(visit, str(import_id), Wanted(), _why_not(e, typed, form_key(data)))
    if done.state != "committing":
        visit.session.flash(_said(done, text_of(data, "profile")))
    return RedirectResponse(f"/import/{import_id}", 303)


async def _committed(visit: Visit, import_id: str, data: Submitted) -> CommitResult:
    return await visit.services.imports.commit(
        import_id, letter=text_of(data, "source_letter"),
        day=day_or_none(text_of(data, "occurred_on")),
        amend=await rows_to_amend(visit, import_id, data),
        version=text_of(data, "version"), key=form_key(data),
    )  # fmt: skip


def _why_not(
    e: Refused | DomainError | NothingPickedError, typed: dict[str, str], key: str
) -> Page:
    if isinstance(e, NothingPickedError):
        return Page(422, str(e), "", typed)
    status = status_of(e)
    unanswered = e.code == ServiceUnavailableError.code
    return Page(
        status, e.detail, import_words.ADVICE.get(e.code, ""), typed, key if unanswered else ""
    )


def _said(done: CommitResult, profile: str) -> str:
    corrections = profile == "corrections"
    counted = (
        (done.committed, "已登记 {} 件"), (done.amended, "已更正 {} 件"),
        (done.already_present, "{} 件没有改动" if corrections else "{} 件此前已登记"),
    )  # fmt: skip
    said = "，".join(words.format(n) for n, words in counted if n)
    return f"{said or '没有要登记的件'}。"


@router.get("/import/{import_id}/result-book")
async def result_book(visit: CurrentVisit, import_id: UUID) -> Response:
    async with visit.services.imports.result_book(str(import_id)) as found:
        content = await found.aread()
    given = found.headers.get("content-disposition") or "attachment; filename=rows.xlsx"
    return Response(content, 200, {"Content-Disposition": given}, _XLSX)
