"""Are two petitions about the same matter: advice with reasons; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intake.matching.band import Band
from intake.matching.reason import Reason

from .features import features_all
from .keys import keys
from .profile import Profile, build, build_all
from .reasons import reasons
from .scorer import Scorer, Thresholds
from .tables import Tables

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class MatterVerdict:
    """How likely two petitions are about one matter, what becomes of the pair, and why."""

    probability: float
    band: Band
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair to be compared; see ``MatterModel.compare``."""

    a: Profile
    b: Profile
    days_apart: int | None = None
    same_person: bool = False


class MatterModel:
    """Compares petitions by their text alone."""

    def __init__(self, tables: Tables, scorer: Scorer) -> None:
        self._tables = tables
        self._scorer = scorer

    @classmethod
    @cache
    def shipped(cls) -> "MatterModel":
        """The model inside the package; read once."""
        return cls(
            Tables.load(DATA / "tables.npz"), Scorer.load(DATA / "model.json", DATA / "kernel.npz")
        )

    def profile(self, subject: str | None, body: str) -> Profile:
        """Everything that comparing needs to know of one text."""
        return build(self._tables, subject, body)

    def profiles(self, petitions: Sequence[tuple[str | None, str]]) -> list[Profile]:
        """The same of many texts (subject, body), several times faster than one by one."""
        return build_all(self._tables, petitions)

    def keys(self, profile: Profile) -> frozenset[int]:
        """At most 24 signed 64-bit keys; petitions without a common key need no comparison."""
        return keys(self._tables, profile)

    def thresholds(self, *, same_person: bool) -> Thresholds:
        """From which probability a pair is decided, suggested, queued."""
        return self._scorer.thresholds[int(same_person)]

    def compare(
        self, a: Profile, b: Profile, *, same_person: bool, days_apart: int | None = None
    ) -> MatterVerdict:
        """Advice on a pair; the order of the two does not change the probability.

        Args:
            a: the earlier petition; its place in the sentences is "前一件".
            b: the later petition.
            same_person: whether both have a petitioner in common.
            days_apart: days between the two registrations, if both are known.
        """
        asked = Asked(a, b, days_apart, same_person=same_person)
        return self.compare_all([asked])[0]

    def compare_all(self, asked: Sequence[Asked]) -> list[MatterVerdict]:
        """Advice on many pairs, each as if it were alone; in common they cost a fraction."""
        if not asked:
            return []
        evidence = features_all(self._tables, [(q.a, q.b, q.days_apart) for q in asked])
        chances = self._scorer.probabilities(evidence, [q.same_person for q in asked])
        return [self._verdict(*found) for found in zip(asked, evidence, chances, strict=True)]

    def _verdict(self, asked: Asked, evidence: dict[str, float], chance: float) -> MatterVerdict:
        limits = self.thresholds(same_person=asked.same_person)
        if chance >= limits.suggested:
            band = Band.SUGGESTED
        else:
            band = Band.CLERICAL if chance >= limits.clerical else Band.IGNORED
        return MatterVerdict(chance, band, reasons(asked.a, asked.b, evidence))
