"""Records a visit or another activity (R22, R26)."""

from contracts.mediation import ActivityRecordedV1
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.records import Activity
from mediation.usecases.command import CaseCommand, Done, Work


class RecordActivity(CaseCommand[Activity]):
    """接访、下访、走访、研究、会商、疏导; one face to face opens a gate of the closing report."""

    act = Act.RECORD_ACTIVITY
    audited_as = "activity.recorded"

    @override
    async def perform(self, work: Work, draft: Activity) -> Done:
        day, evidence = work.stamp.occurred_on, work.case.evidence
        work.case.record(evidence.with_meeting(day) if draft.face_to_face else None)
        await work.records.add_activity(work.stamp, draft)
        return Done(
            work.stamp.id,
            ActivityRecordedV1(
                activity_id=work.stamp.id,
                kind=draft.kind,
                by_leader=draft.by_leader,
                face_to_face=draft.face_to_face,
            ),
        )
