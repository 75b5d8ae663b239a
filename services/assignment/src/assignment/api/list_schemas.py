"""Batches, overrides and the desk as the reads show them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.vocab import CaseKind, DutyRole
from pydantic import BaseModel

from assignment.api.schemas import FactOut
from assignment.storage.batches import Batch, BatchItem
from assignment.storage.case_reads import RecordedOverride
from assignment.usecases.queries import DeskItem


class RecordedOverrideOut(BaseModel):
    """A leader override in the list that R19 asks for."""

    id: UUID
    case_id: UUID
    case_no: str
    case_kind: CaseKind
    cross_separated: bool
    lead_unit: str | None
    reason: str
    allowed: FactOut
    standing: bool

    @classmethod
    def of(cls, o: RecordedOverride) -> "RecordedOverrideOut":
        """The view of an override."""
        return cls(
            id=o.id, case_id=o.case_id, case_no=o.case_no, case_kind=CaseKind(o.case_kind),
            cross_separated=o.cross_separated, lead_unit=o.lead_unit, reason=o.reason,
            allowed=FactOut.of(o.allowed), standing=o.standing,
        )  # fmt: skip


class BatchSummary(BaseModel):
    """A batch in a list."""

    batch_id: UUID
    batch_no: str
    letter_no: str
    made: FactOut
    issued: int

    @classmethod
    def of(cls, b: Batch) -> "BatchSummary":
        """The view of a batch."""
        return cls(
            batch_id=b.id, batch_no=b.batch_no, letter_no=b.letter_no, made=FactOut.of(b.made),
            issued=b.issued,
        )  # fmt: skip


class BatchItemOut(BaseModel):
    """A case as it was issued in the batch."""

    case_id: UUID
    case_no: str
    lead_unit: str
    assist_units: list[str]
    cooperate_units: list[str]
    due_on: date | None
    issued_on: date

    @classmethod
    def of(cls, i: BatchItem) -> "BatchItemOut":
        """The view of an item."""
        by = {r: [d.unit for d in i.duties if d.role == r.value] for r in DutyRole}
        return cls(
            case_id=i.case_id, case_no=i.case_no, lead_unit=by[DutyRole.LEAD][0],
            assist_units=by[DutyRole.ASSIST], cooperate_units=by[DutyRole.COOPERATE],
            due_on=i.due_on, issued_on=i.issued_on,
        )  # fmt: skip


class BatchOut(BatchSummary):
    """A batch with its cases."""

    items: list[BatchItemOut]

    @classmethod
    def with_items(cls, b: Batch, items: Sequence[BatchItem]) -> "BatchOut":
        """The view of a batch with its cases."""
        return cls(**BatchSummary.of(b).model_dump(), items=[BatchItemOut.of(i) for i in items])


class DeskItemOut(BaseModel):
    """One thing to do (待办)."""

    case_id: UUID
    case_no: str
    action: str
    label: str
    due_on: date | None
    since: date

    @classmethod
    def of(cls, i: DeskItem) -> "DeskItemOut":
        """The view of a thing to do."""
        return cls(
            case_id=i.case_id, case_no=i.case_no, action=i.owed.action, label=i.owed.label,
            due_on=i.owed.due_on, since=i.owed.since,
        )  # fmt: skip


class DeskOut(BaseModel):
    """The caller's desk."""

    items: list[DeskItemOut]
