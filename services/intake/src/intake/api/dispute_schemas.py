"""What clients send and get around disputes on the ground."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from intake.api.schemas import Body, Reason
from intake.domain.early_dispute import (
    ACTION_LABELS,
    KIND_LABELS,
    LEVEL_LABELS,
    STATE_LABELS,
    DisputeAction,
    DisputeKind,
    DisputeState,
    Level,
    LevelShares,
    Step,
)
from intake.storage.early_disputes import CaseRef
from intake.usecases.dispute_queries import SeenDispute
from intake.usecases.record_dispute import DisputeFacts

Place = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class DisputeBody(Body):
    kind: DisputeKind
    occurred_on: date
    summary: Reason
    level: Level = Level.VILLAGE
    place_unit: Code | None = None
    place: Place | None = None
    people_count: Annotated[int, Field(ge=1, le=100_000)] = 2

    def facts(self) -> DisputeFacts:
        """For the use case."""
        return DisputeFacts(**dict(self))


class SettlementBody(Body):
    level: Level
    note: Reason
    occurred_on: date | None = None


class EscalationBody(Body):
    note: Reason
    to_unit: Code | None = None
    occurred_on: date | None = None


class PetitionBody(Body):
    case_id: UUID | None = None
    case_no: Code | None = None
    occurred_on: date | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.case_id is None) == (self.case_no is None):
            msg = "case_id 和 case_no 填写其中一项"
            raise ValueError(msg)
        return self

    @property
    def case(self) -> CaseRef:
        """The case meant."""
        return CaseRef(self.case_id, self.case_no)


class DisputeReceipt(BaseModel):
    id: UUID
    version: int
    state: DisputeState
    level: Level


class DisputeStep(BaseModel):
    action: DisputeAction
    action_label: str
    level: Level
    level_label: str
    occurred_on: date
    note: str | None

    @classmethod
    def of(cls, s: Step) -> "DisputeStep":
        """One step; who entered it stands in the audit trail."""
        return cls(
            action=s.action, action_label=ACTION_LABELS[s.action], level=s.level,
            level_label=LEVEL_LABELS[s.level], occurred_on=s.occurred_on, note=s.note,
        )  # fmt: skip


class DisputeBrief(BaseModel):
    id: UUID
    version: int
    state: DisputeState
    state_label: str
    kind: DisputeKind
    kind_label: str
    level: Level
    level_label: str
    recorded_by_unit: str
    place_unit: str
    place_unit_name: str
    place: str | None
    people_count: int
    occurred_on: date
    settled_on: date | None
    summary: str
    case_id: UUID | None
    case_no: str | None
    allowed_actions: list[DisputeAction]

    @classmethod
    def of(cls, seen: SeenDispute) -> "DisputeBrief":
        """As it stands in a list."""
        return cls(**_brief(seen))


class DisputeView(DisputeBrief):
    steps: list[DisputeStep]

    @classmethod
    def whole(cls, seen: SeenDispute) -> "DisputeView":
        """With what happened to it."""
        return cls(**_brief(seen), steps=[DisputeStep.of(s) for s in seen.dispute.steps])


def _brief(seen: SeenDispute) -> dict[str, object]:
    d = seen.dispute
    return {
        "id": d.id, "version": d.version, "state": d.state, "state_label": STATE_LABELS[d.state],
        "kind": d.kind, "kind_label": KIND_LABELS[d.kind], "level": d.level,
        "level_label": LEVEL_LABELS[d.level], "recorded_by_unit": d.tenant,
        "place_unit": d.place_unit, "place_unit_name": seen.unit_name, "place": d.place,
        "people_count": d.people_count, "occurred_on": d.occurred_on, "settled_on": d.settled_on,
        "summary": d.summary, "case_id": d.case_id, "case_no": seen.case_no,
        "allowed_actions": list(seen.actions),
    }  # fmt: skip


class SolvedAt(BaseModel):
    """``below`` is the share solved in village or town among those solved or petitioned."""

    unit: str | None
    unit_name: str
    village: int
    town: int
    district: int
    petitioned: int
    open: int
    village_share: float | None
    below: float | None

    @classmethod
    def of(cls, s: LevelShares, name: str) -> "SolvedAt":
        """One unit, or all together."""
        return cls(
            unit=s.unit, unit_name=name, village=s.village, town=s.town, district=s.district,
            petitioned=s.petitioned, open=s.open, village_share=s.share(Level.VILLAGE),
            below=s.below,
        )  # fmt: skip


class DisputeRates(BaseModel):
    """Of the disputes that arose in the span: at which level they were solved."""

    since: date | None
    until: date | None
    units: list[SolvedAt]
    total: SolvedAt
    sentence: str
