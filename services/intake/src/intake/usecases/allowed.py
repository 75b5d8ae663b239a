"""What a caller may do with a case in intake; pages offer exactly this."""

from typing import Any

from contracts.vocab import Role, UnitKind
from servicekit.auth import Principal

from intake.domain.petition import State
from intake.usecases.refer_to_law import may_refer


def allowed_actions(who: Principal, case: dict[str, Any]) -> list[str]:
    """Codes of the commands that the caller's duty and the case's state let through."""
    actions = _sealed(who) if case["sealed"] else _open(who, case)
    if who.has(Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR):
        actions.append("reveal")
    if may_refer(who):
        actions.append("refer_to_law")
    return actions


def _open(who: Principal, case: dict[str, Any]) -> list[str]:
    actions = []
    if who.is_office and who.has(Role.REGISTRAR, Role.SUPERVISOR):
        if case["state"] == State.REGISTERED.value:
            actions.append("verify")
        actions.append("confirm_repeat")
    own = case["registrar_unit"] == who.unit and who.has(Role.REGISTRAR)
    supervisor = who.is_office and who.has(Role.SUPERVISOR)
    if own or supervisor:
        actions += ["classify", "amend"]
    if who.has(Role.REGISTRAR, Role.SUPERVISOR):
        actions.append("seal")
    eligible = case["fast_eligible_on"] is not None and not case["issued"]
    if supervisor and eligible and case["state"] == State.VERIFIED.value:
        actions.append("close_fast")
    return actions


def _sealed(who: Principal) -> list[str]:
    discipline = who.unit_kind is UnitKind.DISCIPLINE
    actions = []
    if who.has(Role.REGISTRAR, Role.SUPERVISOR):
        actions += ["classify", "amend"]
    if discipline and who.has(Role.REGISTRAR, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR):
        actions += ["unseal", "report_progress"]
    return actions
