"""What clients send to intake and what they get back."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=2000)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CaseBrief(BaseModel):
    id: UUID
    case_id: UUID
    case_no: str
    state: str
    state_label: str
    version: int
    source: str
    cohort: str
    registered_on: date
    channel: str
    field: str
    category: str
    case_kind: str
    cross_separated: bool
    people_count: int
    petitioner: str | None
    proposed_unit: str | None
    registrar_unit: str
    tags: list[str]
    sealed: bool
    fast_eligible_on: date | None
