"""Reads on repeats: the queue, two cases side by side, labels, and how good the advice was."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from contracts.vocab import Role, UnitKind
from dbkit.caller import Caller
from dbkit.paging import PageParams
from servicekit.auth import Principal
from servicekit.clock import DISTRICT_ZONE
from servicekit.errors import InvalidError
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import LinkNotFoundError
from intake.domain.phrases import Span, shared
from intake.domain.repeat import TRANSITIONS, LinkAction, LinkState
from intake.storage.case_reads import CaseReads
from intake.storage.link_reads import LinkFilter, LinkReads
from intake.storage.repeat_tables import RepeatLinkRow
from intake.usecases.context import Context

_LABELS_AT_MOST = 50_000
HIDDEN = "另一件不在本单位权限内"
NO_REASONS: dict[str, list[Any]] = {"person": [], "matter": []}


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A page of links, the total, and how many there are in each band."""

    rows: list[dict[str, Any]]
    total: int
    counts: dict[str, int]


class RepeatQueries:
    """Row security decides which links exist for the caller: those whose earlier case it sees."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(
        self, who: Principal, wanted: LinkFilter, page: PageParams, *, likeliest: bool
    ) -> LinkPage:
        """A page of links."""
        async with self._context.db.read(who.unit) as session:
            rows, total, counts = await LinkReads(session).page(
                wanted, likeliest=likeliest, offset=page.offset, size=page.size
            )
        return LinkPage(rows, total, counts)

    async def pair(self, who: Principal, link_id: UUID, wanted: LinkFilter) -> dict[str, Any]:
        """Both cases of a link side by side, and which link comes next in the queue.

        A case that the caller may not see is an id and a sentence; then nothing is quoted, as a reason
        might, and nothing can be decided.

        Raises:
            LinkNotFoundError: none that the caller sees.
        """
        async with self._context.db.read(who.unit) as session:
            links = LinkReads(session)
            link = await links.one(link_id, self._context.vault)
            if link is None:
                raise LinkNotFoundError
            earlier = await self._side(session, link["earlier"]["case_id"])
            later = await self._side(session, link["later"]["case_id"])
            follows = await links.next_after(link, wanted)
        both = earlier is not None and later is not None
        common = shared(earlier["demand"], later["demand"]) if earlier and later else None
        return link | {
            "sides": {
                "earlier": _view(link["earlier"], earlier, common.first if common else ()),
                "later": _view(link["later"], later, common.second if common else ()),
            },
            "reasons": link["reasons"] if both else NO_REASONS,
            "phrases": list(common.phrases) if common else [],
            "may_decide": both and may_decide(who),
            "allowed_actions": _allowed(link["state"]) if both and may_decide(who) else [],
            "next_id": follows,
        }  # fmt: skip

    async def _side(self, session: AsyncSession, case_id: UUID) -> dict[str, Any] | None:
        reads = CaseReads(session, self._context.vault)
        found = await reads.one(case_id, self._context.units)
        return found.view if found is not None else None

    async def labels(self, caller: Caller, since: date, until: date) -> list[dict[str, Any]]:
        """Decisions of a time as labels for training and measuring: ids and codes only; audited.

        Raises:
            ForbiddenError: neither analyst nor supervisor of the office.
        """
        start, end = self._range(caller.principal, since, until)
        plain = replace(caller, idempotency_key=None)
        async with self._context.db.transaction(plain) as tx:
            rows = await LinkReads(tx.session).decided(start, end, most=_LABELS_AT_MOST)
            tx.audit("repeat.labels_exported", f"{since}..{until}", after={"labels": len(rows)})
        return [_label(r) for r in rows]

    async def quality(self, who: Principal, since: date, until: date) -> dict[str, Any]:
        """The share of confirmed among decided suggestions, by band and month.

        Raises:
            ForbiddenError: neither analyst nor supervisor of the office.
        """
        start, end = self._range(who, since, until)
        async with self._context.db.read(who.unit) as session:
            reads = LinkReads(session)
            tally = await reads.tally(start, end, DISTRICT_ZONE.key)
            waiting = await reads.waiting()
        bands: Counter[tuple[str, str]] = Counter()
        months: dict[str, Counter[tuple[str, str]]] = {}
        for r in tally:
            key = (r["band"], r["state"])
            bands[key] += r["count"]
            months.setdefault(r["month"], Counter())[key] += r["count"]
        return {
            "since": since, "until": until, "bands": _quality(bands), "waiting": waiting,
            "months": [
                {"month": m} | q for m in sorted(months) for q in _quality(months[m])
            ],
        }  # fmt: skip

    def _range(self, who: Principal, since: date, until: date) -> tuple[datetime, datetime]:
        who.require(Role.ANALYST, Role.SUPERVISOR, office=True)
        if until < since:
            raise InvalidError("结束日期早于开始日期。", field="to")
        start = datetime.combine(since, time(), DISTRICT_ZONE)
        return start, datetime.combine(until + timedelta(days=1), time(), DISTRICT_ZONE)


def may_decide(who: Principal) -> bool:
    """Whether the caller's duty is to decide on repeats."""
    in_charge = who.is_office or who.unit_kind is UnitKind.DISCIPLINE
    return in_charge and who.has(Role.REGISTRAR, Role.SUPERVISOR)


def _allowed(state: str) -> list[str]:
    return [a.value for a in LinkAction if (LinkState(state), a) in TRANSITIONS]


def _view(
    end: dict[str, Any], side: dict[str, Any] | None, spans: Sequence[Span]
) -> dict[str, Any]:
    if side is None:
        return {"case_id": end["case_id"], "hidden": True, "note": HIDDEN}
    return side | {"shared": [{"start": s.start, "end": s.end} for s in spans]}


def _label(r: RepeatLinkRow) -> dict[str, Any]:
    return {
        "link_id": r.id, "earlier_case_id": r.earlier_case_id, "later_case_id": r.later_case_id,
        "decision": r.state, "code": r.code, "band": r.band, "basis": r.basis,
        "probability": r.probability, "person_probability": r.person_probability,
        "matter_probability": r.matter_probability, "reason_codes": r.reason_codes or [],
        "decided_at": r.decided_at,
    }  # fmt: skip


def _quality(counts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    out = []
    for band in sorted({b for b, _ in counts}):
        yes = counts[band, LinkState.CONFIRMED.value]
        no = counts[band, LinkState.DISMISSED.value]
        share = round(yes / (yes + no), 4) if yes + no else None
        out.append({"band": band, "confirmed": yes, "dismissed": no, "precision": share})
    return out
