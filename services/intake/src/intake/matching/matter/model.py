"""Are two petitions about the same matter: advice with reasons; a person decides."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intake.matching.band import Band
from intake.matching.reason import Reason

from .features import features
from .keys import keys
from .profile import Profile, build
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


class MatterModel:
    """Compares petitions by their text alone."""

    def __init__(self, tables: Tables, scorer: Scorer) -> None:
        self._tables = tables
        self._scorer = scorer

    @classmethod
    @cache
    def shipped(cls) -> "MatterModel":
        """The model inside the package; read once."""
        return cls(Tables.load(DATA / "tables.npz"), Scorer.load(DATA / "model.json"))

    def profile(self, subject: str | None, body: str) -> Profile:
        """Everything that comparing needs to know of one text."""
        return build(self._tables, subject, body)

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
        evidence = features(self._tables, a, b, days_apart)
        probability = self._scorer.probability(evidence, same_person=same_person)
        limits = self.thresholds(same_person=same_person)
        if probability >= limits.suggested:
            band = Band.SUGGESTED
        else:
            band = Band.CLERICAL if probability >= limits.clerical else Band.IGNORED
        return MatterVerdict(probability, band, reasons(a, b, evidence))
