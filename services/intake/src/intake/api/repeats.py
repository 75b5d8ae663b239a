"""Repeat petitions over HTTP: a person decides."""

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from dbkit.receipt import Receipt
from fastapi import APIRouter
from servicekit.auth import CaseReader

from intake.api.deps import CaseId, Intake, LinkId
from intake.api.schemas import DismissalBody, RepeatBody, RepeatLinkView
from intake.domain.repeat import LinkState

router = APIRouter(prefix="/v1", tags=["repeats"])


@router.post("/cases/{case_id}/repeats", summary="确认后一件与本件重复")
async def confirm(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: RepeatBody
) -> Receipt:
    answer = await intake.confirm_repeat(
        caller, case_id, later_case_id=body.later_case_id, repeated_on=body.repeated_on,
        reason=body.reason,
    )  # fmt: skip
    return Receipt.model_validate(answer)


@router.post("/repeat-links/{link_id}/dismissal", summary="排除一条重复提示")
async def dismiss(
    caller: CurrentCaller, intake: Intake, link_id: LinkId, body: DismissalBody
) -> Receipt:
    return Receipt.model_validate(await intake.dismiss_repeat(caller, link_id, reason=body.reason))


@router.get("/repeat-links", summary="重复信访提示")
async def links(
    principal: CaseReader, intake: Intake, page: Paging, state: LinkState | None = None
) -> Page[RepeatLinkView]:
    rows, total = await intake.queries.repeat_links(principal, state, page)
    items = [RepeatLinkView.model_validate(r) for r in rows]
    return Page(items=items, total=total, page=page.page, size=page.size)
