"""Sealed cases: who may know of them, and what others may (R72)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.units import UnitDirectory
from contracts.vocab import CaseTag, UnitKind, VisibilityRole

from intake.domain.errors import CompartmentMissingError

HIDDEN_ACTOR = "sealed"
"""Who acts, in events of sealed cases: an account would tell its unit."""
SEALED_CATEGORY = "揭发控告"


class Stage(StrEnum):
    """What 纪检监察 lets the office know: how far, and nothing else."""

    RECEIVED = "received"
    """已收到"""
    VERIFYING = "verifying"
    """核查中"""
    DECIDED = "decided"
    """已作出决定"""
    ANSWERED = "answered"
    """已答复"""


STAGE_LABELS = {
    Stage.RECEIVED: "已收到", Stage.VERIFYING: "核查中", Stage.DECIDED: "已作出决定",
    Stage.ANSWERED: "已答复",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """One notice of 纪检监察 on a sealed case: its number, the stage, the day."""

    reference: str
    stage: Stage
    occurred_on: date


def officer(sub: str) -> str:
    """The pseudo tenant under which one officer, and not the unit, sees a sealed case."""
    return f"officer:{sub}"


Sight = list[tuple[str, VisibilityRole]]


class Compartments:
    """Who sees which kind of case, by the district's directory of units."""

    def __init__(self, units: UnitDirectory) -> None:
        self._of = {k: [u.code for u in units if u.kind is k] for k in UnitKind}

    @property
    def discipline(self) -> str:
        """The 纪检监察 unit in whose name sealed cases are told and audited.

        Raises:
            CompartmentMissingError: the directory has none.
        """
        codes = self._of[UnitKind.DISCIPLINE]
        if not codes:
            raise CompartmentMissingError
        return codes[0]

    def sealed(self, registered_by: str) -> Sight:
        """Sight of a sealed case: 纪检监察 and the registering officer.

        Raises:
            CompartmentMissingError: the directory has no 纪检监察.
        """
        codes = [self.discipline, *self._of[UnitKind.DISCIPLINE][1:]]
        return [
            *((c, VisibilityRole.COMPARTMENT) for c in codes),
            (officer(registered_by), VisibilityRole.REGISTRAR),
        ]

    def open(self, unit: str, tags: Iterable[CaseTag]) -> Sight:
        """Sight of any other case: the unit, both offices, and 政法 when it is 涉法涉诉."""
        offices = self._of[UnitKind.DISTRICT_OFFICE]
        return [
            (unit, VisibilityRole.REGISTRAR),
            *((c, VisibilityRole.SUPERVISION) for c in offices),
            *self.litigation(tags),
        ]

    def litigation(self, tags: Iterable[CaseTag]) -> Sight:
        """What 政法 sees: cases tagged 涉法涉诉."""
        if CaseTag.LITIGATION not in tags:
            return []
        return [(c, VisibilityRole.COMPARTMENT) for c in self._of[UnitKind.POLITICS_LAW]]
