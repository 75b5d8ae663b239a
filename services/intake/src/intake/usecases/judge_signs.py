"""What persons do with early signs: read them, judge them, set from when on something is one (R62)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from contracts.vocab import LABELS, Field, Role
from dbkit.caller import Caller
from dbkit.paging import PageParams
from servicekit.auth import Principal
from servicekit.errors import ForbiddenError

from intake.domain.early_sign import EarlySign, Limits, SignAction, SignKind, SignStep
from intake.storage.case_reads import CaseReads
from intake.storage.early_signs import EarlySignStore, SignFilter, SignLimits
from intake.storage.sign_counts import SignCounts
from intake.usecases.context import Context

_DUTIES = (Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.SUPERVISOR, Role.ANALYST)
_TITLED_BY, _SHOWN = 20, 50


@dataclass(frozen=True, slots=True)
class SeenSign:
    """A sign with a title for the reader, what the reader can do, and the cases the reader may see."""

    sign: EarlySign
    title: str
    actions: tuple[SignAction, ...]
    cases: tuple[dict[str, Any], ...] = ()


class JudgeSigns:
    """Row security decides which signs there are for the caller; a dismissal is the office's."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(
        self, who: Principal, wanted: SignFilter, page: PageParams
    ) -> tuple[list[SeenSign], int]:
        """Signs, undecided ones first, and how many there are."""
        async with self._context.db.read(who.unit) as session:
            store = EarlySignStore(session, self._context.vault)
            found, total = await store.page(wanted, offset=page.offset, size=page.size)
            few = {c for s in found for c in s.rise.evidence[-_TITLED_BY:]}
            about = await SignCounts(session, self._context.vault).categories(few)
        return [SeenSign(s, self._title(s, about), _actions(who, s)) for s in found], total

    async def one(self, who: Principal, sign_id: UUID) -> SeenSign:
        """A sign with the newest of its cases, persons masked.

        Raises:
            SignNotFoundError: none that the caller's unit sees.
        """
        async with self._context.db.read(who.unit) as session:
            sign = await EarlySignStore(session, self._context.vault).get(sign_id)
            newest = sign.rise.evidence[-_SHOWN:]
            about = await SignCounts(session, self._context.vault).categories(newest)
            briefs = await CaseReads(session, self._context.vault).briefs(newest)
        cases = sorted(briefs.values(), key=lambda b: b["registered_on"], reverse=True)
        return SeenSign(sign, self._title(sign, about), _actions(who, sign), tuple(cases))

    async def decide(
        self, caller: Caller, sign_id: UUID, action: SignAction, reason: str | None
    ) -> dict[str, Any]:
        """Acknowledge it, act on it (the reason says what was done), or dismiss it.

        Raises:
            SignNotFoundError: none that the caller's unit sees.
            ForbiddenError: not the caller's to decide.
            IllegalTransitionError: it is decided already.
            StaleVersionError: somebody else decided first.
        """
        caller.principal.require(*_DUTIES)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = EarlySignStore(tx.session, self._context.vault)
            sign = await store.get(sign_id, lock=True)
            if action not in _may(caller.principal):
                raise ForbiddenError("排除苗头由信访工作机构决定。")
            caller.check_version(sign.version)
            before = sign.state
            sign.decide(SignStep(action, tx.today, tx.actor_sub, tx.tenant, reason))
            await store.save(sign)
            tx.audit(
                f"early_sign.{sign.state.value}", sign.id, before={"state": before.value},
                after={"state": sign.state.value, "cases": sign.rise.cases}, reason=reason,
            )  # fmt: skip
            return tx.respond(
                {"id": str(sign.id), "version": sign.version, "state": sign.state.value}
            )

    async def limits(self, who: Principal) -> tuple[Limits, int]:
        """The thresholds in force, and their version (0: the usual ones)."""
        async with self._context.db.read(who.unit) as session:
            return await SignLimits(session).now()

    async def set_limits(self, caller: Caller, limits: Limits, reason: str) -> dict[str, Any]:
        """Set from when on something is a sign; those already found stay.

        Raises:
            ForbiddenError: not a supervisor of the office.
            StaleVersionError: somebody else set them first.
        """
        caller.principal.require(Role.SUPERVISOR, office=True)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            async with tx.as_tenant(self._context.book):
                store = SignLimits(tx.session)
                old, version = await store.now()
                caller.check_version(version)
                await store.put(
                    limits, version + 1, tenant=tx.tenant, by=tx.actor_sub, at=tx.now
                )  # fmt: skip
            tx.audit(
                "early_sign_limits.set", self._context.book, before=asdict(old),
                after=asdict(limits), reason=reason,
            )  # fmt: skip
            return tx.respond(asdict(limits) | {"version": version + 1})

    def _title(self, sign: EarlySign, about: Mapping[UUID, str]) -> str:
        r = sign.rise
        match r.kind:
            case SignKind.UNIT:
                return self._context.units.name_of(r.subject)
            case SignKind.FIELD:
                return LABELS[Field][Field(r.subject)]
            case SignKind.NAME:
                return sign.name or ""
            case SignKind.MATTER:
                common = Counter(about[c] for c in r.evidence if c in about).most_common(1)
                return common[0][0] if common else ""


def _may(who: Principal) -> frozenset[SignAction]:
    if not who.has(*_DUTIES):
        return frozenset()
    return frozenset(SignAction) if who.is_office else frozenset(SignAction) - {SignAction.DISMISS}


def _actions(who: Principal, sign: EarlySign) -> tuple[SignAction, ...]:
    return tuple(a for a in sign.actions if a in _may(who))
