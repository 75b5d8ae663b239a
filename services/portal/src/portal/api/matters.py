"""多人同一事项: matters that several petitioners raise, their cases, and what people change in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from portal import repeat_words
from portal.clients.upstream import Refused, status_of
from portal.composing.bulk import day_or_none
from portal.composing.gathering import NothingToGatherError, Wish, gather, may_gather, put_in
from portal.forms.reading import text_of
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)

_Faults = (Refused, DomainError, NothingToGatherError)
Fault = Refused | DomainError | NothingToGatherError


def _filters(
    min_cases: Annotated[str, Query(pattern="^[0-9]{0,4}$")] = "",
    since: Annotated[str, Query(max_length=10)] = "",
) -> dict[str, str]:
    return {
        "min_cases": min_cases if min_cases.strip("0") else "",
        "since": day_or_none(since) or "",
    }


Filters = Annotated[dict[str, str], Depends(_filters)]


@router.get("/matters")
async def matters(
    visit: CurrentVisit, filters: Filters, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    wanted = filters | {"min_cases": filters["min_cases"] or "2"}
    found = await visit.services.matters.page(**wanted, page=page)
    return visit.parts.pages.show(
        visit, "matters.html", title="多人同一事项", found=found, filters=filters
    )


@router.get("/matters/{matter_id}")
async def matter(visit: CurrentVisit, matter_id: UUID) -> Response:
    return await _page(visit, str(matter_id))


async def _page(
    visit: Visit, matter_id: str, fault: Fault | None = None, wish: Wish | None = None
) -> Response:
    found = await visit.services.matters.one(matter_id)
    status, refusal, advice = _why_not(fault)
    return visit.parts.pages.show(
        visit, "matter.html", title="事项归集", status=status, crumbs=[("/matters", "多人同一事项")],
        matter=found, wish=wish or Wish("", with_others=False, key=str(new_id())),
        refusal=refusal, advice=advice, may_gather=may_gather(visit.principal),
        removals={c.case_id: str(new_id()) for c in found.members},
    )  # fmt: skip


def _why_not(fault: Fault | None) -> tuple[int, str, str]:
    if fault is None:
        return 200, "", ""
    if isinstance(fault, NothingToGatherError):
        return 422, str(fault), ""
    return status_of(fault), fault.detail, repeat_words.ADVICE.get(fault.code, "")


@router.post("/matters")
async def make(visit: CurrentVisit, data: Submitted) -> Response:
    try:
        matter_id = await gather(visit.services, data)
    except NothingToGatherError as e:
        visit.session.flash(str(e))
        return RedirectResponse(f"/cases/{_id(text_of(data, 'case'))}/similar", 303)
    visit.session.flash("所选的件已归集为一个事项，各件仍各自办理。")
    return RedirectResponse(f"/matters/{_id(matter_id)}", 303)


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise HTTPException(404) from None


@router.post("/matters/{matter_id}/members")
async def add(visit: CurrentVisit, data: Submitted, matter_id: UUID) -> Response:
    wish = Wish.of(data)
    try:
        said = await put_in(visit.services, str(matter_id), wish)
    except _Faults as e:
        return await _page(visit, str(matter_id), e, wish)
    visit.session.flash(said)
    return RedirectResponse(f"/matters/{matter_id}", 303)


@router.post("/matters/{matter_id}/members/{case_id}/removal")
async def remove(visit: CurrentVisit, data: Submitted, matter_id: UUID, case_id: UUID) -> Response:
    try:
        left = await visit.services.matters.remove(str(matter_id), str(case_id), form_key(data))
    except (Refused, DomainError) as e:
        return await _page(visit, str(matter_id), e)
    visit.session.flash("该件已移出本事项，系统不再把它放回。")
    return RedirectResponse(f"/matters/{matter_id}" if left else "/matters", 303)
