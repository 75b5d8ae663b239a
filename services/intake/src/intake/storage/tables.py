"""All of intake's tables, for the migrations."""

from intake.storage import case_tables, import_tables, prevention_tables, repeat_tables
from intake.storage.base import METADATA

__all__ = ["METADATA", "case_tables", "import_tables", "prevention_tables", "repeat_tables"]
