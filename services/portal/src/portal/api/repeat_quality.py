"""提示质量: the share of suggestions that people confirmed, and their decisions as labels."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from portal.clients.repeats import Label
from portal.composing.bulk import day_of
from portal.visit import CurrentVisit

router = APIRouter(include_in_schema=False)

_YEAR = timedelta(days=365)
_HEADINGS = (
    "提示编号", "前一件系统编号", "后一件系统编号", "判定", "判定代码", "档次", "依据", "可能性",
    "信访人相符", "事项相符", "理由代码", "判定时刻",
)  # fmt: skip
Span = tuple[date, date]


def _span(
    visit: CurrentVisit, from_: Annotated[str, Query(alias="from", max_length=10)] = "",
    to: Annotated[str, Query(max_length=10)] = "",
) -> Span:  # fmt: skip
    last = day_of(to) or visit.parts.clock.today()
    return min(day_of(from_) or last - _YEAR, last), last


Wanted = Annotated[Span, Depends(_span)]


@router.get("/repeats/quality")
async def quality(visit: CurrentVisit, wanted: Wanted) -> Response:
    found = await visit.services.repeats.quality(*wanted)
    return visit.parts.pages.show(
        visit, "repeat_quality.html", title="提示质量", crumbs=[("/repeats", "疑似重复")],
        found=found, since=wanted[0], until=wanted[1],
    )  # fmt: skip


@router.get("/repeats/labels")
async def labels(visit: CurrentVisit, wanted: Wanted) -> Response:
    found = await visit.services.repeats.labels(*wanted)
    text = io.StringIO()
    csv.writer(text).writerows([_HEADINGS, *(_row(x) for x in found)])
    name = quote(f"重复判定标注-{wanted[0]:%Y%m%d}-{wanted[1]:%Y%m%d}.csv")
    given = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(text.getvalue().encode("utf-8-sig"), 200, given, "text/csv; charset=utf-8")


def _row(x: Label) -> list[str]:
    return list(_cells(x))


def _cells(x: Label) -> Iterator[str]:
    yield from (x.link_id, x.earlier_case_id, x.later_case_id, x.decision)
    yield from (x.code or "", x.band or "manual", x.basis)
    for share in (x.probability, x.person_probability, x.matter_probability):
        yield "" if share is None else f"{share:.4f}"
    yield " ".join(x.reason_codes)
    yield x.decided_at.isoformat()
