"""Files the closing report (程序办结, R47)."""

from datetime import date

from contracts.mediation import ClosureReportedV1
from typing_extensions import override

from mediation.domain.acts import Act
from mediation.domain.case import Case
from mediation.domain.closure import ClosureReport
from mediation.storage.records import RecordStore
from mediation.usecases.command import CaseCommand, Done, Work


class FileClosureReport(CaseCommand[ClosureReport]):
    """The lead unit reports closure, on a meeting, a measure carried out and a reply.

    Raises:
        ClosureEvidenceMissingError: a gate is not met (R22, R26, R40).
    """

    act = Act.FILE_CLOSURE_REPORT
    audited_as = "closure_report.filed"

    @override
    async def cause(self, case: Case, draft: ClosureReport, records: RecordStore) -> date | None:
        case.evidence.require()
        return case.report_cause

    @override
    async def perform(self, work: Work, draft: ClosureReport) -> Done:
        stamp = work.stamp
        work.case.file_report(stamp.id, stamp.author_account, stamp.occurred_on)
        await work.records.add_report(stamp, draft, work.case.round)
        return Done(stamp.id, ClosureReportedV1(report_id=stamp.id, round=work.case.round))
