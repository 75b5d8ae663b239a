"""Blocking keys of cases, and the cases that share some with a new one: the system's own reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from math import log
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, bindparam, delete, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.repeat_tables import MatterKeyRow, PersonKeyRow

COUNTED = {"person": 200, "matter": 300}
"""So many cases of a key are counted; one that more carry says next to nothing."""
NEWEST = {"person": 200, "matter": 40}
"""So many cases of a key, the newest, are candidates: time is bounded however large the database grows."""
FAINT = 0.05
"""What a key counts for that too many cases carry; a key of one other case counts for 0.6."""
PEOPLE = 40
"""At most so many candidates that share a petitioner's key, per case."""
MATTERS = 6
"""At most so many candidates that share only words, per case."""
TELLING = 1.0
"""From this score on the words of a case of somebody else are rare enough, or many enough, to be compared."""
SHARED = 3
"""And so many keys have to be shared: 99.7 % of the pairs that a comparison suggests do, and 42 % of all."""

Lists = Mapping[int, tuple[float, Sequence[UUID]]]
"""By key: what it counts for, and the newest cases that carry it."""


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The keys of one case, ready to be stored or looked for."""

    case_id: UUID
    person: frozenset[int]
    matter: frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that shares keys: how telling those of the person, and those of the text, are.

    Attributes:
        shared: how many keys of the text it shares.
    """

    case_id: UUID
    person: float
    matter: float
    shared: int = 0

    @property
    def telling(self) -> bool:
        """Whether the words alone make a case of somebody else worth comparing."""
        return self.matter >= TELLING and self.shared >= SHARED


# Each key's list is read once (``materialized``: a planner that unfolds the query reads it anew for every case on
# it), backwards along the primary key. Only int8 equality and order are used on the protected tables: both are
# leakproof, so that the indexes serve under row security.
_LISTS = """
    with lists as materialized (
        select w.key, array(
            select k.case_id from {name}_keys k where k.key = w.key
            order by k.case_id desc limit {counted}
        ) as ids
        from unnest(cast(:keys as bigint[])) as w(key)
    )
    select key, cardinality(ids) as carriers, ids[1:{newest}] as newest from lists
    where cardinality(ids) > 0
"""
_NEWEST = {
    n: text(_LISTS.format(name=n, counted=COUNTED[n], newest=NEWEST[n])).bindparams(
        bindparam("keys", type_=ARRAY(BigInteger))
    )
    for n in ("person", "matter")
}
_SEEN = text(
    "select distinct case_id from case_visibility"
    " where tenant = :viewer and case_id = any(cast(:cases as uuid[]))"
).bindparams(bindparam("cases", type_=ARRAY(Uuid)))
# Plans are kept with the connection. One made while a table was small, or before it had statistics, would read the
# whole table for each key long after it has grown: here only the index is right, at any size.
_BY_INDEX = text(
    "select set_config('enable_seqscan', :on, true), set_config('enable_bitmapscan', :on, true)"
)
_ADD = {
    table: text(
        f"insert into {table} (key, case_id) select * from unnest(:keys, :cases)"
    ).bindparams(bindparam("keys", type_=ARRAY(BigInteger)), bindparam("cases", type_=ARRAY(Uuid)))
    for table in ("person_keys", "matter_keys")
}


