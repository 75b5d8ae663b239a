"""The states of a case under resolution, and the one table of steps between them."""

from enum import StrEnum

from servicekit.errors import IllegalTransitionError


class State(StrEnum):
    """Where the case stands."""

    WAITING = "waiting"
    """待化解: leader, task force, deadline or signature are still missing (R18)"""
    RESOLVING = "resolving"
    """化解中"""
    REPORTED = "reported"
    """已报办结, 待包案领导意见"""
    OPINION_SIGNED = "opinion_signed"
    """领导已签, 待信联办审核"""
    APPROVED = "approved"
    """审核通过"""
    RECOGNISED = "recognised"
    """化解认定"""
    WRITTEN_OFF = "written_off"
    """销号"""


class Step(StrEnum):
    """What moves a case on; those from START on are facts told by other services."""

    RECORD = "record"
    REPORT = "report"
    AGREE = "agree"
    DISAGREE = "disagree"
    START = "start"
    APPROVE = "approve"
    RETURN = "return"
    RECOGNISE = "recognise"
    WRITE_OFF = "write_off"
    REVOKE = "revoke"
    STRIKE_OFF = "strike_off"
    REOPEN = "reopen"
    REINSTATE = "reinstate"


STATE_LABELS = {
    State.WAITING: "待化解",
    State.RESOLVING: "化解中",
    State.REPORTED: "已报办结，待包案领导意见",
    State.OPINION_SIGNED: "包案领导已签意见，待审核",
    State.APPROVED: "审核通过",
    State.RECOGNISED: "已认定化解",
    State.WRITTEN_OFF: "已销号",
}

STEP_LABELS = {
    Step.RECORD: "登记化解工作",
    Step.REPORT: "报送办结报告",
    Step.AGREE: "签署包案领导意见",
    Step.DISAGREE: "签署包案领导意见",
    Step.START: "启动化解",
    Step.APPROVE: "审核通过",
    Step.RETURN: "退回重办",
    Step.RECOGNISE: "认定化解",
    Step.WRITE_OFF: "销号",
    Step.REVOKE: "撤销认定",
    Step.STRIKE_OFF: "快速销号",
    Step.REOPEN: "撤销快速销号",
    Step.REINSTATE: "恢复认定",
}

_UNRESOLVED = (
    State.WAITING,
    State.RESOLVING,
    State.REPORTED,
    State.OPINION_SIGNED,
    State.APPROVED,
)

_RECORDABLE = (
    State.RESOLVING,
    State.REPORTED,
    State.OPINION_SIGNED,
    State.APPROVED,
    State.RECOGNISED,
)

TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.WAITING, Step.START): State.RESOLVING,
    **{(s, Step.RECORD): s for s in _RECORDABLE},
    (State.RESOLVING, Step.REPORT): State.REPORTED,
    (State.REPORTED, Step.AGREE): State.OPINION_SIGNED,
    (State.REPORTED, Step.DISAGREE): State.RESOLVING,
    (State.OPINION_SIGNED, Step.APPROVE): State.APPROVED,
    (State.OPINION_SIGNED, Step.RETURN): State.RESOLVING,
    (State.APPROVED, Step.RECOGNISE): State.RECOGNISED,
    (State.RECOGNISED, Step.WRITE_OFF): State.WRITTEN_OFF,
    (State.RECOGNISED, Step.REVOKE): State.RESOLVING,
    (State.WRITTEN_OFF, Step.REVOKE): State.RESOLVING,
    # 事由清楚、结果清晰 is struck off wherever it stands (R13); what assignment tells may come later.
    **{(s, Step.STRIKE_OFF): State.WRITTEN_OFF for s in _UNRESOLVED},
    (State.WRITTEN_OFF, Step.WRITE_OFF): State.WRITTEN_OFF,
    (State.WRITTEN_OFF, Step.START): State.WRITTEN_OFF,
    (State.WRITTEN_OFF, Step.REOPEN): State.WAITING,
    # A withdrawn repeat and a report of the unit may cross: the recognition stands again.
    **{(s, Step.REINSTATE): State.RECOGNISED for s in _UNRESOLVED},
}


def after(state: State, step: Step) -> State:
    """The state that ``step`` leads to.

    Raises:
        IllegalTransitionError: the table holds no such step.
    """
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise IllegalTransitionError(
            state, step, f"该事项当前为“{STATE_LABELS[state]}”，不能{STEP_LABELS[step]}。"
        ) from None
