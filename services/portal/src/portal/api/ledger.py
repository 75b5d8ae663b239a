"""台账: all cases that the visitor's unit sees, filtered, paged, exported."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated
from urllib.parse import quote

from contracts.vocab import CaseKind, Cohort, Source
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse

from portal.visit import CurrentVisit
from portal.words import choices

router = APIRouter(include_in_schema=False)

_NAMES = ("q", "state", "unit", "source", "cohort", "case_kind", "overdue")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filters(
    q: Annotated[str, Query(max_length=60)] = "", state: str = "", unit: str = "",
    source: str = "", cohort: str = "", case_kind: str = "", overdue: str = "",
    sort: str = "", size: int = 20,
) -> dict[str, str]:  # fmt: skip
    given = (q.strip(), state, unit, source, cohort, case_kind, "true" if overdue else "")
    shown = {"sort": sort, "size": str(size) if size in {50, 100} else ""}
    return {**dict(zip(_NAMES, given, strict=True)), **shown}


Filters = Annotated[dict[str, str], Depends(_filters)]


@router.get("/ledger")
async def ledger(
    visit: CurrentVisit, filters: Filters, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    found = await visit.services.reporting.ledger(**filters, page=page)
    return visit.parts.pages.show(
        visit, "ledger.html", title="台账", found=found, filters=filters,
        sources=choices(Source), cohorts=choices(Cohort), kinds=choices(CaseKind),
        units=visit.parts.units,
    )  # fmt: skip


@router.get("/ledger/export")
async def export(visit: CurrentVisit, filters: Filters) -> Response:
    stack = AsyncExitStack()
    wanted = {k: v for k, v in filters.items() if k != "size"}
    answer = await stack.enter_async_context(visit.services.reporting.export(**wanted))

    async def pieces() -> AsyncIterator[bytes]:
        async with stack:
            async for piece in answer.aiter_bytes():
                yield piece

    name = quote(f"化解台账-{visit.parts.clock.today():%Y%m%d}.xlsx")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(pieces(), 200, disposition, _XLSX)
