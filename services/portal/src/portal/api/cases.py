"""案件: everything known of one case, and what the visitor may do with it."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from portal.composing.case import load_case
from portal.composing.case_links import links_of
from portal.composing.doing import missing_parts
from portal.composing.taking_in import load_taking_in
from portal.forms.catalogue import offered
from portal.visit import CurrentVisit

router = APIRouter(include_in_schema=False)

_GATED = (("start", "开始化解"), ("closure-report", "报送办结报告"))


@router.get("/cases/{case_id}")
async def case(visit: CurrentVisit, case_id: UUID) -> Response:
    view = await load_case(visit.services, str(case_id))
    taking_in = await load_taking_in(visit.services, view)
    mine = visit.principal.unit == view.lead_unit
    waits = [(title, missing_parts(view.case_id, view.missing_for(code))) for code, title in _GATED]
    return visit.parts.pages.show(
        visit, "case.html", title=f"信访件 {view.case_no}", crumbs=[("/ledger", "台账")],
        case=view, offered=offered(view), taking_in=taking_in,
        links=links_of(view, visit.principal),
        waits=[w for w in waits if w[1]] if mine else [],
    )  # fmt: skip
