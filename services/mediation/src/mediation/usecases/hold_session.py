"""Records a mediation session (R41, 人民调解法 Art. 29)."""

from contracts.mediation import SessionHeldV1
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.records import MediationSession
from mediation.usecases.command import CaseCommand, Done, Work


class HoldSession(CaseCommand[MediationSession]):
    """A session with its consents and outcome; an agreement starts the 30 days of T17."""

    act = Act.HOLD_SESSION
    audited_as = "session.held"

    @override
    async def perform(self, work: Work, draft: MediationSession) -> Done:
        work.case.record()
        await work.records.add_session(work.stamp, draft)
        return Done(
            work.stamp.id,
            SessionHeldV1(
                session_id=work.stamp.id,
                kind=draft.kind,
                outcome=draft.outcome,
                confirm_by=draft.confirm_by(work.stamp.occurred_on),
            ),
        )
