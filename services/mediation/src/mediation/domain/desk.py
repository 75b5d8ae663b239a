"""待办: the next thing a case waits for from one person."""

from enum import StrEnum

from contracts.vocab import Role

from mediation.domain.acts import Act, Who
from mediation.domain.case import Case
from mediation.domain.states import State

_NEXT = {
    "face_to_face_activity": (Act.RECORD_ACTIVITY, "与信访人当面接访、下访或走访"),
    "executed_measure": (Act.RECORD_MEASURE, "落实化解措施并登记"),
    "reply_notice": (Act.NOTIFY_PETITIONER, "答复信访人并登记送达"),
}


class Reminder(StrEnum):
    """Desk items that are no command of this service."""

    APPLY_CONFIRMATION = "apply_confirmation"
    """共同申请司法确认, 人民调解法 Art. 33 (T17)"""


def todo(case: Case, who: Who) -> tuple[Act, str] | None:
    """The act this case waits for from ``who`` and its label, if any.

    The lead unit's handler is led through the gates of the closing report; the leader is asked for
    the opinion, whether or not the report was opened yet.
    """
    if case.state is State.REPORTED and case.is_leader(who):
        return Act.SIGN_LEADER_OPINION, "阅看办结报告，签署书面意见"
    if case.state is State.RESOLVING and Role.HANDLER in who.roles and who.unit == case.lead_unit:
        if case.evidence.missing:
            return _NEXT[case.evidence.missing[0]]
        label = "退回重办后再次报送办结报告" if case.round else "报送办结报告"
        return Act.FILE_CLOSURE_REPORT, label
    return None
