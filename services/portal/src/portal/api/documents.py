"""文件与件数: the campaign's chain of documents, and the 95 cases against what was declared (R2, R73)."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from contracts.vocab import Role
from fastapi import APIRouter, Path, Query
from starlette.responses import RedirectResponse, Response

from portal.clients.prevention import DocumentChain
from portal.composing.doing import Filled
from portal.composing.parts import Gaps
from portal.composing.preventing import blank, send, show_form
from portal.forms import prevention as forms
from portal.forms.action import Action
from portal.forms.fields import Field
from portal.visit import CurrentVisit, Submitted, Visit

router = APIRouter(include_in_schema=False, prefix="/documents")

_ROOM = ("/documents", "文件与件数")
Source = Annotated[str, Path(pattern="^(central|region)$")]


@router.get("")
async def documents(
    visit: CurrentVisit, governs: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    client, gaps = visit.services.prevention, Gaps()
    whole = await client.documents()
    known = governs if governs in {r.code for r in whole.rules} else ""
    return visit.parts.pages.show(
        visit, "documents.html", title="文件与件数", chain=await client.documents(known) if known else whole,
        rules=[(r.code, r.label) for r in whole.rules], governs=known, may_register=_may_register(visit),
        cohort=await gaps.fill(client.cohort()) if visit.principal.is_office else None,
        notes_=gaps.notes,
    )  # fmt: skip


def _may_register(visit: Visit) -> bool:
    who = visit.principal
    return who.is_office and who.has(Role.REGISTRAR, Role.SUPERVISOR)


def _with_rules(action: Action, chain: DocumentChain) -> Action:
    rules = [(r.code, r.label) for r in chain.rules]
    return replace(
        action,
        parts=tuple(
            replace(p, choices=rules) if isinstance(p, Field) and p.name == "governs" else p
            for p in action.parts
        ),
    )


@router.get("/new")
async def form(visit: CurrentVisit) -> Response:
    action = _with_rules(forms.DOCUMENT, await visit.services.prevention.documents())
    return show_form(visit, blank(visit, action), "/documents/new", _ROOM)


@router.post("/new")
async def register(visit: CurrentVisit, data: Submitted) -> Response:
    action = _with_rules(forms.DOCUMENT, await visit.services.prevention.documents())
    filled = await send(visit, action, data)
    if filled is not None:
        return show_form(visit, filled, "/documents/new", _ROOM)
    visit.session.flash(action.said)
    return RedirectResponse("/documents", 303)


@router.get("/{document_id}/edit")
async def edit(visit: CurrentVisit, document_id: UUID) -> Response:
    client = visit.services.prevention
    action = _with_rules(forms.CORRECT, await client.documents())
    found = await client.document(str(document_id))
    held = found.model_dump() | {"governs": [g.code for g in found.governs]}
    filled = blank(visit, action, held, found.version)
    return show_form(visit, filled, f"/documents/{document_id}/edit", _ROOM)


@router.post("/{document_id}/edit")
async def correct(visit: CurrentVisit, data: Submitted, document_id: UUID) -> Response:
    client = visit.services.prevention
    action = _with_rules(forms.CORRECT, await client.documents())
    filled = await send(visit, action, data, str(document_id))
    if filled is not None:
        filled.version = filled.version or str((await client.document(str(document_id))).version)
        return show_form(visit, filled, f"/documents/{document_id}/edit", _ROOM)
    visit.session.flash(action.said)
    return RedirectResponse("/documents", 303)


@router.get("/declared/{source}")
async def declared(visit: CurrentVisit, source: Source) -> Response:
    label, held, version = await _declared(visit, source)
    filled = blank(visit, forms.DECLARE, held, version)
    return _declaring(visit, filled, source, label)


async def _declared(visit: Visit, source: str) -> tuple[str, dict[str, object], int]:
    cohort = await visit.services.prevention.cohort()
    line = next(x for x in cohort.sources if x.source == source)
    held = line.declared.model_dump() if line.declared else {}
    return line.source_label, held, line.declared.version if line.declared else 0


@router.post("/declared/{source}")
async def declare(visit: CurrentVisit, data: Submitted, source: Source) -> Response:
    filled = await send(visit, forms.DECLARE, data, source)
    if filled is not None:
        label, _, version = await _declared(visit, source)
        filled.version = filled.version or str(version)
        return _declaring(visit, filled, source, label)
    visit.session.flash(forms.DECLARE.said)
    return RedirectResponse("/documents", 303)


def _declaring(visit: Visit, filled: Filled, source: str, label: str) -> Response:
    address = f"/documents/declared/{source}"
    return show_form(visit, filled, address, _ROOM, about=f"交办层级：{label}")
