"""What a group of petitions is called: the places and bodies that most of them name."""

import re
from collections import Counter
from collections.abc import Sequence

from .names import SUFFIXES
from .profile import Profile

MOST = 2
_LEAST = 2
_CHINESE = re.compile(r"[\u4e00-\u9fff]").match


def common_names(profiles: Sequence[Profile]) -> tuple[str, ...]:
    """Up to two names that at least half of the texts hold, those of most texts first.

    Of names that stand inside each other the longer one is told when as many texts hold it. Names that
    do not end like a place or a body are told only when there is no other.
    """
    named = dict.fromkeys(name.text for p in profiles for name in p.names if _CHINESE(name.text))
    held = Counter({name: sum(name in p.text for p in profiles) for name in named})
    least = max(_LEAST, (len(profiles) + 1) // 2)
    complete = [n for n in named if n.endswith(SUFFIXES) and held[n] >= least]
    found: list[str] = []
    for name in sorted(complete or named, key=lambda n: (-held[n], -len(n))):
        if held[name] >= least and not any(name in f or f in name for f in found):
            found.append(name)
    return tuple(found[:MOST])
