"""How good the advice is on labelled pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from intake.matching.band import Band

from .model import MatterModel, MatterVerdict
from .profile import Profile

BORDERLINE = "borderline_"


@dataclass(frozen=True, slots=True)
class Message:
    """A petition's text with its account and day."""

    id: str
    user: str
    subject: str
    body: str
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair."""

    a: str
    b: str
    label: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair with the model's advice."""

    pair: Pair
    same_person: bool
    user: str
    verdict: MatterVerdict
    said: bool


@dataclass(slots=True)
class Counts:
    """Right and wrong answers."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    def add(self, *, label: bool, said: bool) -> None:
        """Counts one answer."""
        if label:
            self.tp, self.fn = self.tp + said, self.fn + (not said)
        else:
            self.fp, self.tn = self.fp + said, self.tn + (not said)

    @property
    def pairs(self) -> int:
        """All pairs counted."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def precision(self) -> float | None:
        """Share of the pairs called the same that are; None when none was."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Share of the same pairs that were found; None when there are none."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def specificity(self) -> float | None:
        """Share of the different pairs that were told apart; None when there are none."""
        return _share(self.tn, self.tn + self.fp)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None without same pairs and without answers."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)


@dataclass(frozen=True, slots=True)
class Report:
    """Figures over a file of pairs; borderline pairs are counted apart."""

    all: Counts
    same_person: Counts
    different_persons: Counts
    kinds: Mapping[str, Counts]
    bands: Mapping[str, Mapping[Band, int]]
    user_f1: float | None
    users: int
    borderline: int
    wrong: Sequence[Judged] = field(default_factory=tuple)


def judge(
    model: MatterModel, messages: Mapping[str, Message], pairs: Sequence[Pair]
) -> list[Judged]:
    """The model's advice on every pair; same account = same person."""
    profiles: dict[str, Profile] = {}
    judged = []
    for pair in pairs:
        left, right = messages[pair.a], messages[pair.b]
        if left.sent_on and right.sent_on and right.sent_on < left.sent_on:
            left, right = right, left
        for message in (left, right):
            if message.id not in profiles:
                profiles[message.id] = model.profile(message.subject, message.body)
        same = bool(left.user) and left.user == right.user
        days = abs((right.sent_on - left.sent_on).days) if left.sent_on and right.sent_on else None
        verdict = model.compare(
            profiles[left.id], profiles[right.id], same_person=same, days_apart=days
        )
        said = verdict.probability >= model.thresholds(same_person=same).decision
        judged.append(Judged(pair, same, left.user if same else "", verdict, said))
    return judged


def measure(judged: Sequence[Judged]) -> Report:
    """Precision, recall and F1 over all, by kind, by account, and how the bands fill."""
    total, same, different = Counts(), Counts(), Counts()
    kinds: dict[str, Counts] = {}
    users: dict[str, Counts] = {}
    bands: dict[str, dict[Band, int]] = {}
    borderline = 0
    for one in judged:
        label, said, kind = one.pair.label, one.said, one.pair.kind
        kinds.setdefault(kind, Counts()).add(label=label, said=said)
        fill = bands.setdefault(kind, dict.fromkeys(Band, 0))
        fill[one.verdict.band] += 1
        if kind.startswith(BORDERLINE):
            borderline += 1
            continue
        total.add(label=label, said=said)
        (same if one.same_person else different).add(label=label, said=said)
        if one.same_person:
            users.setdefault(one.user, Counts()).add(label=label, said=said)
    by_user = [counts.f1 for counts in users.values() if counts.f1 is not None]
    return Report(
        all=total,
        same_person=same,
        different_persons=different,
        kinds=dict(sorted(kinds.items())),
        bands=bands,
        user_f1=sum(by_user) / len(by_user) if by_user else None,
        users=len(by_user),
        borderline=borderline,
        wrong=[one for one in judged if one.said != one.pair.label],
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
