"""矛盾纠纷: disputes on the ground, at which level they are solved, and their forms (R61)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.responses import RedirectResponse, Response

from portal.clients.prevention import Dispute
from portal.composing.bulk import day_or_none
from portal.composing.doing import Filled
from portal.composing.preventing import action_of, blank, send, show_form
from portal.forms import prevention as forms
from portal.visit import CurrentVisit, Submitted, Visit

router = APIRouter(include_in_schema=False, prefix="/disputes")

_ROOM = ("/disputes", "矛盾纠纷")
_DUTIES = ("registrar", "handler", "supervisor")


def _filters(
    state: Annotated[str, Query(max_length=20)] = "", kind: Annotated[str, Query(max_length=20)] = "",
    level: Annotated[str, Query(max_length=20)] = "",
    place_unit: Annotated[str, Query(max_length=40)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> dict[str, str]:  # fmt: skip
    return {
        "state": state if state in dict(forms.DISPUTE_STATES) else "",
        "kind": kind if kind in dict(forms.DISPUTE_KINDS) else "",
        "level": level if level in dict(forms.LEVELS) else "", "place_unit": place_unit,
        "since": day_or_none(since) or "", "until": day_or_none(until) or "",
    }  # fmt: skip


Filters = Annotated[dict[str, str], Depends(_filters)]


@router.get("")
async def disputes(
    visit: CurrentVisit, filters: Filters, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    client = visit.services.prevention
    found = await client.disputes(**filters, page=page)
    rates = await client.rates(**{k: filters[k] for k in ("place_unit", "since", "until")})
    return visit.parts.pages.show(
        visit, "disputes.html", title="矛盾纠纷", found=found, rates=rates, filters=filters, words=forms,
        units=[(u.code, u.name) for u in visit.parts.units], may_record=_may_record(visit),
    )  # fmt: skip


def _may_record(visit: Visit) -> bool:
    return any(r.value in _DUTIES for r in visit.principal.roles)


@router.get("/new")
async def form(visit: CurrentVisit) -> Response:
    return show_form(visit, blank(visit, forms.RECORD), "/disputes/new", _ROOM)


@router.post("/new")
async def record(visit: CurrentVisit, data: Submitted) -> Response:
    filled = await send(visit, forms.RECORD, data)
    if filled is not None:
        return show_form(visit, filled, "/disputes/new", _ROOM)
    visit.session.flash(forms.RECORD.said)
    return RedirectResponse("/disputes", 303)


@router.get("/{dispute_id}")
async def dispute(visit: CurrentVisit, dispute_id: UUID) -> Response:
    found = await visit.services.prevention.dispute(str(dispute_id))
    return visit.parts.pages.show(
        visit, "dispute.html", title=found.kind_label, crumbs=[_ROOM], dispute=found,
        actions=[a for a in forms.ON_DISPUTES.values() if a.command in found.allowed_actions],
    )  # fmt: skip


@router.get("/{dispute_id}/do/{code}")
async def ask(visit: CurrentVisit, dispute_id: UUID, code: str) -> Response:
    found = await visit.services.prevention.dispute(str(dispute_id))
    filled = blank(visit, action_of(forms.ON_DISPUTES, code), {"level": found.level}, found.version)
    return _about(visit, filled, found)


@router.post("/{dispute_id}/do/{code}")
async def do(visit: CurrentVisit, data: Submitted, dispute_id: UUID, code: str) -> Response:
    action = action_of(forms.ON_DISPUTES, code)
    filled = await send(visit, action, data, str(dispute_id))
    if filled is not None:
        return _about(visit, filled, await visit.services.prevention.dispute(str(dispute_id)))
    visit.session.flash(action.said)
    return RedirectResponse(f"/disputes/{dispute_id}", 303)


def _about(visit: Visit, filled: Filled, found: Dispute) -> Response:
    filled.version = filled.version or str(found.version)
    back = f"/disputes/{found.id}"
    return show_form(
        visit, filled, f"{back}/do/{filled.action.code}", _ROOM,
        of=(back, f"{found.kind_label} · {found.level_label}"),
        about=f"{found.state_label} · {found.level_label} · {found.summary}",
    )  # fmt: skip
