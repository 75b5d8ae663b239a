"""Records that a planned measure was carried out (R40)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.mediation import MeasureExecutedV1
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.case import Case
from mediation.domain.records import Execution
from mediation.storage.records import RecordStore
from mediation.usecases.command import CaseCommand, Done, Work


@dataclass(frozen=True, slots=True)
class MeasureExecution:
    """Which measure was carried out, and with what result."""

    measure_id: UUID
    execution: Execution


class ExecuteMeasure(CaseCommand[MeasureExecution]):
    """A planned measure is carried out, not before the day it was planned."""

    act = Act.EXECUTE_MEASURE
    audited_as = "measure.executed"

    @override
    async def cause(self, case: Case, draft: MeasureExecution, records: RecordStore) -> date | None:
        planned = await records.planned_measure(case.case_id, draft.measure_id)
        return planned.planned_on

    @override
    async def perform(self, work: Work, draft: MeasureExecution) -> Done:
        planned = await work.records.planned_measure(work.case.case_id, draft.measure_id)
        work.case.record(work.case.evidence.with_execution(work.stamp.occurred_on))
        await work.records.execute_measure(planned.id, work.stamp, draft.execution)
        event = MeasureExecutedV1(measure_id=planned.id, means=tuple(sorted(planned.means)))
        return Done(planned.id, event)
