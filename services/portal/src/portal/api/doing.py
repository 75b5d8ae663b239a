"""The form of any action on a case, and its submission: POST, then 303 back to the case."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from portal.composing.case import load_case
from portal.composing.doing import Attempted, Filled, blank_form, submit
from portal.forms.action import Action
from portal.forms.catalogue import BY_CODE
from portal.visit import CurrentVisit, Submitted, Visit

router = APIRouter(include_in_schema=False)


def _action(code: str) -> Action:
    if code not in BY_CODE:
        raise HTTPException(404)
    return BY_CODE[code]


@router.get("/cases/{case_id}/do/{code}")
async def form(visit: CurrentVisit, case_id: UUID, code: str) -> Response:
    action = _action(code)
    case = await load_case(visit.services, str(case_id))
    return _page(visit, await blank_form(visit, action, case))


@router.post("/cases/{case_id}/do/{code}")
async def do(visit: CurrentVisit, data: Submitted, case_id: UUID, code: str) -> Response:
    action = _action(code)
    done = await submit(visit, Attempted(action, str(case_id), data))
    if done is not None:
        return _page(visit, done)
    visit.session.flash(action.said)
    return RedirectResponse(action.after or f"/cases/{case_id}", 303)


def _page(visit: Visit, filled: Filled) -> Response:
    case = filled.case
    crumbs = [("/ledger", "台账"), (f"/cases/{case.case_id}", f"信访件 {case.case_no}")]
    return visit.parts.pages.show(
        visit, "action.html", title=filled.action.title, crumbs=crumbs, status=filled.status,
        form=filled, case=case,
    )  # fmt: skip
