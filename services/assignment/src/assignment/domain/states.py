"""The states of an assigned case and the one table of steps between them."""

from enum import StrEnum

from servicekit.errors import IllegalTransitionError


class State(StrEnum):
    """Where a case stands on its way through 交办 and 化解."""

    AWAITING_VERIFICATION = "awaiting_verification"
    READY = "ready"
    ISSUED = "issued"
    OBJECTED = "objected"
    SIGNED = "signed"
    RESOLVING = "resolving"
    CLOSED = "closed"


IN_WORK = frozenset({State.ISSUED, State.SIGNED, State.RESOLVING})
"""States in which a case waits for a unit that has a duty in it."""


class Action(StrEnum):
    """What a user does with a case; the last eight are facts that other services report."""

    ISSUE = "issue"
    SIGN = "sign"
    COUNTERSIGN = "countersign"
    OBJECT = "object"
    ACCEPT_OBJECTION = "accept_objection"
    REJECT_OBJECTION = "reject_objection"
    ASSIGN_LEADER = "assign_leader"
    OVERRIDE_LEADER = "override_leader"
    NAME_TASK_FORCE = "name_task_force"
    SET_DEADLINE = "set_deadline"
    START = "start"
    FILE_PLAN = "file_plan"
    COMPLETE_STEP = "complete_step"
    VERIFY = "verify"
    RETURN = "return"
    RECOGNISE = "recognise"
    WRITE_OFF = "write_off"
    REVOKE = "revoke"
    STRIKE_OFF = "strike_off"
    REOPEN = "reopen"
    REINSTATE = "reinstate"


STATE_LABELS: dict[State, str] = {
    State.AWAITING_VERIFICATION: "待核对",
    State.READY: "待交办",
    State.ISSUED: "已交办",
    State.OBJECTED: "异议待裁定",
    State.SIGNED: "已签收",
    State.RESOLVING: "化解中",
    State.CLOSED: "已化解",
}

ACTION_LABELS: dict[Action, str] = {
    Action.ISSUE: "交办",
    Action.SIGN: "签收",
    Action.COUNTERSIGN: "签收",
    Action.OBJECT: "提出异议",
    Action.ACCEPT_OBJECTION: "裁定异议",
    Action.REJECT_OBJECTION: "裁定异议",
    Action.ASSIGN_LEADER: "确定包案领导",
    Action.OVERRIDE_LEADER: "批准包案领导级别例外",
    Action.NAME_TASK_FORCE: "组建工作专班",
    Action.SET_DEADLINE: "确定化解时限",
    Action.START: "转入化解",
    Action.FILE_PLAN: "制定化解方案",
    Action.COMPLETE_STEP: "完成方案步骤",
    Action.VERIFY: "完成核对",
    Action.RETURN: "退回重办",
    Action.RECOGNISE: "化解认定",
    Action.WRITE_OFF: "销号",
    Action.REVOKE: "撤销化解",
    Action.STRIKE_OFF: "快速销号",
    Action.REOPEN: "撤销快速销号",
    Action.REINSTATE: "恢复化解认定",
}

COMMANDS: dict[Action, str] = {
    Action.ISSUE: "issue",
    Action.SIGN: "sign",
    Action.COUNTERSIGN: "sign",
    Action.OBJECT: "object",
    Action.ACCEPT_OBJECTION: "decide_objection",
    Action.REJECT_OBJECTION: "decide_objection",
    Action.ASSIGN_LEADER: "assign_leader",
    Action.OVERRIDE_LEADER: "override_leader",
    Action.NAME_TASK_FORCE: "name_task_force",
    Action.SET_DEADLINE: "set_deadline",
    Action.START: "start",
    Action.FILE_PLAN: "file_plan",
    Action.COMPLETE_STEP: "complete_step",
}
"""The command a caller sends for each action; two actions may share one."""

_STAYS: dict[Action, tuple[State, ...]] = {
    Action.COUNTERSIGN: (State.ISSUED, State.SIGNED, State.RESOLVING),
    Action.ASSIGN_LEADER: (State.ISSUED, State.SIGNED, State.RESOLVING),
    Action.OVERRIDE_LEADER: (State.READY, State.ISSUED, State.SIGNED, State.RESOLVING),
    Action.NAME_TASK_FORCE: (State.ISSUED, State.SIGNED, State.RESOLVING),
    Action.SET_DEADLINE: (State.ISSUED, State.SIGNED, State.RESOLVING),
    Action.FILE_PLAN: (State.SIGNED, State.RESOLVING),
    Action.COMPLETE_STEP: (State.SIGNED, State.RESOLVING),
    Action.RETURN: (State.RESOLVING,),
    Action.WRITE_OFF: (State.CLOSED,),
    # Told by another service than the closing is, and perhaps after it.
    Action.VERIFY: (State.CLOSED,),
}

_OPEN = tuple(s for s in State if s is not State.CLOSED)

TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.AWAITING_VERIFICATION, Action.VERIFY): State.READY,
    (State.READY, Action.ISSUE): State.ISSUED,
    (State.ISSUED, Action.SIGN): State.SIGNED,
    (State.ISSUED, Action.OBJECT): State.OBJECTED,
    (State.SIGNED, Action.OBJECT): State.OBJECTED,
    (State.OBJECTED, Action.ACCEPT_OBJECTION): State.READY,
    (State.OBJECTED, Action.REJECT_OBJECTION): State.ISSUED,
    (State.SIGNED, Action.START): State.RESOLVING,
    (State.RESOLVING, Action.RECOGNISE): State.CLOSED,
    (State.CLOSED, Action.REVOKE): State.RESOLVING,
    # 事由清楚、结果清晰 needs no work (R13); a withdrawn repeat finds the case wherever it went since.
    **{(state, Action.STRIKE_OFF): State.CLOSED for state in _OPEN},
    **{(state, Action.REINSTATE): State.CLOSED for state in _OPEN},
    (State.CLOSED, Action.REOPEN): State.AWAITING_VERIFICATION,
    **{(state, action): state for action, states in _STAYS.items() for state in states},
}
"""Every step there is; what is not here is illegal."""


def illegal(state: State, action: Action, detail: str | None = None) -> IllegalTransitionError:
    """The refusal of a step, with its sentence."""
    sentence = f"案件当前为“{STATE_LABELS[state]}”，不能{ACTION_LABELS[action]}。"
    return IllegalTransitionError(state.value, action.value, detail or sentence)


def after(state: State, action: Action) -> State:
    """The state that ``action`` leads to.

    Raises:
        IllegalTransitionError: the table holds no such step.
    """
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise illegal(state, action) from None
