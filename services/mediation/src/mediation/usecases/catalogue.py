"""All use cases of this service, built over one context."""

from dataclasses import dataclass

from mediation.usecases.context import Context
from mediation.usecases.execute_measure import ExecuteMeasure
from mediation.usecases.file_report import FileClosureReport
from mediation.usecases.follow import FollowCase
from mediation.usecases.hold_session import HoldSession
from mediation.usecases.notify_petitioner import NotifyPetitioner
from mediation.usecases.open_report import OpenClosureReport
from mediation.usecases.queries import CaseQueries
from mediation.usecases.record_activity import RecordActivity
from mediation.usecases.record_measure import RecordMeasure
from mediation.usecases.sign_opinion import SignLeaderOpinion


@dataclass(frozen=True, slots=True)
class UseCases:
    """What routers and consumers may call."""

    record_activity: RecordActivity
    hold_session: HoldSession
    record_measure: RecordMeasure
    execute_measure: ExecuteMeasure
    notify_petitioner: NotifyPetitioner
    file_report: FileClosureReport
    open_report: OpenClosureReport
    sign_opinion: SignLeaderOpinion
    follow: FollowCase
    queries: CaseQueries

    @classmethod
    def over(cls, context: Context) -> "UseCases":
        """Build them all."""
        return cls(
            record_activity=RecordActivity(context),
            hold_session=HoldSession(context),
            record_measure=RecordMeasure(context),
            execute_measure=ExecuteMeasure(context),
            notify_petitioner=NotifyPetitioner(context),
            file_report=FileClosureReport(context),
            open_report=OpenClosureReport(context),
            sign_opinion=SignLeaderOpinion(context),
            follow=FollowCase(context),
            queries=CaseQueries(context),
        )
