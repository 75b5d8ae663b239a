"""Disputes on the ground before they become petitions: 小事不出村、大事不出镇、矛盾不上交 (R61)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from servicekit.errors import ConflictError, IllegalTransitionError, InvalidError, NotFoundError


class Level(StrEnum):
    """At which level a dispute is being dealt with, or was solved."""

    VILLAGE = "village"
    TOWN = "town"
    DISTRICT = "district"

    @property
    def rank(self) -> int:
        """0 at the bottom."""
        return list(Level).index(self)


LEVEL_LABELS = {Level.VILLAGE: "村（居）", Level.TOWN: "镇（街）", Level.DISTRICT: "区级"}


class DisputeKind(StrEnum):
    """What a dispute is about."""

    NEIGHBOURS = "neighbours"
    FAMILY = "family"
    LAND = "land"
    HOUSING = "housing"
    PROPERTY_SERVICE = "property_service"
    WAGES = "wages"
    DEBT = "debt"
    CONSUMER = "consumer"
    ENVIRONMENT = "environment"
    MEDICAL = "medical"
    DAMAGES = "damages"
    OTHER = "other"


KIND_LABELS = {
    DisputeKind.NEIGHBOURS: "邻里纠纷",
    DisputeKind.FAMILY: "婚姻家庭",
    DisputeKind.LAND: "土地承包、宅基地",
    DisputeKind.HOUSING: "房屋、拆迁",
    DisputeKind.PROPERTY_SERVICE: "物业服务",
    DisputeKind.WAGES: "劳动报酬",
    DisputeKind.DEBT: "借贷债务",
    DisputeKind.CONSUMER: "消费",
    DisputeKind.ENVIRONMENT: "环境污染",
    DisputeKind.MEDICAL: "医疗",
    DisputeKind.DAMAGES: "损害赔偿",
    DisputeKind.OTHER: "其他",
}


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    SETTLED = "settled"
    PETITIONED = "petitioned"
    """It became a petition case: 矛盾上交"""


STATE_LABELS = {
    DisputeState.OPEN: "化解中",
    DisputeState.SETTLED: "已化解",
    DisputeState.PETITIONED: "已转为信访件",
}


class DisputeAction(StrEnum):
    """What happens to a dispute."""

    SETTLE = "settle"
    ESCALATE = "escalate"
    PETITION = "petition"


TRANSITIONS: dict[tuple[DisputeState, DisputeAction], DisputeState] = {
    (DisputeState.OPEN, DisputeAction.SETTLE): DisputeState.SETTLED,
    (DisputeState.OPEN, DisputeAction.ESCALATE): DisputeState.OPEN,
    (DisputeState.OPEN, DisputeAction.PETITION): DisputeState.PETITIONED,
    # A settlement that did not hold goes up like any other dispute.
    (DisputeState.SETTLED, DisputeAction.ESCALATE): DisputeState.OPEN,
    (DisputeState.SETTLED, DisputeAction.PETITION): DisputeState.PETITIONED,
}


ACTION_LABELS = {
    DisputeAction.SETTLE: "化解",
    DisputeAction.ESCALATE: "上报",
    DisputeAction.PETITION: "转为信访件",
}


class DisputeNotFoundError(NotFoundError):
    """No such dispute of this unit."""

    code = "dispute_not_found"

    def __init__(self) -> None:
        super().__init__("没有这条矛盾纠纷记录，或者您的单位无权查看。")


class LevelTooLowError(InvalidError):
    """Once it went up, a dispute is no longer one that was solved below."""

    code = "level_too_low"


class AtTheTopError(ConflictError):
    """There is no level above the district."""

    code = "at_the_top"

    def __init__(self) -> None:
        super().__init__("已在区级办理，不能再上报；如已形成信访件，请关联信访件。")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a dispute on a day, at which level it was afterwards, and who entered it."""

    action: DisputeAction
    level: Level
    occurred_on: date
    by: str
    note: str | None = None


