"""The use cases around the campaign's documents and early prevention, wired once."""

from dataclasses import dataclass

from intake.usecases.context import Context
from intake.usecases.declare_counts import DeclareCounts
from intake.usecases.dispute_queries import DisputeQueries
from intake.usecases.judge_signs import JudgeSigns
from intake.usecases.keep_documents import KeepDocuments
from intake.usecases.record_dispute import RecordDispute
from intake.usecases.watch_signs import WatchSigns


@dataclass(frozen=True, slots=True)
class PreventionUseCases:
    """What the API and the worker can do."""

    documents: KeepDocuments
    declared: DeclareCounts
    dispute: RecordDispute
    dispute_queries: DisputeQueries
    signs: JudgeSigns
    watch_signs: WatchSigns

    @classmethod
    def over(cls, context: Context) -> "PreventionUseCases":
        """Wire them."""
        return cls(
            documents=KeepDocuments(context),
            declared=DeclareCounts(context),
            dispute=RecordDispute(context),
            dispute_queries=DisputeQueries(context),
            signs=JudgeSigns(context),
            watch_signs=WatchSigns(context),
        )
