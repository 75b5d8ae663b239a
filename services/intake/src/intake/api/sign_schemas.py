"""What clients send and get around early signs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from intake.api.schemas import Body, CaseBrief, Reason
from intake.domain.early_sign import (
    ACTION_LABELS,
    KIND_LABELS,
    STATE_LABELS,
    Limits,
    SignAction,
    SignKind,
    SignState,
)
from intake.usecases.judge_signs import SeenSign


class AcknowledgeBody(Body):
    reason: Reason | None = None


class DecideBody(Body):
    reason: Reason


class SignReceipt(BaseModel):
    id: UUID
    version: int
    state: SignState


class SignStepView(BaseModel):
    action: SignAction
    action_label: str
    on: date
    unit: str
    reason: str | None


class LimitsBody(Body):
    matter_cases: Annotated[int, Field(ge=2, le=1_000)]
    matter_days: Annotated[int, Field(ge=1, le=90)]
    petitioners: Annotated[int, Field(ge=2, le=1_000)]
    inflow_increase: Annotated[float, Field(gt=0, le=10)]
    inflow_floor: Annotated[int, Field(ge=2, le=10_000)]
    reason: Reason

    def limits(self) -> Limits:
        """For the use case."""
        return Limits(**self.model_dump(exclude={"reason"}))


class LimitsView(BaseModel):
    """``version`` is 0 while the usual thresholds apply."""

    matter_cases: int
    matter_days: int
    petitioners: int
    inflow_increase: float
    inflow_floor: int
    version: int


class SignBrief(BaseModel):
    """``title`` says of what, ``sentence`` what was counted; ``before`` is the span before, or a week's mean."""

    id: UUID
    version: int
    state: SignState
    state_label: str
    kind: SignKind
    kind_label: str
    title: str
    sentence: str
    subject: str | None
    cases: int
    petitioners: int
    before: float
    increase: float | None
    first_on: date
    last_on: date
    found_on: date
    allowed_actions: list[SignAction]
    steps: list[SignStepView]

    @classmethod
    def of(cls, seen: SeenSign) -> "SignBrief":
        """As it stands in a list."""
        return cls(**_brief(seen))


class SignView(SignBrief):
    """With the newest of its cases that the reader sees."""

    items: list[CaseBrief]
    limits: dict[str, float]

    @classmethod
    def whole(cls, seen: SeenSign) -> "SignView":
        """For its page."""
        limits = {k: getattr(seen.sign.limits, k) for k in Limits.__dataclass_fields__}
        items = [CaseBrief.model_validate(c) for c in seen.cases]
        return cls(**_brief(seen), items=items, limits=limits)


def _brief(seen: SeenSign) -> dict[str, object]:
    s, r = seen.sign, seen.sign.rise
    return {
        "id": s.id, "version": s.version, "state": s.state, "state_label": STATE_LABELS[s.state],
        "kind": r.kind, "kind_label": KIND_LABELS[r.kind], "title": seen.title,
        "sentence": s.sentence, "subject": None if r.kind is SignKind.NAME else r.subject,
        "cases": r.cases, "petitioners": r.petitioners, "before": r.before,
        "increase": r.increase, "first_on": r.first_on, "last_on": r.last_on,
        "found_on": s.found_on, "allowed_actions": list(seen.actions),
        "steps": [
            SignStepView(
                action=x.action, action_label=ACTION_LABELS[x.action], on=x.on, unit=x.unit,
                reason=x.reason,
            )
            for x in s.steps
        ],
    }  # fmt: skip
