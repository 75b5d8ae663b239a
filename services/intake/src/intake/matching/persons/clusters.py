"""Groups of records from suggested pairs, without chains through people who contradict each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A suggested pair of positions with its probability."""

    a: int
    b: int
    probability: float


def cluster(links: Iterable[Link], contradicts: Callable[[int, int], bool]) -> list[set[int]]:
    """Joins linked records, strongest link first, unless members of the two groups contradict.

    A record between twins or spouses would otherwise chain them together. ``contradicts`` says of two
    records that they are not one person; one such pair keeps two groups apart.
    """
    group: dict[int, set[int]] = {}
    for link in sorted(links, key=lambda k: (-k.probability, k.a, k.b)):
        left, right = group.get(link.a, {link.a}), group.get(link.b, {link.b})
        if left is right or any(contradicts(i, j) for i in left for j in right):
            continue
        joined = left | right
        for member in joined:
            group[member] = joined
    return list({id(g): g for g in group.values()}.values())
