"""Matters across petitioners: groups of cases that pairs hold together, without chains."""

from collections.abc import Iterable, Mapping
from itertools import combinations


def clusters(
    pairs: Iterable[tuple[str, str, float]],
    *,
    apart: Iterable[tuple[str, str]] = (),
    threshold: float = 0.5,
    unknown: float = 0.0,
) -> list[frozenset[str]]:
    """Groups of cases about one matter, largest first; average link, so no chain of weak ties.

    Args:
        pairs: two cases and how likely they are one matter; a confirmed pair is 1.0.
        apart: pairs that a person dismissed; they never share a group.
        threshold: two groups join while the mean probability of all pairs between them reaches it.
        unknown: probability of a pair that was never compared (no key in common).
    """
    weight: dict[frozenset[str], float] = {}
    for left, right, probability in pairs:
        if left != right:
            pair = frozenset((left, right))
            weight[pair] = max(weight.get(pair, 0.0), probability)
    banned = {frozenset(pair) for pair in apart}
    groups: list[frozenset[str]] = []
    for part in _components(weight):
        groups.extend(_joined(part, weight, banned, threshold, unknown))
    return sorted((g for g in groups if len(g) > 1), key=lambda g: (-len(g), min(g)))


def _components(weight: Mapping[frozenset[str], float]) -> list[list[str]]:
    root: dict[str, str] = {}

    def find(item: str) -> str:
        root.setdefault(item, item)
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for pair in weight:
        left, right = sorted(pair)
        root[find(left)] = find(right)
    parts: dict[str, list[str]] = {}
    for item in sorted(root):
        parts.setdefault(find(item), []).append(item)
    return list(parts.values())


def _joined(
    part: list[str],
    weight: Mapping[frozenset[str], float],
    banned: set[frozenset[str]],
    threshold: float,
    unknown: float,
) -> list[frozenset[str]]:
    groups = [frozenset((item,)) for item in part]
    total = {
        frozenset(pair): weight.get(frozenset((min(pair[0]), min(pair[1]))), unknown)
        for pair in combinations(groups, 2)
    }
    for pair in list(total):
        if frozenset(min(g) for g in pair) in banned:
            total[pair] = float("-inf")
    while total:
        best = max(total, key=lambda pair: (_mean(pair, total), sorted(map(min, pair))))
        if _mean(best, total) < threshold:
            break
        left, right = best
        grown = left | right
        groups = [g for g in groups if g not in best]
        for other in groups:
            between = total.pop(frozenset((left, other))) + total.pop(frozenset((right, other)))
            total[frozenset((grown, other))] = between
        del total[best]
        groups.append(grown)
    return groups


def _mean(
    pair: frozenset[frozenset[str]], total: Mapping[frozenset[frozenset[str]], float]
) -> float:
    left, right = pair
    return total[pair] / (len(left) * len(right))
