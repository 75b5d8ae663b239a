"""One thing a person may do with a case, described once for the menu, the form and the command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from portal.forms.fields import Part

if TYPE_CHECKING:
    from portal.composing.case import CaseView

Service = Literal["intake", "assignment", "mediation", "supervision"]
When = Callable[["CaseView"], bool]
Shape = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A command of a service and the form that asks for it.

    ``command`` is the service's own name of it in ``allowed_actions`` and on the desk: what the
    service allows is offered, and the service decides again when the form comes in. ``shape`` brings
    the answers into the command's form; ``after`` is where to go when the case is out of sight then.
    """

    code: str
    service: Service
    command: str
    title: str
    path: str
    parts: tuple[Part, ...]
    method: Literal["POST", "PUT", "PATCH"] = "POST"
    done: str = ""
    submit: str = "提交"
    intro: str = ""
    group: str = "办理"
    danger: bool = False
    when: When | None = None
    shape: Shape | None = None
    after: str = ""
    shows: Literal["", "report", "records"] = ""

    @property
    def said(self) -> str:
        """The sentence after success."""
        return self.done or f"{self.title}已完成。"

    def body(self, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers in the command's form."""
        return self.shape(answers) if self.shape else answers

    def is_offered(self, case: "CaseView") -> bool:
        """Whether to offer the action on this case to the visitor who read it."""
        if self.when is not None and not self.when(case):
            return False
        return self.command in case.allowed(self.service)

    def address(self, case_id: str) -> str:
        """The page with its form."""
        return f"/cases/{case_id}/do/{self.code}"
