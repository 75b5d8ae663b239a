"""查看原文: clear personal data for a stated purpose, shown once and never kept here."""

from uuid import UUID

from fastapi import APIRouter
from servicekit.ids import new_id
from starlette.responses import Response

from portal.clients.upstream import Refused
from portal.composing.case import load_case
from portal.forms.reading import text_of
from portal.visit import CurrentVisit, Submitted

router = APIRouter(include_in_schema=False)

FIELDS = (
    ("name", "姓名"),
    ("id_no", "身份证号"),
    ("phone", "联系电话"),
    ("address", "户籍地、常住地"),
)


async def _page(
    visit: CurrentVisit, case_id: UUID, *, status: int = 200, **context: object
) -> Response:
    case = await load_case(visit.services, str(case_id))
    crumbs = [("/ledger", "台账"), (f"/cases/{case_id}", f"信访件 {case.case_no}")]
    shown = {"purpose": "", "chosen": [], "refusal": "", "clear": None, **context}
    return visit.parts.pages.show(
        visit,
        "reveal.html",
        title="查看原文",
        crumbs=crumbs,
        case=case,
        fields=FIELDS,
        status=status,
        more=shown,
    )


@router.get("/cases/{case_id}/reveal")
async def ask(visit: CurrentVisit, case_id: UUID) -> Response:
    return await _page(visit, case_id)


@router.post("/cases/{case_id}/reveal")
async def reveal(visit: CurrentVisit, data: Submitted, case_id: UUID) -> Response:
    purpose = text_of(data, "purpose")
    chosen = [code for code, _ in FIELDS if code in data.getlist("fields")]
    if not purpose or not chosen:
        sentence = "请写明查看用途，并至少选择一项内容。"
        return await _page(
            visit, case_id, purpose=purpose, chosen=chosen, refusal=sentence, status=422
        )
    try:
        clear = await visit.services.intake.reveal(str(case_id), purpose, chosen, str(new_id()))
    except Refused as e:
        return await _page(
            visit, case_id, purpose=purpose, chosen=chosen, refusal=e.detail, status=e.status
        )
    return await _page(visit, case_id, purpose=purpose, chosen=chosen, clear=clear)
