"""Records what the petitioner was told (R26)."""

from contracts.mediation import PetitionerNotifiedV1
from contracts.vocab import NoticeKind
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.records import Notice
from mediation.usecases.command import CaseCommand, Done, Work


class NotifyPetitioner(CaseCommand[Notice]):
    """受理告知、进展通报、答复意见; a reply opens a gate of the closing report."""

    act = Act.NOTIFY_PETITIONER
    audited_as = "petitioner.notified"

    @override
    async def perform(self, work: Work, draft: Notice) -> Done:
        day, evidence = work.stamp.occurred_on, work.case.evidence
        work.case.record(evidence.with_reply(day) if draft.kind is NoticeKind.REPLY else None)
        await work.records.add_notice(work.stamp, draft)
        return Done(
            work.stamp.id,
            PetitionerNotifiedV1(notice_id=work.stamp.id, kind=draft.kind, receipt=draft.receipt),
        )
