"""登记信访件: one case by hand."""

from fastapi import APIRouter
from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.responses import RedirectResponse, Response

from portal.clients.upstream import Refused
from portal.composing.case import CaseView
from portal.composing.doing import Filled, context_of, explain, initial_values, unanswered
from portal.forms.intake import REGISTER
from portal.forms.reading import read
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)


def _page(visit: Visit, filled: Filled) -> Response:
    return visit.parts.pages.show(
        visit, "register.html", title=REGISTER.title, status=filled.status, form=filled
    )


def _blank(visit: Visit) -> Filled:
    case = CaseView("")
    context = context_of(visit, case)
    values = initial_values(REGISTER.parts, context)
    return Filled(REGISTER, case, context, values, str(new_id()), "")


@router.get("/register")
async def form(visit: CurrentVisit) -> Response:
    return _page(visit, _blank(visit))


@router.post("/register")
async def register(visit: CurrentVisit, data: Submitted) -> Response:
    reading, filled = read(REGISTER.parts, data), _blank(visit)
    filled.values, filled.key, filled.errors = reading.values, form_key(data), dict(reading.errors)
    if filled.errors:
        filled.status = 422
        return _page(visit, filled)
    try:
        receipt = await visit.services.intake.register(reading.body, filled.key)
    except Refused as refusal:
        explain(filled, reading, refusal)
    except DomainError as fault:
        unanswered(filled, fault)
    else:
        visit.session.flash(REGISTER.said)
        return RedirectResponse(f"/cases/{receipt.case_id}", 303)
    return _page(visit, filled)
