"""The use cases that the routes call, wired once per process."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from contracts.units import UnitDirectory
from dbkit.database import Database

from assignment.usecases.assign_leader import AssignLeader
from assignment.usecases.complete_step import CompleteStep
from assignment.usecases.decide_objection import DecideObjection
from assignment.usecases.file_plan import FilePlan
from assignment.usecases.issue_batch import IssueBatch
from assignment.usecases.name_task_force import NameTaskForce
from assignment.usecases.override_leader import OverrideLeader
from assignment.usecases.queries import BatchQueries, CaseQueries
from assignment.usecases.raise_objection import RaiseObjection
from assignment.usecases.set_deadline import SetDeadline
from assignment.usecases.sign_duty import SignDuty
from assignment.usecases.start_resolution import StartResolution
from assignment.usecases.work import CaseWork


@dataclass(frozen=True, slots=True)
class UseCases:
    """Every command and read of the service."""

    issue_batch: IssueBatch
    sign_duty: SignDuty
    raise_objection: RaiseObjection
    decide_objection: DecideObjection
    assign_leader: AssignLeader
    override_leader: OverrideLeader
    name_task_force: NameTaskForce
    set_deadline: SetDeadline
    start_resolution: StartResolution
    file_plan: FilePlan
    complete_step: CompleteStep
    cases: CaseQueries
    batches: BatchQueries

    @classmethod
    def wired(
        cls,
        db: Database,
        units: UnitDirectory,
        new_id: Callable[[], UUID],
        *,
        late_after_days: int,
    ) -> "UseCases":
        """All of them on one database.

        Args:
            db: the service's database.
            units: the district's units.
            new_id: where ids come from.
            late_after_days: from how many days back an entry is late (补录).
        """
        work = CaseWork(db, late_after_days=late_after_days)
        return cls(
            issue_batch=IssueBatch(db, units, new_id, late_after_days=late_after_days),
            sign_duty=SignDuty(work),
            raise_objection=RaiseObjection(work, new_id),
            decide_objection=DecideObjection(work),
            assign_leader=AssignLeader(work, units),
            override_leader=OverrideLeader(work, new_id),
            name_task_force=NameTaskForce(work),
            set_deadline=SetDeadline(work),
            start_resolution=StartResolution(work),
            file_plan=FilePlan(work, new_id),
            complete_step=CompleteStep(work),
            cases=CaseQueries(db),
            batches=BatchQueries(db),
        )
