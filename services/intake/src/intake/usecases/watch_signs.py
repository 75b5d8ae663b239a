"""Counts what is on the rise and keeps it as early signs for persons to judge (R62)."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from contracts.vocab import Field
from dbkit.transaction import Transaction

from intake.classify.places import place_strings
from intake.domain.early_sign import (
    WEEK,
    Counted,
    EarlySign,
    Limits,
    Rise,
    SignKind,
    count,
    telling,
)
from intake.storage.early_signs import EarlySignStore, SignLimits
from intake.storage.prevention_sight import hide, show
from intake.storage.sign_counts import RecentCase, SignCounts
from intake.usecases.context import Context

_READ_AT_MOST = 3_000
"""Texts whose names are counted: the newest of the span."""
Groups = Mapping[tuple[SignKind, str], list[Counted]]


class WatchSigns:
    """A job of the system; it decides nothing and tells nobody but the list."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names: dict[tuple[UUID, int], frozenset[str]] = {}

    async def look(self) -> int:
        """Count now; how many new signs there are."""
        async with self._context.db.system("early-signs") as tx:
            await self._forget_sealed(tx)
            limits, _ = await SignLimits(tx.session).now()
            since = tx.today - timedelta(days=limits.look_back - 1)
            counts = SignCounts(tx.session, self._context.vault)
            cases = await counts.since(since)
            await self._read_names(counts, cases)
            store = EarlySignStore(tx.session, self._context.vault)
            decided = await store.decided(since)
            groups, names = self._group(cases, limits)
            rises = _rises(groups, tx.today, limits, decided, names, _matters(cases))
            return await self._keep(tx, store, rises, limits, names)

    async def _keep(
        self, tx: Transaction, store: EarlySignStore, rises: Iterable[Rise], limits: Limits,
        names: Mapping[str, str],
    ) -> int:  # fmt: skip
        live = {(s.rise.kind, s.rise.subject): s for s in await store.live()}
        new = 0
        for rise in rises:
            known = live.get((rise.kind, rise.subject))
            if known is not None:
                if known.follow(rise):
                    await store.save(known)
                continue
            name = names.get(rise.subject) if rise.kind is SignKind.NAME else None
            sign = EarlySign(self._context.new_id(), rise, tx.today, limits, name)
            if await store.add(sign, tx.now):
                await show(tx, sign.id, self._seen_by(rise))
                tx.audit(
                    "early_sign.found", sign.id, chain=self._context.book,
                    after={"kind": rise.kind.value, "cases": rise.cases},
                )  # fmt: skip
                new += 1
        return new

    def _seen_by(self, rise: Rise) -> list[str]:
        own = [rise.subject] if rise.kind is SignKind.UNIT else []
        return [*self._context.offices, *own]

    def _group(
        self, cases: list[RecentCase], limits: Limits
    ) -> tuple[Groups, dict[str, str]]:  # fmt: skip
        groups: dict[tuple[SignKind, str], list[Counted]] = defaultdict(list)
        named: dict[str, list[Counted]] = defaultdict(list)
        for c in cases:
            if c.matter is not None:
                groups[SignKind.MATTER, str(c.matter)].append(c.counted)
            groups[SignKind.UNIT, c.unit].append(c.counted)
            if c.field != Field.OTHER.value:
                groups[SignKind.FIELD, c.field].append(c.counted)
            for name in self._names.get((c.counted.case_id, c.version), ()):
                named[name].append(c.counted)
        # Names stand in the database as a keyed hash; most strings are too rare to be worth one.
        names = {
            self._context.vault.blind("sign_name", n).hex(): n
            for n, found in named.items()
            if len(found) >= limits.inflow_floor
        }
        groups |= {(SignKind.NAME, h): named[n] for h, n in names.items()}
        return groups, names

    async def _read_names(self, counts: SignCounts, cases: list[RecentCase]) -> None:
        # What was read is kept while the case is in the span, so that each text is opened once.
        keys = {(c.counted.case_id, c.version) for c in cases[:_READ_AT_MOST]}
        self._names = {k: v for k, v in self._names.items() if k in keys}
        version = dict(keys - self._names.keys())
        texts = await counts.texts(list(version))
        found = await asyncio.to_thread(
            lambda: {(id_, version[id_]): place_strings(text) for id_, text in texts.items()}
        )
        self._names |= found

    async def _forget_sealed(self, tx: Transaction) -> None:
        store = EarlySignStore(tx.session, self._context.vault)
        for sign_id, case_ids in (await store.sealed()).items():
            sign = await store.get(sign_id, lock=True)
            sign.forget(case_ids)
            await store.save(sign)
            if not sign.rise.cases:
                await hide(tx, sign.id)


def _rises(
    groups: Groups, today: date, limits: Limits, decided: Mapping[tuple[SignKind, str], date],
    names: Mapping[str, str], matters: Mapping[UUID, UUID],
) -> list[Rise]:  # fmt: skip
    found = [
        r
        for (kind, subject), cases in groups.items()
        if (
            r := count(
                kind, subject, cases, today=today, limits=limits, after=decided.get((kind, subject))
            )
        )
        and r.is_sign(limits)
    ]
    week = today - timedelta(days=WEEK)
    has_past = any(c.on <= week for cases in groups.values() for c in cases)
    named = {names[r.subject]: r for r in found if r.kind is SignKind.NAME}
    inflow = [r for r in found if r.kind in {SignKind.UNIT, SignKind.FIELD}]
    matter = [r for r in found if r.kind is SignKind.MATTER]
    # Without a past there is no growth: a district that has just begun to register is no sign.
    return matter + (inflow + telling(named, matters) if has_past else [])


def _matters(cases: Iterable[RecentCase]) -> dict[UUID, UUID]:
    return {c.counted.case_id: c.matter for c in cases if c.matter is not None}
