"""Matters: what several petitioners raise together, such as one estate or one company; cases join, none is merged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

CROWD = 4
"""From so many cases on, one likeness no longer suffices to join: a chain of likenesses may lead anywhere."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The matcher suggests that two cases are about one matter.

    Attributes:
        other: the case that was there.
        probability: how sure the matcher is.
        same_petitioner: a likely repeat; it carries a matter on, and never makes one.
    """

    other: UUID
    probability: float
    same_petitioner: bool


class Memberships:
    """Which case belongs to which matter, as far as the cases at hand go.

    Args:
        matter_of: matter of each known case; None for a case that a person took out of its matter.
        sizes: how many cases each of these matters has.
    """

    def __init__(self, matter_of: dict[UUID, UUID | None], sizes: dict[UUID, int]) -> None:
        self._matter_of = dict(matter_of)
        self._sizes = dict(sizes)

    def join(
        self, case: UUID, likenesses: Sequence[Likeness], new_id: Callable[[], UUID]
    ) -> list[tuple[UUID, UUID]]:
        """Let a new case join the matter of the cases it is most like.

        Two matters are never joined to one here: that is for a person. A case that a person took out
        stays out, and makes no matter.

        Args:
            case: the new case.
            likenesses: suggestions, in any order.
            new_id: makes the id of a new matter.

        Returns:
            Cases with the matter they join now; empty when there is none to join.
        """
        if self._matter_of.get(case):
            return []
        usable = [k for k in likenesses if self._matter_of.get(k.other, k.other) is not None]
        usable.sort(key=lambda k: (-k.probability, k.other.int))
        for k in usable:
            matter = self._matter_of.get(k.other)
            if matter is None and not k.same_petitioner:
                return self._enter(new_id(), k.other, case)
            if matter is not None and self._enough(matter, usable, k):
                return self._enter(matter, case)
        return []

    def _enough(self, matter: UUID, usable: Sequence[Likeness], k: Likeness) -> bool:
        if k.same_petitioner or self._sizes.get(matter, 0) < CROWD:
            return True
        return sum(self._matter_of.get(u.other) == matter for u in usable) > 1

    def _enter(self, matter: UUID, *cases: UUID) -> list[tuple[UUID, UUID]]:
        for case in cases:
            self._matter_of[case] = matter
        self._sizes[matter] = self._sizes.get(matter, 0) + len(cases)
        return [(case, matter) for case in cases]
