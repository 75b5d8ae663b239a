"""苗头问题: matters, places, fields and units on the rise, judged by persons (R62)."""

from typing import Annotated
from uuid import UUID

from contracts.vocab import Role
from fastapi import APIRouter, Depends, Query
from starlette.responses import RedirectResponse, Response

from portal.clients.prevention import Sign
from portal.composing.doing import Filled
from portal.composing.preventing import action_of, blank, send, show_form
from portal.forms import prevention as forms
from portal.visit import CurrentVisit, Submitted, Visit

router = APIRouter(include_in_schema=False, prefix="/signs")

_ROOM = ("/signs", "苗头问题")


def _filters(
    state: Annotated[str, Query(max_length=20)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
) -> dict[str, str]:
    return {
        "state": state if state in dict(forms.SIGN_STATES) else "",
        "kind": kind if kind in dict(forms.SIGN_KINDS) else "",
    }


Filters = Annotated[dict[str, str], Depends(_filters)]


@router.get("")
async def signs(
    visit: CurrentVisit, filters: Filters, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    client = visit.services.prevention
    found, limits = await client.signs(**filters, page=page), await client.limits()
    return visit.parts.pages.show(
        visit, "signs.html", title="苗头问题", found=found, limits=limits, filters=filters, words=forms,
        may_set=_may_set(visit),
    )  # fmt: skip


def _may_set(visit: Visit) -> bool:
    return visit.principal.is_office and visit.principal.has(Role.SUPERVISOR)


@router.get("/limits")
async def limits_form(visit: CurrentVisit) -> Response:
    now = await visit.services.prevention.limits()
    filled = blank(visit, forms.LIMITS, now.model_dump(), now.version)
    return show_form(visit, filled, "/signs/limits", _ROOM)


@router.post("/limits")
async def set_limits(visit: CurrentVisit, data: Submitted) -> Response:
    filled = await send(visit, forms.LIMITS, data)
    if filled is not None:
        now = await visit.services.prevention.limits()
        filled.version = filled.version or str(now.version)
        return show_form(visit, filled, "/signs/limits", _ROOM)
    visit.session.flash(forms.LIMITS.said)
    return RedirectResponse("/signs", 303)


@router.get("/{sign_id}")
async def sign(visit: CurrentVisit, sign_id: UUID) -> Response:
    found = await visit.services.prevention.sign(str(sign_id))
    return visit.parts.pages.show(
        visit, "sign.html", title=found.title or "苗头", crumbs=[_ROOM], sign=found,
        actions=[a for a in forms.ON_SIGNS.values() if a.command in found.allowed_actions],
    )  # fmt: skip


@router.get("/{sign_id}/do/{code}")
async def ask(visit: CurrentVisit, sign_id: UUID, code: str) -> Response:
    found = await visit.services.prevention.sign(str(sign_id))
    filled = blank(visit, action_of(forms.ON_SIGNS, code), version=found.version)
    return _about(visit, filled, found)


@router.post("/{sign_id}/do/{code}")
async def do(visit: CurrentVisit, data: Submitted, sign_id: UUID, code: str) -> Response:
    action = action_of(forms.ON_SIGNS, code)
    filled = await send(visit, action, data, str(sign_id))
    if filled is not None:
        return _about(visit, filled, await visit.services.prevention.sign(str(sign_id)))
    visit.session.flash(action.said)
    return RedirectResponse(f"/signs/{sign_id}", 303)


def _about(visit: Visit, filled: Filled, found: Sign) -> Response:
    filled.version = filled.version or str(found.version)
    back = f"/signs/{found.id}"
    return show_form(
        visit, filled, f"{back}/do/{filled.action.code}", _ROOM, of=(back, found.title or "苗头"),
        about=f"{found.kind_label}：{found.title}。{found.sentence}",
    )  # fmt: skip
