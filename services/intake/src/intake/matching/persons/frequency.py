"""How common a name is, from shares of surnames and of given-name characters."""

import json
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from intake.matching.persons.names import Name, readings

_HAN = 3
_DOUBLE = frozenset(
    (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "夏侯",
        "司徒",
        "端木",
    )
)
_LEAST = 1e-6
"""Rarer than this no name counts as: families and villages repeat what the nation has once."""


@dataclass(frozen=True, slots=True)
class NameTable:
    """Shares between 0 and 1 of the names of a population; sounds are sums over their characters."""

    surnames: dict[str, float]
    given: dict[str, float]
    surname_sounds: dict[str, float]
    given_sounds: dict[str, float]
    surname_rest: float
    given_rest: float
    single_given: float
    minority: float

    @classmethod
    def shipped(cls) -> "NameTable":
        """The table in the package, made by ``training/persons/name_table.py``."""
        source = files("intake.matching.persons") / "data" / "names.json"
        return cls.from_json(json.loads(source.read_text("utf-8")))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "NameTable":
        """A table of shares; the sounds are summed up here."""
        sums: tuple[dict[str, float], dict[str, float]] = (defaultdict(float), defaultdict(float))
        for sounds, shares in zip(sums, (data["surnames"], data["given"]), strict=True):
            for character, share in shares.items():
                sounds[readings(character)[0]] += share
        return cls(
            surname_sounds=dict(sums[0]), given_sounds=dict(sums[1]),
            **{k: data[k] for k in (
                "surnames", "given", "surname_rest", "given_rest", "single_given", "minority",
            )},
        )  # fmt: skip

    def share(self, name: Name) -> float:
        """Expected share of the population with this written name."""
        if len(name.parts) > 1 or len(name.text) > _HAN + 1:
            return self.minority
        surname, given = _split(name.text)
        value = self.surnames.get(surname, self.surname_rest) * self._length(given)
        for character in given:
            value *= self.given.get(character, self.given_rest)
        return max(value, _LEAST)

    def sound_share(self, name: Name) -> float:
        """Expected share of the population whose name sounds like this."""
        if len(name.parts) > 1 or len(name.text) > _HAN + 1:
            return self.minority
        surname, given = _split(name.text)
        sounds = name.sound[len(surname) :]
        value = self._length(given)
        value *= self.surname_sounds.get("".join(name.sound[: len(surname)]), self.surname_rest)
        for sound in sounds:
            value *= self.given_sounds.get(sound, self.given_rest)
        return max(value, _LEAST)

    def _length(self, given: str) -> float:
        return self.single_given if len(given) == 1 else 1 - self.single_given


def _split(text: str) -> tuple[str, str]:
    size = 2 if len(text) > 2 and text[:2] in _DOUBLE else 1  # noqa: PLR2004
    return text[:size], text[size:]
