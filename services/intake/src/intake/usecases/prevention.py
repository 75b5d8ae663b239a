"""The use cases around the campaign's documents and early prevention, wired once."""

from dataclasses import dataclass

from intake.usecases.context import Context
from intake.usecases.declare_counts import DeclareCounts
from intake.usecases.keep_documents import KeepDocuments


@dataclass(frozen=True, slots=True)
class PreventionUseCases:
    """What the API and the worker can do."""

    documents: KeepDocuments
    declared: DeclareCounts

    @classmethod
    def over(cls, context: Context) -> "PreventionUseCases":
        """Wire them."""
        return cls(documents=KeepDocuments(context), declared=DeclareCounts(context))
