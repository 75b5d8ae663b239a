"""Which units see a case because of what it is: the offices, and the compartments of R72."""

from collections.abc import Collection
from dataclasses import dataclass

from contracts.units import UnitDirectory
from contracts.vocab import CaseTag, UnitKind, VisibilityRole

Sight = tuple[str, VisibilityRole]
"""A unit that sees a case, and why."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The units that see cases without a duty in them.

    Attributes:
        offices: 区信联办、区信访局 see every case that is not sealed.
        discipline: 纪检监察 alone sees 揭发控告.
        law: 政法 also sees 涉法涉诉.
    """

    offices: frozenset[str]
    discipline: frozenset[str]
    law: frozenset[str]

    @classmethod
    def of(cls, units: UnitDirectory) -> "Watch":
        """The watching units of a district."""

        def codes(kind: UnitKind) -> frozenset[str]:
            return frozenset(u.code for u in units if u.kind is kind)

        return cls(
            codes(UnitKind.DISTRICT_OFFICE),
            codes(UnitKind.DISCIPLINE),
            codes(UnitKind.POLITICS_LAW),
        )

    def sight(
        self,
        others: Collection[Sight] = (),
        *,
        sealed: bool = False,
        tags: Collection[CaseTag] = (),
        known: bool = True,
    ) -> frozenset[Sight]:
        """Everybody who sees a case.

        Args:
            others: the registrar, the duty units and the leader's unit; a sealed case hides from
                them like from anybody else.
            sealed: 揭发控告 (R72).
            tags: what the case is about.
            known: whether intake has told of the case; until then only ``others`` see it.
        """
        if sealed:
            return frozenset((code, VisibilityRole.COMPARTMENT) for code in self.discipline)
        seen = set(others)
        if known:
            seen |= {(code, VisibilityRole.SUPERVISION) for code in self.offices}
            if CaseTag.LITIGATION in tags:
                seen |= {(code, VisibilityRole.COMPARTMENT) for code in self.law}
        return frozenset(seen)
