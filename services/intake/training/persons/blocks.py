"""Sizes of blocks: how many people share a key with a new petitioner.

    python services/intake/training/persons/blocks.py RECORDS.csv

Sizes are as a record meets them (a block of n is met n times). Blocks of kinds without names grow with the
families in them only; those with names grow in proportion to the population.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

from intake.matching.persons.command import read_records
from intake.matching.persons.model import PersonModel


def main() -> None:
    """Prints mean, 95th and 99th percentile and maximum for each kind, and candidates in all."""
    model = PersonModel.shipped()
    keys = [model.keys(r.person) for r in read_records(Path(sys.argv[1]))]
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, own in enumerate(keys):
        for key in own:
            blocks[key].append(i)
    met: dict[str, list[int]] = defaultdict(list)
    for (kind, _), members in blocks.items():
        met[kind] += [len(members)] * len(members)
    for kind, sizes in sorted(met.items()):
        _line(kind, sizes)
    _line("candidates", [len({j for k in own for j in blocks[k]}) - 1 for own in keys[::20]])
    counts = Counter(len(own) for own in keys)
    print(f"keys a record: {dict(sorted(counts.items()))}")


def _line(what: str, sizes: list[int]) -> None:
    sizes.sort()
    n = len(sizes)
    print(
        f"{what:12} records {n:8}  mean {sum(sizes) / n:8.1f}  p95 {sizes[int(n * 0.95)]:6}  "
        f"p99 {sizes[int(n * 0.99)]:6}  max {sizes[-1]:6}"
    )


if __name__ == "__main__":
    main()
