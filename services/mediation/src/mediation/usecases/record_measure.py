"""Records a measure, planned or carried out (R40)."""

from contracts.mediation import MeasureExecutedV1
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.records import Measure
from mediation.usecases.command import CaseCommand, Done, Work


class RecordMeasure(CaseCommand[Measure]):
    """A measure; only one that was carried out is a fact to tell and opens a gate."""

    act = Act.RECORD_MEASURE
    audited_as = "measure.recorded"

    @override
    async def perform(self, work: Work, draft: Measure) -> Done:
        day, evidence = work.stamp.occurred_on, work.case.evidence
        work.case.record(evidence.with_execution(day) if draft.executed else None)
        await work.records.add_measure(work.stamp, draft)
        if not draft.executed:
            return Done(work.stamp.id)
        event = MeasureExecutedV1(measure_id=work.stamp.id, means=tuple(sorted(draft.means)))
        return Done(work.stamp.id, event)
