"""Puts both questions together: the same petitioner, and the same matter; advice only."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

from intake.matching.band import Band
from intake.matching.matter import Asked, MatterModel, MatterVerdict, Profile, common_names
from intake.matching.persons import Person, PersonModel, PersonProfile, PersonVerdict
from intake.matching.reason import Reason

_FEW = 16
"""Up to so many pairs of co-petitioners are all compared; of more only those that share a key."""
_TOGETHER = 100
"""So many texts are read at a time: it bounds memory."""
_BANDS = {Band.SUGGESTED: 2, Band.CLERICAL: 1, Band.IGNORED: 0}


class Dossier:
    """A case as the matcher reads it, in clear and in memory only; each part is read when it is asked for.

    Args:
        case_id: the case.
        case_no: its 信访件编号.
        registered_on: its 登记时间.
        people: opens the petitioners; principals, never their agents.
        accused: opens the accused of an accusation, who are compared when nobody signed it.
        text: opens the demand.
        subject: its heading, if there is one.
    """

    def __init__(
        self, case_id: UUID, case_no: str, registered_on: date, *,
        people: Callable[[], tuple[Person, ...]], text: Callable[[], str],
        accused: Callable[[], tuple[Person, ...]] = tuple, subject: str | None = None,
    ) -> None:  # fmt: skip
        self.case_id, self.case_no, self.registered_on = case_id, case_no, registered_on
        self._people, self._accused, self._text, self.subject = people, accused, text, subject
        self.anonymous = False
        self._persons: tuple[PersonProfile, ...] | None = None
        self._profile: Profile | None = None

    @property
    def order(self) -> tuple[date, str]:
        """Earlier cases come first."""
        return self.registered_on, self.case_no

    def persons(self, model: PersonModel) -> tuple[PersonProfile, ...]:
        """The petitioners, or the accused of an anonymous accusation, read once."""
        if self._persons is None:
            found = self._people()
            self.anonymous = not found
            self._persons = tuple(model.profile(p) for p in found or self._accused())
        return self._persons

    def rest(self) -> None:
        """Drop what was read: clear personal data and large vectors are not kept longer than a comparison."""
        self._persons = self._profile = None

    def profile(self, model: MatterModel) -> Profile:
        """The text, read once."""
        if self._profile is None:
            self._profile = model.profile(*self.words())
        return self._profile

    @property
    def unread(self) -> bool:
        """Whether the text has not been read yet."""
        return self._profile is None

    def words(self) -> tuple[str | None, str]:
        """Heading and text."""
        return self.subject, self._text()

    def take(self, profile: Profile) -> None:
        """Keep what was read of the text together with others."""
        self._profile = profile


@dataclass(frozen=True, slots=True)
class Keys:
    """Blocking keys of a case; the person keys are still in clear."""

    person: frozenset[tuple[str, str]]
    matter: frozenset[int]


@dataclass(frozen=True, slots=True)
class Advice:
    """What the matcher thinks of two cases.

    Attributes:
        band: of both questions together: as high as the lower of the two.
        probability: of both together.
        person: the verdict on the best pair of petitioners.
        matter: the verdict on the texts.
    """

    band: Band
    probability: float
    person: PersonVerdict
    matter: MatterVerdict

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of all reasons, those on the person first; they say nothing about anybody."""
        return tuple(r.code for r in (*self.person.reasons, *self.matter.reasons))


NOBODY = PersonVerdict(0.0, Band.IGNORED, ())


class Judge:
    """Both models, ready to compare."""

    def __init__(self, persons: PersonModel, matter: MatterModel) -> None:
        self._people = persons
        self._matter = matter

    @classmethod
    def shipped(cls) -> "Judge":
        """With the models in the package."""
        return cls(PersonModel.shipped(), MatterModel.shipped())

    def read(self, cases: Iterable[Dossier]) -> None:
        """Read the texts of cases that will all be compared; in common that takes a fraction."""
        unread = list({c.case_id: c for c in cases if c.unread}.values())
        for start in range(0, len(unread), _TOGETHER):
            some = unread[start : start + _TOGETHER]
            for case, profile in zip(
                some, self._matter.profiles([c.words() for c in some]), strict=True
            ):
                case.take(profile)

    def keys(self, case: Dossier) -> Keys:
        """Blocking keys of a case."""
        return Keys(self.person_keys(case), self._matter.keys(case.profile(self._matter)))

    def person_keys(self, case: Dossier) -> frozenset[tuple[str, str]]:
        """Those of its petitioners alone."""
        return frozenset[tuple[str, str]]().union(
            *(self._people.profile_keys(p) for p in case.persons(self._people))
        )

    def person(self, a: Dossier, b: Dossier) -> PersonVerdict:
        """The best pair of petitioners: any one in common makes both cases one petitioner's."""
        pairs = list(product(a.persons(self._people), b.persons(self._people)))
        if a.anonymous != b.anonymous:
            return NOBODY
        if len(pairs) > _FEW:
            pairs = [(x, y) for x, y in pairs if self._shared(x, y)]
        verdicts = (self._people.compare_profiles(x, y) for x, y in pairs)
        return max(verdicts, key=lambda v: (_BANDS[v.band], v.probability), default=NOBODY)

    def _shared(self, x: PersonProfile, y: PersonProfile) -> bool:
        return not self._people.profile_keys(x).isdisjoint(self._people.profile_keys(y))

    def matters(self, pairs: Sequence[tuple[Dossier, Dossier, bool]]) -> list[MatterVerdict]:
        """Whether the texts of pairs tell of one matter; the third says that they have a petitioner in common."""
        self.read(case for a, b, _ in pairs for case in (a, b))
        return self._matter.compare_all([self._asked(*pair) for pair in pairs])

    def _asked(self, a: Dossier, b: Dossier, same_person: bool) -> Asked:
        earlier, later = sorted((a, b), key=lambda d: d.order)
        return Asked(
            earlier.profile(self._matter), later.profile(self._matter),
            (later.registered_on - earlier.registered_on).days, same_person=same_person,
        )  # fmt: skip

    def names(self, cases: Iterable[Dossier]) -> tuple[str, ...]:
        """Places and bodies that most of the cases name; what they are about, in a few words."""
        return common_names([c.profile(self._matter) for c in cases])


def combine(person: PersonVerdict, matter: MatterVerdict) -> Advice | None:
    """Advice on a pair; None when it is not worth anybody's look."""
    if Band.IGNORED in {person.band, matter.band}:
        return None
    band = min(person.band, matter.band, key=_BANDS.__getitem__)
    return Advice(band, person.probability * matter.probability, person, matter)


_NAMES = re.compile(r"（[^（）/]*/[^（）/]*）")


def plain(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    """Reasons as they are kept, sealed, and shown: without the names of persons, who are masked."""
    return [
        {"code": r.code, "sentence": _nameless(r), "weight": round(r.weight, 3)} for r in reasons
    ]


def _nameless(reason: Reason) -> str:
    return _NAMES.sub("", reason.sentence) if reason.code.startswith("name_") else reason.sentence
