"""Looks for repeats and shared matters of new cases, inside the transaction that registers them."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from contracts.intake import MatterJoinedV1, RepeatSuspectedV1
from dbkit.caller import SYSTEM_TENANT
from dbkit.transaction import Transaction
from eventing.outbox import Told, emit_all

from intake.domain.matter import Likeness
from intake.domain.petition import Petition
from intake.domain.registration import Registration
from intake.domain.repeat import MOST_LINKS, Basis, RepeatLink
from intake.matching.band import Band
from intake.matching.judging import Advice, Judge, combine
from intake.matching.matter import MatterVerdict
from intake.matching.persons import PersonVerdict
from intake.storage.candidates import Candidate, CandidateStore
from intake.storage.dossiers import DossierReads, Known, keyed, of_registration
from intake.storage.matters import SYSTEM, MatterStore
from intake.storage.repeat_links import Pair, RepeatLinkStore
from intake.usecases.context import Context
from intake.usecases.deciding import tell_all

_CHUNK = 250
"""So many cases are searched for and compared at a time."""
_KEPT = 2_000
"""So many cases at most stay open from one chunk of an import to the next."""


@dataclass(frozen=True, slots=True)
class Near:
    """Two cases whose texts are worth comparing."""

    case: Known
    other: Known
    pair: Pair
    person: PersonVerdict

    @property
    def same(self) -> bool:
        """Whether they may have a petitioner in common."""
        return self.person.band is not Band.IGNORED


@dataclass(slots=True)
class Findings:
    """What comparing found: links with their advice, and likenesses of each new case."""

    links: list[tuple[RepeatLink, Advice]] = field(default_factory=list)
    likenesses: dict[UUID, list[Likeness]] = field(default_factory=dict)


class Suspecting:
    """Advice on new cases: each suspicion waits for a person, none changes a case (R1.3, R27)."""

    def __init__(self, context: Context, judge: Judge) -> None:
        self._context = context
        self._judge = judge

    async def __call__(self, tx: Transaction, new: Sequence[tuple[Petition, Registration]]) -> None:
        """Store the keys of new cases, and advise on them; the cases must have been written.

        Looks across all units, and tells what it finds on the earlier case only. Sealed cases meet
        sealed ones only (R72), and belong to no matter.
        """
        known = [of_registration(p, r) for p, r in new]
        async with tx.as_tenant(SYSTEM_TENANT):
            await self._all(tx, known)

    async def renew(self, tx: Transaction, case_id: UUID) -> None:
        """Read a case anew after its persons or its text were corrected; earlier links stay."""
        async with tx.as_tenant(SYSTEM_TENANT):
            await CandidateStore(tx.session).remove([case_id])
            known = await DossierReads(tx.session, self._context.vault).of([case_id])
            await self._all(tx, list(known.values()), renewed=True)

    async def move(self, tx: Transaction, case_id: UUID) -> None:
        """A case went into the compartment, or came out of it: nothing of it stays on the other side (R72).

        Its links and its matter are forgotten, its keys renewed, and advice is sought where it is now.
        """
        async with tx.as_tenant(SYSTEM_TENANT):
            await RepeatLinkStore(tx.session, self._context.vault).forget(case_id)
            await MatterStore(tx.session).forget(case_id)
        await self.renew(tx, case_id)

    async def _all(self, tx: Transaction, new: list[Known], *, renewed: bool = False) -> None:
        open_: dict[UUID, Known] = {k.case_id: k for k in new}
        own = frozenset(open_)
        reads = DossierReads(tx.session, self._context.vault)
        links = RepeatLinkStore(tx.session, self._context.vault)
        for start in range(0, len(new), _CHUNK):
            chunk = new[start : start + _CHUNK]
            found = await self._candidates(tx, chunk)
            others = {c.case_id for near in found.values() for c in near}
            open_ |= await reads.of(others - set(open_))
            done = await links.pairs_of({k.case_id for k in chunk}) if renewed else set()
            # Comparing is arithmetic without a pause: in a thread it leaves room for other requests.
            findings = await asyncio.to_thread(self._compare, chunk, found, open_, done)
            await links.add_all(findings.links, at=tx.now)
            await self._tell_links(tx, findings.links, open_)
            await self._join(tx, findings)
            if len(open_) > len(own) + _KEPT:
                open_ = {c: k for c, k in open_.items() if c in own}
        for known in new:
            known.dossier.rest()

    async def _candidates(
        self, tx: Transaction, chunk: Sequence[Known]
    ) -> dict[UUID, list[Candidate]]:
        keys = await asyncio.to_thread(keyed, self._context.vault, self._judge, chunk)
        store = CandidateStore(tx.session)
        await store.add(keys)
        return await store.search(keys)

    def _compare(
        self, chunk: Sequence[Known], found: dict[UUID, list[Candidate]],
        seen: dict[UUID, Known], done: Collection[Pair],
    ) -> Findings:  # fmt: skip
        near = list(self._near(chunk, found, seen, done))
        verdicts = self._judge.matters([(n.case.dossier, n.other.dossier, n.same) for n in near])
        findings = Findings()
        advised: dict[UUID, list[tuple[Pair, Advice]]] = {}
        for n, matter in zip(near, verdicts, strict=True):
            advice = combine(n.person, matter)
            if advice is not None:
                advised.setdefault(n.case.case_id, []).append((n.pair, advice))
            self._liken(findings, n, matter)
        for some in advised.values():
            some.sort(key=lambda x: (x[1].band is Band.SUGGESTED, x[1].probability), reverse=True)
            findings.links += [(self._link(p, a), a) for p, a in some[:MOST_LINKS]]
        return findings

    def _near(
        self, chunk: Sequence[Known], found: dict[UUID, list[Candidate]],
        seen: dict[UUID, Known], done: Collection[Pair],
    ) -> Iterator[Near]:  # fmt: skip
        pairs = set(done)
        for case in chunk:
            for candidate in found.get(case.case_id, ()):
                other = seen.get(candidate.case_id)
                if other is None or other.sealed != case.sealed:
                    continue
                pair = _pair(case, other)
                if pair in pairs:
                    continue
                pairs.add(pair)
                person = self._judge.person(case.dossier, other.dossier)
                telling = candidate.telling and not case.sealed
                if person.band is not Band.IGNORED or telling:
                    yield Near(case, other, pair, person)

    def _liken(self, findings: Findings, near: Near, matter: MatterVerdict) -> None:
        if near.case.sealed or matter.band is not Band.SUGGESTED:
            return
        chance = near.person.probability * matter.probability if near.same else matter.probability
        likeness = Likeness(near.other.case_id, chance, same_petitioner=near.same)
        findings.likenesses.setdefault(near.case.case_id, []).append(likeness)

    def _link(self, pair: Pair, advice: Advice) -> RepeatLink:
        codes = set(advice.codes)
        basis = Basis.SIMILAR_PERSON
        if "id_equal" in codes:
            basis = Basis.SAME_ID
        elif {"phone_equal", "name_exact"} <= codes:
            basis = Basis.SAME_PHONE_AND_NAME
        return RepeatLink(self._context.new_id(), *pair, basis, band=advice.band.value)

    async def _tell_links(
        self, tx: Transaction, links: Iterable[tuple[RepeatLink, Advice]], seen: dict[UUID, Known]
    ) -> None:
        told: dict[bool, list[Told]] = {True: [], False: []}
        for link, advice in links:
            suspected = RepeatSuspectedV1(
                link_id=link.id, later_case_id=link.later_case, basis=link.basis.value,
                band=advice.band.value,
            )  # fmt: skip
            told[seen[link.earlier_case].sealed].append(
                Told(link.earlier_case, suspected, tx.today)
            )
        for sealed, facts in told.items():
            await tell_all(tx, self._context, facts, sealed=sealed)

    async def _join(self, tx: Transaction, findings: Findings) -> None:
        likenesses = findings.likenesses
        if not likenesses:
            return
        store = MatterStore(tx.session)
        others = {k.other for near in likenesses.values() for k in near}
        members = await store.memberships(set(likenesses) | others)
        joins = [
            join
            for case_id, near in likenesses.items()
            for join in members.join(case_id, near, self._context.new_id)
        ]
        await store.put(joins, at=tx.now, by=SYSTEM)
        await emit_all(tx, [Told(c, MatterJoinedV1(matter_id=m), tx.today) for c, m in joins])


def _pair(case: Known, other: Known) -> Pair:
    earlier, later = sorted((case.dossier, other.dossier), key=lambda d: d.order)
    return earlier.case_id, later.case_id
