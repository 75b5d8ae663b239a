"""Which duty may do what: closing a case belongs to the district office alone."""

from dataclasses import dataclass

from contracts.vocab import Role

from supervision.domain.states import Action


@dataclass(frozen=True, slots=True)
class Actor:
    """Who commands: the account, the active unit and the duties held there."""

    sub: str
    unit: str
    is_office: bool
    roles: frozenset[Role]

    def may(self, action: Action) -> bool:
        """Whether the actor's duty covers ``action`` at all."""
        role = PERMISSIONS.get(action)
        return role is not None and self.is_office and role in self.roles


PERMISSIONS: dict[Action, Role] = {
    Action.APPROVE: Role.REVIEWER,
    Action.RETURN: Role.REVIEWER,
    Action.RECOGNISE: Role.REVIEWER,
    Action.WRITE_OFF: Role.SUPERVISOR,
    Action.REVOKE: Role.SUPERVISOR,
}
"""The office's duty each action needs; an action that is not here belongs to no user."""