@dataclass(slots=True)
class EarlyDispute:
    """A dispute as a unit recorded it; ``level`` is where it is dealt with, or was solved.

    It holds what the dispute is about and where, and no party by name.
    """

    id: UUID
    tenant: str
    kind: DisputeKind
    place_unit: str
    occurred_on: date
    level: Level
    summary: str
    people_count: int = 2
    place: str | None = None
    state: DisputeState = DisputeState.OPEN
    version: int = 1
    settled_on: date | None = None
    case_id: UUID | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def last_on(self) -> date:
        """The day of the last thing that happened; nothing later may lie before it."""
        return max([self.occurred_on, *(s.occurred_on for s in self.steps)])

    @property
    def actions(self) -> tuple[DisputeAction, ...]:
        """What can happen to it now."""
        return tuple(
            a
            for a in DisputeAction
            if (self.state, a) in TRANSITIONS
            and not (a is DisputeAction.ESCALATE and self.level is Level.DISTRICT)
        )

    def settle(self, level: Level, on: date, by: str, note: str | None = None) -> None:
        """Solved at a level, the present one or one above.

        Raises:
            IllegalTransitionError: it is not open.
            LevelTooLowError: it had already gone above that level.
        """
        state = self._next(DisputeAction.SETTLE)
        if level.rank < self.level.rank:
            raise LevelTooLowError(
                f"该纠纷已上报到{LEVEL_LABELS[self.level]}，不能按在{LEVEL_LABELS[level]}化解登记。"
            )
        self.level, self.settled_on = level, on
        self._done(state, DisputeAction.SETTLE, on, by, note)

    def escalate(self, on: date, by: str, note: str | None = None) -> None:
        """Goes one level up; a settlement that did not hold is taken back.

        Raises:
            IllegalTransitionError: it became a petition.
            AtTheTopError: it is with the district already.
        """
        state = self._next(DisputeAction.ESCALATE)
        if self.level is Level.DISTRICT:
            raise AtTheTopError
        self.level, self.settled_on = list(Level)[self.level.rank + 1], None
        self._done(state, DisputeAction.ESCALATE, on, by, note)

    def petition(self, case_id: UUID, on: date, by: str, note: str | None = None) -> None:
        """It became a petition case; the two are linked.

        Raises:
            IllegalTransitionError: it became one before.
        """
        state = self._next(DisputeAction.PETITION)
        self.case_id, self.settled_on = case_id, None
        self._done(state, DisputeAction.PETITION, on, by, note)

    def _next(self, action: DisputeAction) -> DisputeState:
        try:
            return TRANSITIONS[self.state, action]
        except KeyError:
            raise IllegalTransitionError(
                self.state, action, f"该纠纷{STATE_LABELS[self.state]}，不能再作此登记。"
            ) from None

    def _done(
        self, state: DisputeState, action: DisputeAction, on: date, by: str, note: str | None
    ) -> None:
        self.state = state
        self.version += 1
        self.steps.append(Step(action, self.level, on, by, note))


@dataclass(frozen=True, slots=True)
class LevelCount:
    """So many disputes of a place solved at a level, or in another state (``level`` is None)."""

    place_unit: str
    state: DisputeState
    level: Level
    disputes: int


@dataclass(slots=True)
class LevelShares:
    """How many disputes of a unit (or of the district) that arose in a span were solved at which level.

    Each of them counts once: by the level that solved it, or as ``petitioned``, or as still ``open``.
    """

    unit: str | None
    village: int = 0
    town: int = 0
    district: int = 0
    petitioned: int = 0
    open: int = 0

    @property
    def settled(self) -> int:
        """Solved at any level."""
        return self.village + self.town + self.district

    def share(self, *levels: Level) -> float | None:
        """Share of those solved or petitioned that were solved at these levels; None of nothing.

        A dispute that became a petition was solved at no level, so it counts below the line only.
        """
        ended = self.settled + self.petitioned
        return sum(int(getattr(self, x.value)) for x in levels) / ended if ended else None

    @property
    def below(self) -> float | None:
        """Share that was solved below the district: in village or town."""
        return self.share(Level.VILLAGE, Level.TOWN)

    def add(self, c: LevelCount) -> None:
        """Count some more."""
        name = c.state.value if c.state is not DisputeState.SETTLED else c.level.value
        setattr(self, name, getattr(self, name) + c.disputes)


def shares(counts: Iterable[LevelCount]) -> tuple[list[LevelShares], LevelShares]:
    """Per unit in the order of their codes, and all together."""
    by_unit: dict[str, LevelShares] = {}
    total = LevelShares(None)
    for c in counts:
        by_unit.setdefault(c.place_unit, LevelShares(c.place_unit)).add(c)
        total.add(c)
    return [by_unit[u] for u in sorted(by_unit)], total
