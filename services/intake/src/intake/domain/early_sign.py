"""Early signs: a matter, a place or company, the inflow of a unit or field on the rise; never a person (R62)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from servicekit.errors import IllegalTransitionError, NotFoundError

WEEK = 7
WEEKS_BEFORE = 4
EVIDENCE_AT_MOST = 500


class SignKind(StrEnum):
    """What is on the rise."""

    MATTER = "matter"
    """YJ02: one matter, raised by several petitioners"""
    NAME = "name"
    """A place, an estate, a company that several petitions speak of"""
    UNIT = "unit"
    """YJ03: the inflow of a unit"""
    FIELD = "field"
    """A field of contention (R8, R38)"""


KIND_LABELS = {
    SignKind.MATTER: "同一事项",
    SignKind.NAME: "同一地点或企业",
    SignKind.UNIT: "单位来件",
    SignKind.FIELD: "领域来件",
}


class SignState(StrEnum):
    """Where a sign stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ACTED = "acted"
    DISMISSED = "dismissed"


STATE_LABELS = {
    SignState.OPEN: "待研判",
    SignState.ACKNOWLEDGED: "已研判、待处置",
    SignState.ACTED: "已处置",
    SignState.DISMISSED: "已排除",
}
LIVE = (SignState.OPEN, SignState.ACKNOWLEDGED)
"""What the system still counts for."""


class SignAction(StrEnum):
    """What a person does about a sign."""

    ACKNOWLEDGE = "acknowledge"
    ACT = "act"
    DISMISS = "dismiss"


ACTION_LABELS = {
    SignAction.ACKNOWLEDGE: "研判属实", SignAction.ACT: "已处置", SignAction.DISMISS: "排除",
}  # fmt: skip
TRANSITIONS: dict[tuple[SignState, SignAction], SignState] = {
    (SignState.OPEN, SignAction.ACKNOWLEDGE): SignState.ACKNOWLEDGED,
    (SignState.OPEN, SignAction.ACT): SignState.ACTED,
    (SignState.OPEN, SignAction.DISMISS): SignState.DISMISSED,
    (SignState.ACKNOWLEDGED, SignAction.ACT): SignState.ACTED,
    (SignState.ACKNOWLEDGED, SignAction.DISMISS): SignState.DISMISSED,
}


