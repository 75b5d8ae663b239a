"""Stores early signs (R62) and their thresholds; the name of a place or company is encrypted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case as sql_case
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.early_sign import (
    LIVE,
    EarlySign,
    Limits,
    Rise,
    SignAction,
    SignKind,
    SignNotFoundError,
    SignState,
    SignStep,
)
from intake.storage.prevention_tables import EarlySignRow, SignThresholdsRow
from intake.storage.vault import Place, Vault

_LIVE = [s.value for s in LIVE]
_BOOK = "district"
_SEALED = text(
    "select s.id, c.id from early_signs s cross join jsonb_array_elements_text(s.evidence) e(id)"
    " join cases c on c.id = cast(e.id as uuid) where c.sealed"
)


@dataclass(frozen=True, slots=True)
class SignFilter:
    """What a list of signs is narrowed to; ``live`` are those that nobody has decided."""

    state: SignState | None = None
    kind: SignKind | None = None
    live: bool | None = None


class EarlySignStore:
    """Signs under row security: those that ``prevention_sight`` shows the tenant."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def add(self, sign: EarlySign, at: datetime) -> bool:
        """Keep a new one; False when its subject has a live one already."""
        r = sign.rise
        added = await self._session.scalar(
            insert(EarlySignRow)
            .values(
                id=sign.id, kind=r.kind.value, subject=r.subject, found_at=at,
                found_on=sign.found_on, limits=asdict(sign.limits), steps=[], version=1,
                state=sign.state.value, name=self._vault.seal(sign.name, _place(sign.id), "name"),
                **_figures(r),
            )
            .on_conflict_do_nothing(
                index_elements=["kind", "subject"], index_where=EarlySignRow.state.in_(_LIVE)
            )
            .returning(EarlySignRow.id)
        )  # fmt: skip
        return added is not None

    async def get(self, sign_id: UUID, *, lock: bool = False) -> EarlySign:
        """One sign.

        Raises:
            SignNotFoundError: there is none that the tenant sees.
        """
        query = select(EarlySignRow).where(EarlySignRow.id == sign_id)
        row = await self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            raise SignNotFoundError
        return self._sign(row)

    async def live(self) -> list[EarlySign]:
        """All that nobody has decided, for the system's count."""
        rows = await self._session.scalars(
            select(EarlySignRow).where(EarlySignRow.state.in_(_LIVE)).with_for_update()
        )
        return [self._sign(r) for r in rows]

    async def decided(self, since: date) -> dict[tuple[SignKind, str], date]:
        """Up to which day a person has decided on each subject, of those counted since a day."""
        row = EarlySignRow
        found = await self._session.execute(
            select(row.kind, row.subject, func.max(row.last_on))
            .where(row.state.not_in(_LIVE), row.last_on >= since)
            .group_by(row.kind, row.subject)
        )
        return {(SignKind(k), s): last for k, s, last in found}

    async def sealed(self) -> dict[UUID, set[UUID]]:
        """Signs that count cases which were sealed since, with these cases."""
        out: dict[UUID, set[UUID]] = {}
        for sign_id, case_id in await self._session.execute(_SEALED):
            out.setdefault(sign_id, set()).add(case_id)
        return out

    async def save(self, sign: EarlySign) -> None:
        """Keep what changed."""
        steps = [
            {**asdict(s), "action": s.action.value, "on": s.on.isoformat()} for s in sign.steps
        ]
        await self._session.execute(
            update(EarlySignRow)
            .where(EarlySignRow.id == sign.id)
            .values(
                state=sign.state.value, version=sign.version, steps=steps, **_figures(sign.rise)
            )
        )

    async def page(
        self, wanted: SignFilter, *, offset: int, size: int
    ) -> tuple[list[EarlySign], int]:
        """One page, undecided ones first, then by the day found; and the total."""
        row = EarlySignRow
        query = select(row)
        if wanted.state is not None:
            query = query.where(row.state == wanted.state.value)
        if wanted.kind is not None:
            query = query.where(row.kind == wanted.kind.value)
        if wanted.live is not None:
            query = query.where(row.state.in_(_LIVE) == wanted.live)
        total = await self._session.scalar(select(func.count()).select_from(query.subquery()))
        undecided = sql_case((row.state.in_(_LIVE), 0), else_=1)
        rows = await self._session.scalars(
            query.order_by(undecided, row.found_at.desc(), row.id.desc()).offset(offset).limit(size)
        )
        return [self._sign(r) for r in rows], total or 0

    def _sign(self, r: EarlySignRow) -> EarlySign:
        rise = Rise(
            SignKind(r.kind), r.subject, r.cases, tuple(UUID(c) for c in r.evidence), r.petitioners,
            r.before, r.first_on, r.last_on,
        )  # fmt: skip
        steps = [
            SignStep(
                SignAction(s["action"]), date.fromisoformat(s["on"]), s["by"], s["unit"],
                s["reason"],
            )
            for s in r.steps
        ]  # fmt: skip
        return EarlySign(
            r.id, rise, r.found_on, Limits(**r.limits),
            self._vault.open(r.name, _place(r.id), "name"), SignState(r.state), r.version, steps,
        )  # fmt: skip


class SignLimits:
    """The district's thresholds; the usual ones until it sets its own."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def now(self) -> tuple[Limits, int]:
        """The thresholds in force, and their version (0: never set)."""
        row = await self._session.scalar(select(SignThresholdsRow).limit(1))
        return (Limits(**row.limits), row.version) if row is not None else (Limits(), 0)

    async def put(
        self, limits: Limits, version: int, *, tenant: str, by: str, at: datetime
    ) -> None:
        """Keep new ones."""
        values = {"version": version, "limits": asdict(limits), "set_by": by, "set_at": at}
        await self._session.execute(
            insert(SignThresholdsRow)
            .values(tenant=tenant, **values)
            .on_conflict_do_update(index_elements=["tenant"], set_=values)
        )


def _place(sign_id: UUID) -> Place:
    return Place(_BOOK, "early_signs", sign_id)


def _figures(r: Rise) -> dict[str, Any]:
    return {
        "cases": r.cases, "petitioners": r.petitioners, "before": r.before, "increase": r.increase,
        "first_on": r.first_on, "last_on": r.last_on, "evidence": [str(c) for c in r.evidence],
    }  # fmt: skip
