"""Reads: one case for one caller, its records, the caller's desk."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from servicekit.auth import Principal

from mediation.domain.acts import Who
from mediation.domain.case import Case
from mediation.domain.desk import Reminder, todo
from mediation.domain.states import STATE_LABELS
from mediation.storage.cases import CaseStore
from mediation.storage.record_reads import RecordReads
from mediation.storage.views import Records
from mediation.usecases.context import Context, who_is


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One unit's duty."""

    unit: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderView:
    """包案领导, by account."""

    account: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """The first day on which each gate of the closing report was met."""

    met_on: date | None
    executed_on: date | None
    replied_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as the caller sees it; ``allowed_actions`` come from the rules that guard them."""

    case_id: UUID
    case_no: str | None
    state: str
    state_label: str
    version: int
    duties: list[DutyView]
    leader: LeaderView | None
    issued_on: date | None
    started_on: date | None
    since: date | None
    due_on: date | None
    round: int
    report_id: UUID | None
    reported_on: date | None
    report_opened: bool
    """Whether the assigned leader opened the standing report."""
    evidence: EvidenceView
    missing_evidence: list[str]
    allowed_actions: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """One thing that waits for the caller."""

    case_id: UUID
    case_no: str | None
    action: str
    label: str
    due_on: date | None
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """待办 of the caller's unit and duties."""

    items: list[DeskItem]


class CaseQueries:
    """Read-only, each in one transaction under the caller's unit."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def case(self, principal: Principal, case_id: UUID) -> CaseView:
        """One case.

        Raises:
            CaseNotFoundError: no such case for this unit.
        """
        async with self._context.db.read(principal.unit) as session:
            case = await CaseStore(session).get(case_id)
        return _view(case, who_is(principal))

    async def records(self, principal: Principal, case_id: UUID) -> Records:
        """Everything recorded on the case.

        Raises:
            CaseNotFoundError: no such case for this unit.
        """
        async with self._context.db.read(principal.unit) as session:
            await CaseStore(session).get(case_id)
            return await RecordReads(session, self._context.vault).all_of(case_id)

    async def desk(self, principal: Principal) -> Desk:
        """What waits for the caller: open cases first by deadline, then reminders (T17)."""
        who = who_is(principal)
        async with self._context.db.read(principal.unit) as session:
            cases = await CaseStore(session).on_desk(who)
            due = await RecordReads(session, self._context.vault).confirmations_due(
                who.unit, self._context.db.clock.today()
            )
        items = [_item(case, *task) for case in cases if (task := todo(case, who)) is not None]
        reminders = [
            DeskItem(
                case_id=case_id,
                case_no=case_no,
                action=Reminder.APPLY_CONFIRMATION,
                label="调解协议可共同申请司法确认",
                due_on=by,
                since=on,
            )
            for case_id, case_no, on, by in due
        ]
        return Desk(items=items + reminders)


def _item(case: Case, action: str, label: str) -> DeskItem:
    return DeskItem(
        case_id=case.case_id,
        case_no=case.case_no,
        action=action,
        label=label,
        due_on=case.due_on,
        since=case.since,
    )


def _view(case: Case, who: Who) -> CaseView:
    leader, report, evidence = case.leader, case.report, case.evidence
    opened = report.opened_by if report else frozenset()
    return CaseView(
        case_id=case.case_id,
        case_no=case.case_no,
        state=case.state,
        state_label=STATE_LABELS[case.state],
        version=case.version,
        duties=[DutyView(unit=d.unit, role=d.role) for d in case.duties],
        leader=LeaderView(account=leader.account, unit=leader.unit) if leader else None,
        issued_on=case.issued_on,
        started_on=case.started_on,
        since=case.since,
        due_on=case.due_on,
        round=case.round,
        report_id=report.report_id if report else None,
        reported_on=case.reported_on,
        report_opened=leader is not None and (leader.account, leader.unit) in opened,
        evidence=EvidenceView(
            met_on=evidence.met_on,
            executed_on=evidence.executed_on,
            replied_on=evidence.replied_on,
        ),
        missing_evidence=list(evidence.missing),
        allowed_actions=list(case.allowed(who)),
    )