class CandidateStore:
    """Keys of one transaction; run it as the system, which sees all units' cases."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, new: Sequence[CaseKeys]) -> None:
        """Store the keys of cases that have none."""
        for table, pairs in (
            ("person_keys", [(k, c.case_id) for c in new for k in c.person]),
            ("matter_keys", [(k, c.case_id) for c in new for k in c.matter]),
        ):
            if pairs:
                keys, cases = zip(*sorted(pairs), strict=True)
                await self._session.execute(_ADD[table], {"keys": list(keys), "cases": list(cases)})

    async def remove(self, case_ids: Iterable[UUID]) -> None:
        """Forget the keys of cases, to store others."""
        ids = list(case_ids)
        for row in (PersonKeyRow, MatterKeyRow):
            await self._session.execute(delete(row).where(row.case_id.in_(ids)))

    async def search(
        self, wanted: Sequence[CaseKeys], *, viewer: str | None = None
    ) -> dict[UUID, list[Candidate]]:
        """Cases that share keys with each of ``wanted``, the most telling first.

        Args:
            wanted: cases, stored or not; none is its own candidate.
            viewer: only cases that this unit sees; all when not given.
        """
        await self._session.execute(_BY_INDEX, {"on": "off"})
        person = await self._lists("person", wanted)
        matter = await self._lists("matter", wanted)
        await self._session.execute(_BY_INDEX, {"on": "on"})
        hits = [_hits(c, person, matter) for c in wanted]
        if viewer is not None:
            seen = await self._seen(viewer, hits)
            hits = [h.among(seen) for h in hits]
        return {h.case_id: found for h in hits if (found := h.best())}

    async def _lists(self, name: str, wanted: Sequence[CaseKeys]) -> Lists:
        keys = sorted({k for c in wanted for k in getattr(c, name)})
        rows = await self._session.execute(_NEWEST[name], {"keys": keys}) if keys else ()
        return {r.key: (_weight(r.carriers, COUNTED[name]), r.newest) for r in rows}

    async def _seen(self, viewer: str, hits: Iterable["_Hits"]) -> set[UUID]:
        cases = {c for h in hits for c in (*h.person, *h.matter)}
        rows = await self._session.scalars(_SEEN, {"viewer": viewer, "cases": list(cases)})
        return set(rows)


@dataclass(frozen=True, slots=True)
class _Hits:
    """What each case that shares keys with one scores."""

    case_id: UUID
    person: dict[UUID, float]
    matter: dict[UUID, float]
    shared: Counter[UUID]

    def among(self, seen: set[UUID]) -> "_Hits":
        return _Hits(
            self.case_id, {c: s for c, s in self.person.items() if c in seen},
            {c: s for c, s in self.matter.items() if c in seen}, self.shared,
        )  # fmt: skip

    def best(self) -> list[Candidate]:
        """The likeliest of those that share a petitioner's key, and of all by their words."""
        people = nlargest(PEOPLE, self.person, key=lambda c: (self._score(c), c))
        words = nlargest(MATTERS, self.matter, key=lambda c: (self.matter[c], c))
        best = [
            Candidate(c, self.person.get(c, 0.0), self.matter.get(c, 0.0), self.shared[c])
            for c in dict.fromkeys((*people, *words))
        ]
        return sorted(best, key=lambda c: c.person + c.matter, reverse=True)

    def _score(self, case: UUID) -> float:
        return self.person[case] + self.matter.get(case, 0.0)


def _weight(carriers: int, counted: int) -> float:
    """A key counts for less the more cases carry it."""
    return FAINT if carriers >= counted else 1 / (1 + log(carriers))


def _hits(case: CaseKeys, person: Lists, matter: Lists) -> _Hits:
    people = _scores(case.person, person)
    shared = Counter(chain.from_iterable(matter[k][1] for k in case.matter if k in matter))
    # Most share a word or two and nothing else: they need no score.
    worth = people.keys() | {c for c, n in shared.items() if n >= SHARED}
    found = _Hits(case.case_id, people, _scores(case.matter, matter, worth), shared)
    for scores in (found.person, found.matter):
        scores.pop(case.case_id, None)
    return found


def _scores(keys: Iterable[int], lists: Lists, among: set[UUID] | None = None) -> dict[UUID, float]:
    scores: dict[UUID, float] = {}
    for key in sorted(keys):
        weight, cases = lists.get(key, (0.0, ()))
        for other in cases if among is None else among.intersection(cases):
            scores[other] = scores.get(other, 0.0) + weight
    return scores
