"""Signs the leader's written opinion on the closing report (R24)."""

from datetime import date

from contracts.mediation import LeaderOpinionSignedV1
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.case import Case
from mediation.domain.closure import Opinion
from mediation.storage.records import RecordStore
from mediation.usecases.command import CaseCommand, Done, Work


class SignLeaderOpinion(CaseCommand[Opinion]):
    """The assigned leader agrees, or sends the report back to the unit."""

    act = Act.SIGN_LEADER_OPINION
    audited_as = "leader_opinion.signed"

    @override
    async def cause(self, case: Case, draft: Opinion, records: RecordStore) -> date | None:
        return case.reported_on

    @override
    async def perform(self, work: Work, draft: Opinion) -> Done:
        day = work.stamp.occurred_on
        report_id = work.case.sign_opinion(work.who, agreed=draft.agreed, on=day)
        await work.records.add_opinion(work.stamp, draft, report_id)
        event = LeaderOpinionSignedV1(report_id=report_id, agreed=draft.agreed)
        return Done(work.stamp.id, event)
