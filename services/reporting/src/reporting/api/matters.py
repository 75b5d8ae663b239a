"""Route of the matters that several petitioners raise."""

from datetime import date
from typing import Annotated

from contracts.vocab import Field
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Query

from reporting.api.deps import Reader, TheParts
from reporting.reads.matters import MatterFilter, matters
from reporting.reads.views import MatterRow

router = APIRouter(prefix="/v1", tags=["figures"])


@router.get("/matters", summary="同一事项")
async def page(
    parts: TheParts, reader: Reader, paging: Paging,
    field: Field | None = None,
    first: Annotated[date | None, Query(alias="from", description="登记时间不早于")] = None,
    last: Annotated[date | None, Query(alias="to", description="登记时间不晚于")] = None,
) -> Page[MatterRow]:  # fmt: skip
    criteria = MatterFilter(field, first, last)
    async with parts.db.read(reader.unit) as session:
        return await matters(
            session, criteria, paging, today=parts.clock.today(), units=parts.units
        )
