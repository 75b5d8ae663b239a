"""相似的件: cases with a text like this one's, and gathering them to a matter of several petitioners."""

from uuid import UUID

from fastapi import APIRouter
from servicekit.ids import new_id
from starlette.responses import Response

from portal.composing.case import load_case
from portal.composing.case_links import links_of
from portal.composing.gathering import may_gather
from portal.visit import CurrentVisit

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/similar")
async def similar(visit: CurrentVisit, case_id: UUID) -> Response:
    case = await load_case(visit.services, str(case_id))
    demand = case.intake.demand if case.intake else ""
    found = await visit.services.registration.similar([], demand)
    links = links_of(case, visit.principal)
    return visit.parts.pages.show(
        visit, "similar.html", title="相似的件", key=str(new_id()), case=case, note=found.note,
        found=[c for c in found.items if c.case_id != case.case_id], matter_id=links.matter_id,
        may_gather=may_gather(visit.principal),
        crumbs=[("/ledger", "台账"), (f"/cases/{case.case_id}", f"信访件 {case.case_no}")],
    )  # fmt: skip
