"""How a case hangs together with others: repeats on either side, the relapse, the matter of several."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.vocab import Role
from servicekit.auth import Principal

from portal.clients.intake import IntakeCase
from portal.clients.repeats import CaseEnd, RepeatLink
from portal.composing.case import CaseView

LOOKING = (Role.REGISTRAR, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR)
"""Whose duty lets them look for similar cases."""


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """A repeat, seen from one of its cases; ``reopened`` when it took this case's recognition back."""

    link: RepeatLink
    other: CaseEnd
    is_later: bool
    reopened: bool


@dataclass(frozen=True, slots=True)
class CaseLinks:
    """Everything that ties a case to others; ``has_any`` says whether the page needs to speak of it."""

    repeats: list[LinkedCase]
    matter_id: str | None
    may_look: bool

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show or to do."""
        return bool(self.repeats or self.matter_id or self.may_look)

    @property
    def waiting(self) -> int:
        """How many wait for a decision."""
        return sum(1 for r in self.repeats if r.link.is_open)


def links_of(case: CaseView, principal: Principal) -> CaseLinks:
    """The ties of a case, as far as the visitor sees them."""
    matter = case.reported.matter_id if case.reported else None
    may_look = case.intake is not None and not case.intake.sealed and principal.has(*LOOKING)
    return CaseLinks(list(_repeats(case, case.intake)), matter, may_look)


def _repeats(case: CaseView, known: IntakeCase | None) -> Iterator[LinkedCase]:
    for link in known.repeats if known else ():
        is_later = link.other(case.case_id) == link.later
        reopened = is_later and case.check is not None and case.check.reopened_by(link.id)
        yield LinkedCase(link, link.other(case.case_id), is_later, reopened)
