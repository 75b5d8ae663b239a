"""Repeat petitions over HTTP: the system advises, a person decides."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Paging
from dbkit.receipt import Receipt
from fastapi import APIRouter, Depends, Query
from servicekit.auth import CaseReader

from intake.api.deps import CaseId, Intake, LinkId
from intake.api.repeat_schemas import (
    ConfirmationBody,
    GroundsBody,
    Label,
    Labels,
    RepeatBody,
    RepeatLinkPage,
    RepeatLinkView,
    RepeatPairView,
    RepeatQuality,
    SimilarBody,
    SimilarCase,
    SimilarCases,
)
from intake.domain.repeat import LinkState
from intake.storage.link_reads import LinkFilter
from intake.usecases.find_similar import NOTE

router = APIRouter(prefix="/v1", tags=["repeats"])

BandName = Annotated[str | None, Query(pattern="^(suggested|clerical|manual)$")]
Unit = Annotated[str | None, Query(max_length=60, description="其中一件由该单位登记")]


Ledger = Annotated[UUID | None, Query(description="其中一件由这次导入登记或更正")]


def _queue(band: BandName = None, unit: Unit = None, import_id: Ledger = None) -> LinkFilter:
    return LinkFilter(LinkState.SUSPECTED, band, unit, import_id)


def _filter(
    state: LinkState | None = None, band: BandName = None, unit: Unit = None,
    import_id: Ledger = None,
) -> LinkFilter:  # fmt: skip
    return LinkFilter(state, band, unit, import_id)


Queue = Annotated[LinkFilter, Depends(_queue)]
Filter = Annotated[LinkFilter, Depends(_filter)]
From = Annotated[date, Query(alias="from")]
To = Annotated[date, Query(alias="to")]


@router.post("/similar-cases", summary="边录边查：相似的件（不保存输入内容）")
async def similar(principal: CaseReader, intake: Intake, body: SimilarBody) -> SimilarCases:
    found = await intake.similar(
        principal, people=body.people(), subject=body.subject, demand=body.demand
    )
    return SimilarCases(items=[SimilarCase.model_validate(f) for f in found], note=NOTE)


@router.post("/cases/{case_id}/repeats", summary="确认后一件与本件重复")
async def confirm(
    caller: CurrentCaller, intake: Intake, case_id: CaseId, body: RepeatBody
) -> Receipt:
    answer = await intake.confirm_repeat(
        caller, case_id, later_case_id=body.later_case_id, repeated_on=body.repeated_on,
        reason=body.reason,
    )  # fmt: skip
    return Receipt.model_validate(answer)


@router.get("/repeat-links", summary="重复信访提示")
async def links(
    principal: CaseReader, intake: Intake, page: Paging, wanted: Filter,
    order: Annotated[str, Query(pattern="^(probability|newest)$")] = "newest",
) -> RepeatLinkPage:  # fmt: skip
    found = await intake.repeats.page(principal, wanted, page, likeliest=order == "probability")
    items = [RepeatLinkView.model_validate(r) for r in found.rows]
    return RepeatLinkPage(
        items=items, total=found.total, page=page.page, size=page.size, counts=found.counts
    )


@router.get("/repeat-links/{link_id}", summary="两件并排比对")
async def pair(
    principal: CaseReader, intake: Intake, link_id: LinkId, wanted: Queue
) -> RepeatPairView:
    return RepeatPairView.model_validate(await intake.repeats.pair(principal, link_id, wanted))


@router.post("/repeat-links/{link_id}/confirmation", summary="确认为重复信访")
async def confirm_link(
    caller: CurrentCaller, intake: Intake, link_id: LinkId, body: ConfirmationBody
) -> Receipt:
    answer = await intake.confirm_repeat.link(
        caller, link_id, repeated_on=body.repeated_on, grounds=body.grounds()
    )
    return Receipt.model_validate(answer)


@router.post("/repeat-links/{link_id}/dismissal", summary="排除一条重复提示")
async def dismiss(
    caller: CurrentCaller, intake: Intake, link_id: LinkId, body: GroundsBody
) -> Receipt:
    answer = await intake.dismiss_repeat(caller, link_id, grounds=body.grounds())
    return Receipt.model_validate(answer)


@router.post("/repeat-links/{link_id}/withdrawal", summary="撤回判定，恢复待判定")
async def withdraw(
    caller: CurrentCaller, intake: Intake, link_id: LinkId, body: GroundsBody
) -> Receipt:
    answer = await intake.withdraw_decision(caller, link_id, grounds=body.grounds())
    return Receipt.model_validate(answer)


@router.get("/repeat-labels/export", summary="导出判定结果（无个人信息），用于检验和改进提示")
async def labels(caller: CurrentCaller, intake: Intake, since: From, until: To) -> Labels:
    found: list[dict[str, Any]] = await intake.repeats.labels(caller, since, until)
    return Labels(items=[Label.model_validate(r) for r in found])


@router.get("/repeat-quality", summary="提示准确率：判定中确认所占比例")
async def quality(principal: CaseReader, intake: Intake, since: From, until: To) -> RepeatQuality:
    return RepeatQuality.model_validate(await intake.repeats.quality(principal, since, until))
