"""Pure folds from events to what reports are made of; audits compare with ``fold_all``."""

from reporting.projections.fold import SOURCES, fold, fold_all
from reporting.projections.rows import (
    AssignmentPart,
    Fact,
    FactKind,
    IntakePart,
    MediationPart,
    Row,
    SupervisionPart,
)

__all__ = [
    "SOURCES",
    "AssignmentPart",
    "Fact",
    "FactKind",
    "IntakePart",
    "MediationPart",
    "Row",
    "SupervisionPart",
    "fold",
    "fold_all",
]
