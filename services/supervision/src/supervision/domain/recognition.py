"""R27: 化解认定 on three pieces of evidence, confirmed by others than the responsible unit."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.vocab import EvidenceSlot, label

from supervision.domain.errors import (
    CeasedNotVoluntaryError,
    ConfirmationMissingError,
    ConfirmedByResponsibleUnitError,
    EvidenceDuplicateError,
    EvidenceMissingError,
)
from supervision.domain.facts import Entry

_BREAKS = re.compile(r"[\s,，、;；:：()（）/|·—-]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that one condition is met.

    ``voluntary`` and ``confirmed_by`` belong to 息访罢诉: whether it is the petitioner's own will, and
    who asked the petitioner.
    """

    slot: EvidenceSlot
    document_no: str
    description: str
    confirmed_by: str | None = None
    voluntary: bool | None = None

    @property
    def filled(self) -> bool:
        """Whether document and description are there."""
        return bool(self.document_no.strip() and self.description.strip())


@dataclass(frozen=True, slots=True)
class Recognition:
    """The office recognises the case as resolved and observes it until a day."""

    id: UUID
    evidence: tuple[Evidence, ...]
    observe_until: date
    entry: Entry
    basis: str | None = None
    """Number of the document a case was struck off on at once (R13); then there are no slots."""


@dataclass(frozen=True, slots=True)
class UnitNames:
    """How a unit may be named in a text: its code, full name and aliases."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Whether ``text`` names the unit; 银川市教育局 is not 教育局."""
        if self.name in text:
            return True
        parts = _BREAKS.split(text)
        return self.code in parts or any(p.startswith(a) for p in parts for a in self.aliases)


def check_evidence(evidence: Sequence[Evidence], responsible: Collection[UnitNames]) -> None:
    """Check the three conditions 案结事了、息访罢诉、群众满意 (R27).

    Raises:
        EvidenceDuplicateError: a condition came twice.
        EvidenceMissingError: a condition has no document or no description.
        CeasedNotVoluntaryError: 息访罢诉 is not said to be voluntary.
        ConfirmationMissingError: nobody confirmed it.
        ConfirmedByResponsibleUnitError: the responsible unit itself confirmed a condition.
    """
    by_slot = {e.slot: e for e in evidence}
    if len(by_slot) != len(evidence):
        raise EvidenceDuplicateError("同一认定条件只能填写一份证据。")
    missing = [s for s in EvidenceSlot if s not in by_slot or not by_slot[s].filled]
    if missing:
        raise EvidenceMissingError(
            f"认定证据不全，缺少：{'、'.join(map(label, missing))}。",
            missing=[s.value for s in missing],
        )
    ceased = by_slot[EvidenceSlot.CEASED]
    if ceased.voluntary is not True:
        raise CeasedNotVoluntaryError("息访罢诉须为信访人自愿，请核实后勾选。", field="voluntary")
    if not (ceased.confirmed_by or "").strip():
        raise ConfirmationMissingError("请填写由谁向信访人核实息访意愿。", field="confirmed_by")
    for e in evidence:
        if e.confirmed_by and any(u.named_in(e.confirmed_by) for u in responsible):
            raise ConfirmedByResponsibleUnitError(
                "核实人不能是责任单位，须由其他单位人员向信访人核实。",
                field="confirmed_by",
                slot=e.slot.value,
            )
