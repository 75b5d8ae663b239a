"""What the model knows of the language of petitions, counted without labels from a corpus."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .letters import Ids, Points

Weights = npt.NDArray[np.float32]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Counted:
    """Inverse document frequencies of things by id; what was never seen is rarest."""

    ids: Ids
    idf: Weights
    ceiling: float

    @classmethod
    def of(cls, ids: Ids, df: npt.NDArray[np.uint16], documents: int) -> "Counted":
        """From document counts."""
        idf = np.log((documents + 1.0) / (df.astype(np.float32) + 1.0)).astype(np.float32)
        return cls(ids, idf, float(np.log((documents + 1.0) / 2.0)))

    def places(self, wanted: Ids) -> npt.NDArray[np.intp]:
        """Row of each id in the table, UNKNOWN (-1) where it has none."""
        at = np.searchsorted(self.ids, wanted)
        at[at == len(self.ids)] = 0
        at[self.ids[at] != wanted] = UNKNOWN
        return at

    def rarity(self, wanted: Ids) -> Weights:
        """Inverse document frequency of each id."""
        at = self.places(wanted)
        return np.where(at >= 0, self.idf[at], np.float32(self.ceiling))


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of the model.

    Attributes:
        grams: hashed strings of one to three characters.
        pairs: neighbouring characters in either order.
        nameness: for each of these, from 0 to 1, how often it stands inside a name.
        trust: and how much of that to believe, by how often it was seen.
        sounds: neighbouring syllables in either order.
        syllable: the syllable (toneless pinyin) of each character, by code point.
        meaning_ids: pairs of characters that have a vector.
        meaning: their vectors of length one, near each other where used alike.
    """

    grams: Counted
    pairs: Counted
    nameness: Weights
    trust: Weights
    sounds: Counted
    syllable: npt.NDArray[np.uint16]
    meaning_ids: Ids
    meaning: Weights

    @classmethod
    def load(cls, path: Path) -> "Tables":
        """Reads the shipped tables."""
        with np.load(path, allow_pickle=False) as t:
            documents = int(t["documents"])
            meaning = t["meaning"].astype(np.float32)
            meaning /= np.linalg.norm(meaning, axis=1, keepdims=True) + 1e-9
            seen = t["pair_seen"].astype(np.float32)
            return cls(
                grams=Counted.of(t["gram_ids"], t["gram_df"], documents),
                pairs=Counted.of(t["pair_ids"], t["pair_df"], documents),
                nameness=t["pair_nameness"].astype(np.float32) / 255,
                trust=seen / (seen + 4),
                sounds=Counted.of(t["sound_ids"], t["sound_df"], documents),
                syllable=t["syllable"],
                meaning_ids=t["meaning_ids"],
                meaning=meaning,
            )

    def in_name(self, pair_ids: Ids, marked: Weights) -> Weights:
        """How much each pair belongs to a name: by the corpus, and by its place in this text."""
        at = self.pairs.places(pair_ids)
        trust = np.where(at >= 0, self.trust[at], np.float32(0))
        mixed = trust * self.nameness[at] + (1 - trust) * marked
        return np.asarray(mixed, dtype=np.float32)

    def sounded(self, letters: Points) -> Ids:
        """Neighbouring syllables in either order (中茂 = 中贸)."""
        said = self.syllable[letters].astype(np.uint32)
        left, right = said[:-1], said[1:]
        return (np.minimum(left, right) << np.uint32(16)) | np.maximum(left, right)
