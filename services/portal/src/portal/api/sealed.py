"""密封件: one's own for who registered them, all for 纪检监察, progress for the office (R72)."""

import asyncio
from typing import Annotated
from uuid import UUID

from contracts.vocab import UnitKind
from fastapi import APIRouter, Query
from starlette.responses import Response

from portal.composing.parts import Gaps
from portal.visit import CurrentVisit

router = APIRouter(include_in_schema=False)


@router.get("/sealed")
async def sealed(visit: CurrentVisit, page: Annotated[int, Query(ge=1)] = 1) -> Response:
    gaps, client = Gaps(), visit.services.registration
    found, progress = await asyncio.gather(
        gaps.fill(client.sealed(page=page)), gaps.fill(client.progress())
    )
    return visit.parts.pages.show(
        visit, "sealed.html", title="密封件", found=found, progress=progress, notes_=gaps.notes,
        discipline=visit.principal.unit_kind is UnitKind.DISCIPLINE,
    )  # fmt: skip


@router.get("/cases/{case_id}/sealed")
async def registered(visit: CurrentVisit, case_id: UUID) -> Response:
    case = await visit.services.intake.case(str(case_id))
    return visit.parts.pages.show(
        visit, "registered_sealed.html", title="已登记并封存", crumbs=[("/sealed", "密封件")], case=case,
    )  # fmt: skip
