"""Shows cases like the one that is being typed in; nothing is stored, and nothing decides."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from servicekit.auth import Principal

from intake.matching.band import Band
from intake.matching.judging import Dossier, Judge, plain
from intake.matching.matter import MatterVerdict
from intake.matching.persons import Person, PersonVerdict
from intake.storage.candidates import Candidate, CandidateStore
from intake.storage.case_reads import CaseReads
from intake.storage.dossiers import DossierReads, Known, stored_keys, typed
from intake.usecases.context import Context

MOST = 10
NOTE = "仅列出本单位有权查看的相似件，最多十件；提示供参考，是否重复由人判定。"
RELATIONS = {
    "repeat": "同一信访人、同一事项",
    "matter": "不同信访人、同一事项",
    "person": "同一信访人、其他事项",
}
_ORDER = ("repeat", "matter", "person")


@dataclass(frozen=True, slots=True)
class Hit:
    """A case like the typed one: in what relation, how surely, and why."""

    case_id: UUID
    relation: str
    band: Band
    probability: float
    reasons: dict[str, list[dict[str, object]]]

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Suggestions before the rest, repeats before other likenesses, the likelier first."""
        return self.band is not Band.SUGGESTED, _ORDER.index(self.relation), -self.probability


class FindSimilar:
    """Cases that the caller's unit may see; of others not even the existence shows."""

    def __init__(self, context: Context, judge: Judge) -> None:
        self._context = context
        self._judge = judge

    async def __call__(
        self, who: Principal, *, people: Sequence[Person], subject: str | None, demand: str
    ) -> list[dict[str, Any]]:
        """Up to ten cases with masked persons, the likeliest first.

        Args:
            who: whoever registers or handles cases.
            people: the petitioners as far as they are typed in.
            subject: a heading, if there is one.
            demand: the text as far as it is typed in.

        Raises:
            ForbiddenError: the caller's duty does not touch cases.
        """
        who.require(Role.REGISTRAR, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR)
        db = self._context.db
        case = typed(self._context.new_id(), db.clock.today(), people, subject, demand)
        candidates = await self._candidates(case, who.unit)
        # From here on row security shows the caller's own cases only, whatever was found before.
        async with db.read(who.unit) as session:
            seen = await DossierReads(session, self._context.vault).of(candidates)
            hits = await asyncio.to_thread(self._compare, case, candidates.values(), seen)
            briefs = await CaseReads(session, self._context.vault).briefs([h.case_id for h in hits])
        return [
            briefs[h.case_id] | {
                "relation": h.relation, "relation_label": RELATIONS[h.relation], "band": h.band,
                "probability": round(h.probability, 4), "reasons": h.reasons,
            }
            for h in hits
        ]  # fmt: skip

    async def _candidates(self, case: Dossier, unit: str) -> dict[UUID, Candidate]:
        keys = await asyncio.to_thread(self._judge.keys, case)
        found: list[Candidate] = []
        async with self._context.db.system_read() as session:
            store = CandidateStore(session)
            # The compartment's cases have keys of their own; the viewer's sight decides on both.
            for sealed in (False, True):
                wanted = stored_keys(self._context.vault, case.case_id, keys, sealed=sealed)
                near = await store.search([wanted], viewer=unit)
                found += near.get(case.case_id, [])
        return {c.case_id: c for c in found}

    def _compare(
        self, case: Dossier, candidates: Iterable[Candidate], seen: dict[UUID, Known]
    ) -> list[Hit]:
        near = []
        for c in candidates:
            if c.case_id in seen:
                other = seen[c.case_id].dossier
                person = self._judge.person(case, other)
                if person.band is not Band.IGNORED or c.telling:
                    near.append((other, person))
        verdicts = self._judge.matters(
            [(other, case, person.band is not Band.IGNORED) for other, person in near]
        )
        hits = (
            _hit(other, person, matter)
            for (other, person), matter in zip(near, verdicts, strict=True)
        )
        return sorted((h for h in hits if h), key=lambda h: h.rank)[:MOST]


def _hit(other: Dossier, person: PersonVerdict, matter: MatterVerdict) -> Hit | None:
    same = person.band is not Band.IGNORED
    reasons = {"person": plain(person.reasons) if same else [], "matter": plain(matter.reasons)}
    if matter.band is not Band.IGNORED:
        relation, probability = ("repeat", person.probability) if same else ("matter", 1.0)
        band = _lower(person.band, matter.band) if same else matter.band
        return Hit(other.case_id, relation, band, probability * matter.probability, reasons)
    if not same:
        return None
    reasons["matter"] = []
    return Hit(other.case_id, "person", person.band, person.probability, reasons)


def _lower(a: Band, b: Band) -> Band:
    return Band.SUGGESTED if a is b is Band.SUGGESTED else Band.CLERICAL
