"""The shipped model: compares two petitioners and says how likely they are one."""

import json
from dataclasses import dataclass
from importlib.resources import files
from math import log2
from typing import Any

from intake.matching.band import Band
from intake.matching.persons import fellegi_sunter, keys, reasons
from intake.matching.persons.fellegi_sunter import Scheme
from intake.matching.persons.frequency import NameTable
from intake.matching.persons.levels import Levels, compare
from intake.matching.persons.names import NameLevel
from intake.matching.persons.person import Person, PersonProfile, read
from intake.matching.persons.rules import settle
from intake.matching.reason import Reason


@dataclass(frozen=True, slots=True)
class PersonVerdict:
    """How likely two petitioners are one person, and why.

    Attributes:
        probability: of the Fellegi-Sunter model alone.
        band: what becomes of the pair, after the rules too.
        reasons: strongest first.
    """

    probability: float
    band: Band
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PersonModel:
    """Weights, name shares and thresholds.

    Attributes:
        scheme: comparisons name, id_no, phone, address.
        names: name shares, which replace u where names agree.
        suggested: least bits (log2 odds) of a suggestion.
        clerical: least bits of the clerical queue.
    """

    scheme: Scheme
    names: NameTable
    suggested: float
    clerical: float

    @classmethod
    def shipped(cls) -> "PersonModel":
        """The model in the package, made by ``training/persons/fit.py``."""
        source = files("intake.matching.persons") / "data" / "model.json"
        return cls.from_json(json.loads(source.read_text("utf-8")), NameTable.shipped())

    @classmethod
    def from_json(cls, data: dict[str, Any], names: NameTable) -> "PersonModel":
        """A model from the content of a model file."""
        bands = data["bands_bits"]
        return cls(fellegi_sunter.from_json(data), names, bands["suggested"], bands["clerical"])

    def profile(self, person: Person) -> PersonProfile:
        """Reads a petitioner once, for many comparisons."""
        return read(person, self.names)

    def keys(self, person: Person) -> frozenset[tuple[str, str]]:
        """Blocking keys (kind, clear value); the same person's records share at least one."""
        return keys.keys(self.profile(person))

    def profile_keys(self, person: PersonProfile) -> frozenset[tuple[str, str]]:
        """Blocking keys of a petitioner already read."""
        return keys.keys(person)

    def compare(self, a: Person, b: Person) -> PersonVerdict:
        """Compares two petitioners as typed."""
        return self.compare_profiles(self.profile(a), self.profile(b))

    def compare_profiles(self, a: PersonProfile, b: PersonProfile) -> PersonVerdict:
        """Compares two petitioners already read."""
        levels = compare(a, b)
        weights = self.weights(a, b, levels)
        bits = self.scheme.prior + sum(weights)
        return PersonVerdict(
            fellegi_sunter.probability(bits),
            self.band(bits, levels, max(a.share, b.share)),
            reasons.explain(a, b, levels, weights),
        )

    def weights(self, a: PersonProfile, b: PersonProfile, levels: Levels) -> tuple[float, ...]:
        """Bits of each comparison; names that agree weigh by how rare they are."""
        out = [
            c.weight(level)
            for c, level in zip(self.scheme.comparisons, levels.pattern, strict=True)
        ]
        m = self.scheme.comparisons[0].m
        if levels.name == NameLevel.EXACT:
            out[0] = log2(m[0] / a.share)
        elif levels.name == NameLevel.HOMOPHONE:
            out[0] = log2(m[1] / max(a.sound_share, b.sound_share))
        return tuple(out)

    def band(self, bits: float, levels: Levels, share: float) -> Band:
        """The band of a pair: thresholds first, then the rules."""
        wanted = Band.IGNORED
        if bits >= self.clerical:
            wanted = Band.SUGGESTED if bits >= self.suggested else Band.CLERICAL
        return settle(wanted, levels, share)
