"""登记信访件: one case by hand, with similar cases and suggestions beside the form."""

from contracts.vocab import Role
from fastapi import APIRouter
from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from portal.clients.upstream import Refused
from portal.composing.case import CaseView
from portal.composing.doing import (
    Filled,
    check_category,
    context_of,
    explain,
    initial_values,
    load_categories,
    unanswered,
)
from portal.composing.looking import Look, look
from portal.forms.reading import Reading, read, text_of
from portal.forms.registration import REGISTER, SECTIONS
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)

_SEALED = "密-"
_TAKEN = frozenset({"category", "field", "tags"})
"""Questions whose suggestion can be taken over."""


async def _page(visit: Visit, filled: Filled, beside: Look | None = None) -> Response:
    filled.categories = await load_categories(visit)
    return visit.parts.pages.show(
        visit, "register.html", title=REGISTER.title, status=filled.status, form=filled,
        sections=SECTIONS, opened=_opened(filled), look=beside or Look(),
    )  # fmt: skip


def _opened(filled: Filled) -> set[str]:
    """Folded sections in which something stands, or should."""
    used = {name.partition("-")[0] for name, v in filled.values.items() if v}
    asked = used | {name.partition("-")[0] for name in filled.errors}
    found = {s.code for s in SECTIONS if s.folded and asked & {p.name for p in s.parts}}
    return found | {"sealing"} if "accusation" in filled.value("tags") else found


def _blank(visit: Visit) -> Filled:
    case = CaseView("")
    context = context_of(visit, case)
    values = initial_values(REGISTER.parts, context)
    return Filled(REGISTER, case, context, values, str(new_id()), "")


def _refilled(visit: Visit, data: FormData, reading: Reading) -> Filled:
    filled = _blank(visit)
    filled.values, filled.key = reading.values, form_key(data)
    return filled


@router.get("/register")
async def form(visit: CurrentVisit) -> Response:
    visit.principal.require(Role.REGISTRAR)
    return await _page(visit, _blank(visit))


@router.post("/register/look")
async def beside(visit: CurrentVisit, data: Submitted) -> Response:
    reading = read(REGISTER.parts, data)
    filled = _refilled(visit, data, reading)
    _take(filled, text_of(data, "take"))
    return await _page(visit, filled, await look(visit.services, REGISTER.parts, reading))


def _take(filled: Filled, suggestion: str) -> None:
    """Put a suggestion that was chosen into its input; it comes as name=value."""
    name, _, value = suggestion.partition("=")
    if name not in _TAKEN or not value:
        return
    held = filled.values.get(name)
    filled.values[name] = [*held, value] if isinstance(held, list) else value


@router.post("/register")
async def register(visit: CurrentVisit, data: Submitted) -> Response:
    reading = read(REGISTER.parts, data)
    filled = _refilled(visit, data, reading)
    await check_category(visit, reading)
    _ask_for_petitioners(reading)
    filled.errors = dict(reading.errors)
    _ask_about_sealing(filled)
    if filled.errors:
        filled.status = 422
        return await _page(visit, filled)
    return await _sent(visit, filled, reading)


async def _sent(visit: Visit, filled: Filled, reading: Reading) -> Response:
    """Register the case; a refusal is shown in the form, where it belongs."""
    try:
        receipt = await visit.services.intake.register(REGISTER.body(reading.body), filled.key)
    except Refused as refusal:
        explain(filled, reading, refusal)
    except DomainError as fault:
        unanswered(filled, fault)
    else:
        visit.session.flash(REGISTER.said)
        room = "/sealed" if receipt.case_no.startswith(_SEALED) else ""
        return RedirectResponse(f"/cases/{receipt.case_id}{room}", 303)
    return await _page(visit, filled)


def _ask_for_petitioners(reading: Reading) -> None:
    """Say it together with all else that is missing, not when that has been put right."""
    if not reading.body["petitioners"] and not reading.body["anonymous"]:
        reading.errors.setdefault("petitioners", "请至少填写一名信访人。")


def _ask_about_sealing(filled: Filled) -> None:
    """Nobody seals a case unknowingly: it is out of the unit's sight at once."""
    if "accusation" in filled.value("tags") and filled.value("sealing_known") != "yes":
        filled.errors["sealing_known"] = (
            "揭发控告件登记后立即封存，只有纪检监察单位和您本人可以查看。请勾选“已知晓”后再登记。"
        )
