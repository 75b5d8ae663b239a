"""All actions, by the code in their address and by the command that a service names."""

from portal.composing.case import CaseView
from portal.forms import assignment, intake, mediation, registered, supervision
from portal.forms.action import Action

ALL: tuple[Action, ...] = (
    *intake.ACTIONS,
    *registered.ACTIONS,
    *assignment.ACTIONS,
    *mediation.ACTIONS,
    *supervision.ACTIONS,
)

BY_CODE = {a.code: a for a in ALL}
BY_COMMAND = {(a.service, a.command): a for a in ALL}


def offered(case: CaseView) -> dict[str, list[Action]]:
    """What the visitor may do with the case now, by group."""
    groups: dict[str, list[Action]] = {}
    for action in ALL:
        if action.is_offered(case):
            groups.setdefault(action.group, []).append(action)
    return groups
