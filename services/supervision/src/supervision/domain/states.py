"""The states of a supervised case and the one table of steps between them."""

from enum import StrEnum

from servicekit.errors import IllegalTransitionError


class State(StrEnum):
    """How far the closure of a case has come."""

    OPEN = "open"
    REPORTED = "reported"
    OPINION_SIGNED = "opinion_signed"
    APPROVED = "approved"
    RECOGNISED = "recognised"
    WRITTEN_OFF = "written_off"


class Action(StrEnum):
    """What moves a case; report, agree, decline and all from relapse on are told by others."""

    REPORT = "report"
    AGREE = "agree"
    DECLINE = "decline"
    APPROVE = "approve"
    RETURN = "return"
    RECOGNISE = "recognise"
    WRITE_OFF = "write_off"
    REVOKE = "revoke"
    RELAPSE = "relapse"
    STRIKE_OFF = "strike_off"
    REINSTATE = "reinstate"


STATE_LABELS: dict[State, str] = {
    State.OPEN: "未报结",
    State.REPORTED: "已报结，待领导意见",
    State.OPINION_SIGNED: "待审核",
    State.APPROVED: "已审核报结，待认定",
    State.RECOGNISED: "已认定化解，观察期",
    State.WRITTEN_OFF: "已销号",
}

ACTION_LABELS: dict[Action, str] = {
    Action.REPORT: "报结",
    Action.AGREE: "签署领导意见",
    Action.DECLINE: "签署领导意见",
    Action.APPROVE: "审核报结",
    Action.RETURN: "退回重办",
    Action.RECOGNISE: "化解认定",
    Action.WRITE_OFF: "销号",
    Action.REVOKE: "撤销化解",
    Action.RELAPSE: "因重复信访撤销化解",
    Action.STRIKE_OFF: "快速销号",
    Action.REINSTATE: "恢复化解认定",
}

COMMANDS: dict[Action, str] = {
    Action.APPROVE: "review",
    Action.RETURN: "review",
    Action.RECOGNISE: "recognise",
    Action.WRITE_OFF: "write_off",
    Action.REVOKE: "revoke",
}
"""The command a caller sends for each action of a user; approve and return share one."""

COMMAND_LABELS: dict[str, str] = {
    "review": "审核报结",
    "recognise": "化解认定",
    "write_off": "销号",
    "revoke": "撤销化解",
}

TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.OPEN, Action.REPORT): State.REPORTED,
    (State.REPORTED, Action.AGREE): State.OPINION_SIGNED,
    (State.REPORTED, Action.DECLINE): State.OPEN,
    (State.OPINION_SIGNED, Action.APPROVE): State.APPROVED,
    (State.OPINION_SIGNED, Action.RETURN): State.OPEN,
    (State.APPROVED, Action.RECOGNISE): State.RECOGNISED,
    (State.RECOGNISED, Action.WRITE_OFF): State.WRITTEN_OFF,
    (State.RECOGNISED, Action.REVOKE): State.OPEN,
    (State.RECOGNISED, Action.RELAPSE): State.OPEN,
    (State.WRITTEN_OFF, Action.REVOKE): State.OPEN,
    (State.WRITTEN_OFF, Action.RELAPSE): State.OPEN,
    (State.OPEN, Action.STRIKE_OFF): State.WRITTEN_OFF,
    (State.REPORTED, Action.STRIKE_OFF): State.WRITTEN_OFF,
    (State.OPINION_SIGNED, Action.STRIKE_OFF): State.WRITTEN_OFF,
    (State.APPROVED, Action.STRIKE_OFF): State.WRITTEN_OFF,
    (State.OPEN, Action.REINSTATE): State.RECOGNISED,
}
"""Every step there is; what is not here is illegal."""


def after(state: State, action: Action) -> State:
    """The state that ``action`` leads to.

    Raises:
        IllegalTransitionError: the table holds no such step.
    """
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise illegal(state, action) from None


def illegal(state: State, action: Action) -> IllegalTransitionError:
    """The refusal of a step, with its sentence."""
    return IllegalTransitionError(
        state.value,
        action.value,
        f"案件当前为“{STATE_LABELS[state]}”，不能{ACTION_LABELS[action]}。",
    )
