"""Shows the closing report with its evidence; remembers that the leader opened it (R24)."""

from dataclasses import fields, replace
from uuid import UUID

from dbkit.caller import Caller
from servicekit.auth import CASE_DUTIES

from mediation.domain.acts import Act
from mediation.storage.cases import CaseStore
from mediation.storage.record_reads import RecordReads
from mediation.storage.views import OpenedReport, ReportView
from mediation.usecases.context import Context, who_is


class OpenClosureReport:
    """Anyone who sees the case reads the report; the assigned leader's reading is kept and audited.

    Reading changes nothing about the case, so its version stays.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, caller: Caller, case_id: UUID) -> OpenedReport:
        """Open the standing report.

        Raises:
            CaseNotFoundError: no such case for this unit.
            ReportNotFoundError: nothing was reported yet.
        """
        caller.principal.require(*CASE_DUTIES)
        who = who_is(caller.principal)
        async with self._context.db.transaction(replace(caller, idempotency_key=None)) as tx:
            cases = CaseStore(tx.session)
            case = await cases.get(case_id)
            case.authorise(Act.OPEN_CLOSURE_REPORT, who)
            evidence = await RecordReads(tx.session, self._context.vault).all_of(case_id)
            report = evidence.reports[-1]
            if case.open_report(who):
                await cases.add_opening(case, who, tx.now)
                tx.audit("closure_report.opened", report.id, after={"case_id": str(case_id)})
            shown = {f.name: getattr(report, f.name) for f in fields(ReportView)}
            return OpenedReport(**shown, evidence=evidence)
