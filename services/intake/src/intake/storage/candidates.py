"""Blocking keys of cases, and the cases that share some with a new one: the system's own reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Uuid, bindparam, delete, text
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


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The keys of one case, ready to be stored or looked for."""

    case_id: UUID
    person: frozenset[int]
    matter: frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that shares keys: how telling those of the person, and those of the text, are."""

    case_id: UUID
    person: float
    matter: float


# A key counts for less the more cases carry it. Only int8 equality and order are used on the protected
# tables: both are leakproof, so that the indexes serve under row security.
_LISTS = """
    {name}_hits as (
        select w.ord, i.case_id, sum(
            case when cardinality(l.ids) >= {counted} then {faint}
            else 1 / (1 + ln(cardinality(l.ids))) end
        ) as score
        from unnest(cast(:{name}_ords as integer[]), cast(:{name}_keys as bigint[])) as w(ord, key)
        cross join lateral (
            select array(
                select k.case_id from {name}_keys k where k.key = w.key
                order by k.case_id desc limit {counted}
            ) as ids
        ) l
        cross join lateral unnest(l.ids[1:{newest}]) as i(case_id)
        where i.case_id <> (cast(:cases as uuid[]))[w.ord]
        {seen}
        group by w.ord, i.case_id
    )
"""
_SEEN = """
        and exists (
            select 1 from case_visibility v where v.case_id = i.case_id and v.tenant = :viewer
        )
"""
_SEARCH = """
    with {person}, {matter}, found as (
        select ord, case_id, coalesce(p.score, 0) as person, coalesce(m.score, 0) as matter
        from person_hits p full join matter_hits m using (ord, case_id)
    ), ranked as (
        select *,
            row_number() over (
                partition by ord order by (person > 0) desc, person + matter desc, case_id desc
            ) as as_person,
            row_number() over (partition by ord order by matter desc, case_id desc) as as_matter
        from found
    )
    select ord, case_id, person, matter from ranked
    where (person > 0 and as_person <= :people) or (matter > 0 and as_matter <= :matters)
    order by ord, person + matter desc
"""


def _search(seen: str) -> str:
    lists = {
        n: _LISTS.format(name=n, counted=COUNTED[n], newest=NEWEST[n], faint=FAINT, seen=seen)
        for n in ("person", "matter")
    }
    return _SEARCH.format(**lists)


_BINDS = [
    bindparam("cases", type_=ARRAY(Uuid)),
    *(bindparam(f"{n}_ords", type_=ARRAY(Integer)) for n in ("person", "matter")),
    *(bindparam(f"{n}_keys", type_=ARRAY(BigInteger)) for n in ("person", "matter")),
]
_ALL = text(_search("")).bindparams(*_BINDS)
_VISIBLE = text(_search(_SEEN)).bindparams(*_BINDS)
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
        values: dict[str, object] = {
            "cases": [c.case_id for c in wanted],
            "people": PEOPLE, "matters": MATTERS,
        }  # fmt: skip
        for name in ("person", "matter"):
            pairs = [(i, k) for i, c in enumerate(wanted, 1) for k in getattr(c, name)]
            values[f"{name}_ords"] = [i for i, _ in pairs]
            values[f"{name}_keys"] = [k for _, k in pairs]
        statement = _ALL
        if viewer is not None:
            statement, values["viewer"] = _VISIBLE, viewer
        found: dict[UUID, list[Candidate]] = {}
        for r in await self._session.execute(statement, values):
            candidate = Candidate(r.case_id, r.person, r.matter)
            found.setdefault(wanted[r.ord - 1].case_id, []).append(candidate)
        return found
