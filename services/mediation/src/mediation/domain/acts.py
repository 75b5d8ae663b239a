"""What a person may do on a case, and who that person is to the case."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from contracts.vocab import DutyRole, Role

from mediation.domain.states import Step


class Act(StrEnum):
    """One command, as ``allowed_actions`` names it."""

    RECORD_ACTIVITY = "record_activity"
    HOLD_SESSION = "hold_session"
    RECORD_MEASURE = "record_measure"
    EXECUTE_MEASURE = "execute_measure"
    NOTIFY_PETITIONER = "notify_petitioner"
    FILE_CLOSURE_REPORT = "file_closure_report"
    OPEN_CLOSURE_REPORT = "open_closure_report"
    SIGN_LEADER_OPINION = "sign_leader_opinion"


STEP_OF: dict[Act, Step | None] = {
    Act.RECORD_ACTIVITY: Step.RECORD,
    Act.HOLD_SESSION: Step.RECORD,
    Act.RECORD_MEASURE: Step.RECORD,
    Act.EXECUTE_MEASURE: Step.RECORD,
    Act.NOTIFY_PETITIONER: Step.RECORD,
    Act.FILE_CLOSURE_REPORT: Step.REPORT,
    Act.OPEN_CLOSURE_REPORT: None,
    Act.SIGN_LEADER_OPINION: Step.AGREE,
}
"""The step each act takes; opening a report takes none."""


@dataclass(frozen=True, slots=True)
class Who:
    """The person at the keyboard: account, active unit, duties in it."""

    account: str
    unit: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Duty:
    """One unit's duty in the case (R34)."""

    unit: str
    role: DutyRole


@dataclass(frozen=True, slots=True)
class Leader:
    """包案领导: the one account that may sign the opinion (R24)."""

    account: str
    unit: str

    def is_(self, who: Who) -> bool:
        """Whether ``who`` is this leader, acting for the leader's own unit."""
        return who.account == self.account and who.unit == self.unit


@dataclass(frozen=True, slots=True)
class StandingReport:
    """The newest closing report, as far as rules need it.

    ``opened_by`` holds (account, unit) of the leaders who opened it.
    """

    report_id: UUID
    reporter: str
    opened_by: frozenset[tuple[str, str]] = frozenset()
