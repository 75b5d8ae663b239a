"""登记回执: one A4 page for the petitioner; the names in full are asked for by a recorded reveal."""

from uuid import UUID

from fastapi import APIRouter
from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.responses import Response

from portal.clients.intake import IntakeCase
from portal.clients.upstream import Refused
from portal.composing.parts import Gaps
from portal.visit import CurrentVisit, Submitted, Visit

router = APIRouter(include_in_schema=False)

PURPOSE = "打印登记回执交信访人"


async def _page(
    visit: Visit, case: IntakeCase, names: tuple[str, ...] = (), refusal: str = ""
) -> Response:
    procedure = await Gaps().fill(visit.services.registration.procedure(case.case_id))
    return visit.parts.pages.show(
        visit, "receipt.html", title="登记回执", case=case, procedure=procedure, refusal=refusal,
        crumbs=[("/ledger", "台账"), (f"/cases/{case.case_id}", f"信访件 {case.case_no}")],
        names=names or tuple(p.name or "" for p in case.petitioners), is_clear=bool(names),
    )  # fmt: skip


@router.get("/cases/{case_id}/receipt")
async def receipt(visit: CurrentVisit, case_id: UUID) -> Response:
    return await _page(visit, await visit.services.intake.case(str(case_id)))


@router.post("/cases/{case_id}/receipt")
async def with_names(visit: CurrentVisit, _: Submitted, case_id: UUID) -> Response:
    intake = visit.services.intake
    case = await intake.case(str(case_id))
    try:
        clear = await intake.reveal(str(case_id), PURPOSE, ["name"], str(new_id()))
    except (Refused, DomainError) as e:
        return await _page(visit, case, refusal=e.detail)
    return await _page(visit, case, tuple(p.name or "" for p in clear.petitioners))
