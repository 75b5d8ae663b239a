"""Classes of demand, and what the plan lets a unit do with each (R30, R32)."""

from enum import StrEnum

from contracts.vocab import DemandClass


class NextAction(StrEnum):
    """What follows from the class of a demand."""

    RESOLVE_IN_TIME = "resolve_in_time"
    """限期解决"""
    EDUCATE = "educate"
    """教育疏导"""
    CRITICISE = "criticise"
    """批评教育"""
    ACT_BY_LAW = "act_by_law"
    """依法处理: only a reference to the legal document is kept here (R33)"""
    HELP = "help"
    """帮扶救助"""


LABELS = {
    NextAction.RESOLVE_IN_TIME: "限期解决",
    NextAction.EDUCATE: "教育疏导",
    NextAction.CRITICISE: "批评教育",
    NextAction.ACT_BY_LAW: "依法处理",
    NextAction.HELP: "帮扶救助",
}
_BY_CLASS = {
    DemandClass.JUSTIFIED: (NextAction.RESOLVE_IN_TIME,),
    DemandClass.UNJUSTIFIED: (NextAction.EDUCATE,),
    DemandClass.VEXATIOUS: (NextAction.CRITICISE,),
    DemandClass.UNLAWFUL: (NextAction.ACT_BY_LAW,),
}


def next_actions(
    demand_class: DemandClass | None, *, hardship: bool = False
) -> tuple[NextAction, ...]:
    """What is allowed next; help is owed on hardship whatever the class is (R32).

    An unclassified demand allows nothing of the four yet.
    """
    own = _BY_CLASS[demand_class] if demand_class else ()
    return (*own, NextAction.HELP) if hardship else own