class SignNotFoundError(NotFoundError):
    """No such sign that this unit may know of."""

    code = "sign_not_found"

    def __init__(self) -> None:
        super().__init__("没有这条苗头提示。")


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is a sign; the district sets them.

    Attributes:
        matter_cases: cases of one matter within ``matter_days`` days (YJ02).
        matter_days: the span in days.
        petitioners: least petitioners of a matter or a name: one person's repeats are no early sign.
        inflow_increase: growth over the mean of the four weeks before, as a fraction (YJ03).
        inflow_floor: least cases of the week; below it growth means nothing.
    """

    matter_cases: int = 5
    matter_days: int = 7
    petitioners: int = 2
    inflow_increase: float = 0.5
    inflow_floor: int = 5

    def days(self, kind: SignKind) -> int:
        """The span that is counted, in days."""
        return self.matter_days if kind is SignKind.MATTER else WEEK

    @property
    def look_back(self) -> int:
        """Days of cases that must be known to count: the span and what it is compared with."""
        return max(2 * self.matter_days, WEEK * (WEEKS_BEFORE + 1))


@dataclass(frozen=True, slots=True)
class Counted:
    """A case as it is counted; ``petitioner`` only tells equal ones from others."""

    case_id: UUID
    on: date
    petitioner: str


@dataclass(frozen=True, slots=True)
class Rise:
    """What was counted of one subject in the span.

    Attributes:
        subject: the matter's id, the code of unit or field, a name or what stands for it.
        cases: cases of the span; ``evidence`` holds the newest of them.
        before: cases of the span before (matter), else the mean of the four weeks before.
    """

    kind: SignKind
    subject: str
    cases: int
    evidence: tuple[UUID, ...]
    petitioners: int
    before: float
    first_on: date
    last_on: date

    @property
    def increase(self) -> float | None:
        """Growth as a fraction; None when there was nothing before."""
        return (self.cases - self.before) / self.before if self.before else None

    def is_sign(self, limits: Limits) -> bool:
        """Whether it reaches the thresholds."""
        several = self.petitioners >= limits.petitioners
        if self.kind is SignKind.MATTER:
            return several and self.cases >= limits.matter_cases
        rising = self.cases >= max(limits.inflow_floor, self.before * (1 + limits.inflow_increase))
        return rising and (several or self.kind is not SignKind.NAME)


def count(
    kind: SignKind,
    subject: str,
    cases: Iterable[Counted],
    *,
    today: date,
    limits: Limits,
    after: date | None,
) -> Rise | None:
    """Count a subject's cases up to today; None without any in the span.

    Args:
        kind: what the subject is.
        subject: its id, code or name.
        cases: its cases of at least ``limits.look_back`` days.
        today: last day of the span.
        limits: the thresholds.
        after: only cases later than this day are new: a person has decided on the others.
    """
    days = limits.days(kind)
    begin = today - timedelta(days=days - 1)
    first_new = max(begin, after + timedelta(days=1)) if after else begin
    known = list(cases)
    now = sorted((c for c in known if first_new <= c.on <= today), key=lambda c: (c.on, c.case_id))
    if not now:
        return None
    spans = 1 if kind is SignKind.MATTER else WEEKS_BEFORE
    earliest = begin - timedelta(days=days * spans)
    before = sum(earliest <= c.on < begin for c in known) / spans
    return Rise(
        kind, subject, len(now), tuple(c.case_id for c in now[-EVIDENCE_AT_MOST:]),
        len({c.petitioner for c in now}), before, now[0].on, now[-1].on,
    )  # fmt: skip


def telling(names: Mapping[str, Rise], matter_of: Mapping[UUID, UUID]) -> list[Rise]:
    """Names that say something of their own.

    Of names inside each other that mostly the same cases carry one stays: that of most cases, of these the longest.
    A name whose cases are all of one matter goes, as the matter speaks for them.
    """
    kept: dict[str, Rise] = {}
    for name in sorted(names, key=lambda n: (-names[n].cases, -len(n))):
        rise = names[name]
        matters = {matter_of.get(c) for c in rise.evidence}
        inside = any((name in k or k in name) and _alike(rise, kept[k]) for k in kept)
        if not inside and (len(matters) > 1 or None in matters):
            kept[name] = rise
    return list(kept.values())


def _alike(a: Rise, b: Rise) -> bool:
    return len(set(a.evidence) & set(b.evidence)) * 2 >= min(len(a.evidence), len(b.evidence))


@dataclass(frozen=True, slots=True)
class SignStep:
    """What a person did about a sign, and why."""

    action: SignAction
    on: date
    by: str
    unit: str
    reason: str | None


@dataclass(slots=True)
class EarlySign:
    """Something on the rise, as it was counted last, with what persons did about it.

    ``name`` is that of a place or a company.
    """

    id: UUID
    rise: Rise
    found_on: date
    limits: Limits
    name: str | None = None
    state: SignState = SignState.OPEN
    version: int = 1
    steps: list[SignStep] = field(default_factory=list)

    @property
    def actions(self) -> tuple[SignAction, ...]:
        """What a person can do now."""
        return tuple(a for a in SignAction if (self.state, a) in TRANSITIONS)

    def decide(self, step: SignStep) -> None:
        """A person acknowledges it, acts on it or dismisses it.

        Raises:
            IllegalTransitionError: it is decided already.
        """
        try:
            self.state = TRANSITIONS[self.state, step.action]
        except KeyError:
            raise IllegalTransitionError(
                self.state, step.action, f"该苗头{STATE_LABELS[self.state]}，不能再作此处理。"
            ) from None
        self.version += 1
        self.steps.append(step)

    def follow(self, rise: Rise) -> bool:
        """Take over what is counted today while nobody has decided; whether anything changed.

        Cases that were counted stay counted when the days go by.
        """
        known = self.rise
        new = tuple(c for c in rise.evidence if c not in set(known.evidence))
        if self.state not in LIVE or not new:
            return False
        self.rise = replace(
            rise, cases=known.cases + len(new), evidence=(*known.evidence, *new)[-EVIDENCE_AT_MOST:],
            petitioners=max(known.petitioners, rise.petitioners), before=known.before,
            first_on=min(known.first_on, rise.first_on),
        )  # fmt: skip
        return True

    def forget(self, case_ids: Collection[UUID]) -> None:
        """Cases that were sealed since are in no figure (R72)."""
        left = tuple(c for c in self.rise.evidence if c not in case_ids)
        gone = len(self.rise.evidence) - len(left)
        self.rise = replace(self.rise, evidence=left, cases=self.rise.cases - gone)

    @property
    def sentence(self) -> str:
        """What was counted, for an officer."""
        r, days = self.rise, (self.rise.last_on - self.rise.first_on).days + 1
        span = f"{r.first_on:%m-%d} 至 {r.last_on:%m-%d} 共 {days} 天"
        said = f"{span if days > 1 else f'{r.last_on:%m-%d} 当天'}登记 {r.cases} 件"
        if r.kind in {SignKind.MATTER, SignKind.NAME}:
            said += f"，至少 {r.petitioners} 名信访人"
        if r.kind is SignKind.MATTER:
            return f"{said}；此前 {self.limits.matter_days} 天 {r.before:.0f} 件。"
        return f"{said}；此前四周平均每周 {r.before:.1f} 件。"
