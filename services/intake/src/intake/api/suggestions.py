"""The content classification, and advice on a text, over HTTP."""

from fastapi import APIRouter, Response
from servicekit.auth import CaseReader

from intake.api.deps import Intake
from intake.api.suggestion_schemas import CategoryTree, SuggestionsView, TextBody

router = APIRouter(prefix="/v1", tags=["suggestions"])


@router.get("/categories", summary="三级内容分类")
async def tree(_: CaseReader, intake: Intake, response: Response) -> CategoryTree:
    response.headers["Cache-Control"] = "private, max-age=3600"
    return CategoryTree.of(intake.suggest.tree())


@router.post("/suggestions", summary="按文字建议分类、领域、标签（只作参考，不保存）")
async def suggest(
    _: CaseReader, intake: Intake, body: TextBody, response: Response
) -> SuggestionsView:
    response.headers["Cache-Control"] = "no-store"
    return SuggestionsView.of(intake.suggest(body.subject, body.demand))
