"""The form of a batch: the chosen cases with their units, as typed in and as the API wants it."""

from dataclasses import dataclass, field
from typing import Any

from contracts.units import UnitDirectory
from starlette.datastructures import FormData

from portal import words
from portal.clients.assignment import BatchReceipt
from portal.clients.upstream import Refused
from portal.composing.bulk import (
    BulkResult,
    Outcome,
    UnitsUnknownError,
    codes_of,
    day_or_none,
    picked,
)
from portal.forms.reading import text_of
from portal.visit import form_key


@dataclass(slots=True)
class Draft:
    """What was filled in so far."""

    key: str
    page: int = 1
    values: dict[str, str] = field(default_factory=dict)
    cases: list[tuple[str, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    def value(self, name: str, proposed: str | None = "") -> str:
        """What stands in an input: as sent, else as proposed."""
        return self.values.get(name, proposed or "")

    def has(self, case_id: str) -> bool:
        """Whether a case was ticked."""
        return case_id in dict(self.cases)

    def refused(self, refusal: Refused) -> "Draft":
        """This draft with the service's refusal."""
        self.errors["letter_no"] = refusal.detail + words.ADVICE.get(refusal.code, "")
        return self


def read_draft(data: FormData, units: UnitDirectory) -> Draft:
    """Read the form; errors name the input they belong to."""
    values = {k: text_of(data, k) for k in data if k not in {"csrf", "pick"}}
    page = int(values.get("page", "1")) if values.get("page", "1").isdigit() else 1
    draft = Draft(form_key(data), page, values, picked(data))
    if not values.get("letter_no"):
        draft.errors["letter_no"] = "请填写交办文号。"
    if day_or_none(values.get("occurred_on", "")) is None:
        draft.errors["occurred_on"] = "请填写交办日期。"
    if not draft.cases:
        draft.errors["pick-all"] = "请至少勾选一件。"
    items = [_item(case, draft, units) for case in draft.cases]
    draft.body = {
        "letter_no": values.get("letter_no", ""),
        "occurred_on": values.get("occurred_on", ""),
        "items": items,
    }
    return draft


def _item(case: tuple[str, str], draft: Draft, units: UnitDirectory) -> dict[str, Any]:
    case_id, case_no = case
    lead = draft.values.get(f"lead-{case_id}", "")
    if not lead:
        draft.errors[f"lead-{case_id}"] = f"{case_no}：请选择主办单位。"
    due = draft.values.get(f"due-{case_id}", "")
    if due and day_or_none(due) is None:
        draft.errors[f"due-{case_id}"] = f"{case_no}：化解时限不是有效的日期。"
    item: dict[str, Any] = {"case_id": case_id, "lead_unit": lead, "due_on": due or None}
    for member, name in (("assist_units", "assist"), ("cooperate_units", "cooperate")):
        try:
            item[member] = codes_of(units, draft.values.get(f"{name}-{case_id}", ""))
        except UnitsUnknownError as e:
            draft.errors[f"{name}-{case_id}"] = f"{case_no}：没有名为“{e.name}”的单位。"
    return item


def result_of(draft: Draft, receipt: BatchReceipt) -> BulkResult:
    """What became of every chosen case."""
    refused = {r.case_id: r.detail for r in receipt.refused}
    outcomes = [
        Outcome(
            case_id, no, case_id not in refused, refused.get(case_id, "已交办，等待责任单位签收。")
        )
        for case_id, no in draft.cases
    ]
    note = f"批次号 {receipt.batch_no}。" if receipt.batch_no and receipt.issued else ""
    return BulkResult("交办结果", "/batches/new", outcomes, note)
