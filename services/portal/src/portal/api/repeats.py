"""疑似重复: the queue by band, two cases side by side, decisions one after the other, undo."""

from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from portal import repeat_words
from portal.clients.upstream import Refused, status_of
from portal.composing.bulk import day_or_none
from portal.composing.comparing import Queue, load_comparison
from portal.forms.reading import text_of
from portal.pages import query
from portal.repeat_words import Choice
from portal.visit import CurrentVisit, Submitted, Visit, form_key

router = APIRouter(include_in_schema=False)

_LEAST = 5
_TYPED = ("reason", "repeated_on", "decision")
BandName = Annotated[str, Query(pattern="^(suggested|clerical|manual)?$")]
UnitCode = Annotated[str, Query(max_length=60)]


def _listed(
    state: Annotated[str, Query(pattern="^(suspected|confirmed|dismissed|any)$")] = "suspected",
    band: BandName = "", unit: UnitCode = "",
    order: Annotated[str, Query(pattern="^(probability|newest)?$")] = "",
    import_id: UUID | None = None,
) -> dict[str, str]:  # fmt: skip
    ledger = str(import_id or "")
    return {"state": state, "band": band, "unit": unit, "order": order, "import_id": ledger}


def _queued(
    band: BandName = "", unit: UnitCode = "", case: UUID | None = None,
    import_id: UUID | None = None,
) -> Queue:  # fmt: skip
    return Queue(band, unit, str(case or ""), str(import_id or ""))


Listed = Annotated[dict[str, str], Depends(_listed)]
Queued = Annotated[Queue, Depends(_queued)]


@dataclass(frozen=True, slots=True)
class Tried:
    """A decision that was not taken, or none yet: what was typed and why it was refused."""

    typed: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_TYPED, ""))
    status: int = 200
    refusal: str = ""
    advice: str = ""


@router.get("/repeats")
async def queue(
    visit: CurrentVisit, filters: Listed, page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    is_open = filters["state"] == "suspected"
    wanted = filters | {
        "state": "" if filters["state"] == "any" else filters["state"],
        "order": filters["order"] or ("probability" if is_open else "newest"),
    }
    found = await visit.services.repeats.page(**wanted, page=page)
    return visit.parts.pages.show(
        visit, "repeats.html", title="疑似重复", found=found, filters=filters, is_open=is_open,
        units=visit.parts.units,
    )  # fmt: skip


@router.get("/repeats/{link_id}")
async def pair(
    visit: CurrentVisit, link_id: UUID, queue: Queued, last: UUID | None = None
) -> Response:
    return await _page(visit, str(link_id), queue, Tried(), str(last or ""))


async def _page(visit: Visit, link_id: str, queue: Queue, tried: Tried, last: str = "") -> Response:
    shown = await load_comparison(visit.services, visit.parts.units, link_id, queue)
    room = (f"/cases/{queue.case}", "信访件") if queue.case else _queue_crumb(queue)
    return visit.parts.pages.show(
        visit, "repeat.html", title="并排比对", status=tried.status, crumbs=[room],
        shown=shown, pair=shown.pair, queue=queue, tried=tried, last=last, key=str(new_id()),
    )  # fmt: skip


def _queue_crumb(queue: Queue) -> tuple[str, str]:
    asked = query(queue.filters)
    return f"/repeats?{asked}" if asked else "/repeats", "疑似重复"


@router.post("/repeats/{link_id}")
async def decide(visit: CurrentVisit, data: Submitted, link_id: UUID) -> Response:
    typed = {name: text_of(data, name) for name in _TYPED}
    queue = _queue_of(data)
    choice = repeat_words.BY_VALUE.get(typed["decision"])
    if choice is None or (wrong := _wrong(typed)):
        refusal = "请选择一项判定。" if choice is None else wrong
        return await _page(visit, str(link_id), queue, Tried(typed, 422, refusal))
    try:
        await _send(visit, data, str(link_id), choice)
    except (Refused, DomainError) as e:
        return await _page(visit, str(link_id), queue, _why_not(e, typed))
    visit.session.flash(choice.said)
    return RedirectResponse(await _where_next(visit, str(link_id), queue, choice), 303)


async def _send(visit: Visit, data: FormData, link_id: str, choice: Choice) -> None:
    body = {
        "code": choice.code, "reason": text_of(data, "reason"),
        "repeated_on": text_of(data, "repeated_on") if choice.is_confirmation else "",
    }  # fmt: skip
    await visit.services.repeats.decide(
        link_id, choice.decision, {k: v for k, v in body.items() if v}, key=form_key(data),
        version=text_of(data, "version"),
    )  # fmt: skip


def _queue_of(data: FormData) -> Queue:
    band, unit = text_of(data, "band"), text_of(data, "unit")[:60]
    ids = (_id_or_blank(text_of(data, name)) for name in ("case", "import_id"))
    return Queue(band if band in repeat_words.BANDS else "", unit, *ids)


def _id_or_blank(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _wrong(typed: dict[str, str]) -> str:
    if typed["repeated_on"] and not day_or_none(typed["repeated_on"]):
        return "请把再次信访日期写成年-月-日，例如 2020-10-26。"
    if typed["reason"] and len(typed["reason"]) < _LEAST:
        return f"补充理由不少于 {_LEAST} 个字；没有补充的留空即可。"
    return ""


def _why_not(e: Refused | DomainError, typed: dict[str, str]) -> Tried:
    status = status_of(e)
    return Tried(typed, status, e.detail, repeat_words.ADVICE.get(e.code, ""))


async def _where_next(visit: Visit, link_id: str, queue: Queue, choice: Choice) -> str:
    """The case that sent the visitor here, the link itself when it is open again, else the next one."""
    if queue.case:
        return f"/cases/{queue.case}#repeats"
    if choice.decision == "withdrawal":
        return f"/repeats/{link_id}?{query(queue.asked)}"
    try:
        decided = await visit.services.repeats.pair(link_id, **queue.filters)
    except (Refused, DomainError):
        return _queue_crumb(queue)[0]
    if decided.next_id is None:
        visit.session.flash("这里的提示已全部判定。")
        return _queue_crumb(queue)[0]
    return f"/repeats/{decided.next_id}?{query(queue.asked, last=link_id)}"
