"""What the model sees of a demand and of the text that closes it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log1p

from supervision.closures import cues
from supervision.closures.cues import CUES, HARD, SOFT

_QUESTION = re.compile("咨询|请问|是否|如何|怎么|什么|何时|吗")
_WISH = re.compile("建议|希望|呼吁")
_SALUTE = re.compile("收悉|您好")
_IDLE = frozenset("的了是在我们和与及请求反映投诉建议咨询希望问题有关关于解决")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_END_OF_DEMAND = 60
"""Characters at the end of a demand in which a question is looked for."""
_LONGEST_GRAM = 3


def pairs(text: str) -> set[str]:
    """Pairs of neighbouring Chinese characters that carry a topic."""
    han = _NOT_HAN.sub("", text)
    return {a + b for a, b in pairwise(han) if not {a, b} & _IDLE}


def grams(text: str) -> Counter[str]:
    """Strings of one to three characters with how often they occur."""
    found: Counter[str] = Counter()
    for n in range(1, _LONGEST_GRAM + 1):
        found.update(text[i : i + n] for i in range(len(text) - n + 1))
    return found


def features(subject: str, demand: str, reply: str, said: Sequence[str]) -> dict[str, float]:
    """Figures by name; ``said`` are the sentences of the reply without courtesies."""
    tags = [cues.of(s) for s in said]
    return {**_counts(tags), **_firmness(said, tags), **_topic(subject, demand, reply, said)}


def _counts(tags: Sequence[frozenset[str]]) -> dict[str, float]:
    f: dict[str, float] = {}
    for cue in CUES:
        n = sum(cue in t for t in tags)
        f["has_" + cue] = min(n, 1)
        f["n_" + cue] = log1p(n)
        f["share_" + cue] = n / max(1, len(tags))
    return f


def _firmness(said: Sequence[str], tags: Sequence[frozenset[str]]) -> dict[str, float]:
    hard = [bool(t & HARD) for t in tags]
    soft = [bool(t & SOFT) and not t & HARD for t in tags]
    n = max(1, len(tags))
    return {
        "hard": sum(hard) / n,
        "soft": sum(soft) / n,
        "n_hard": log1p(sum(hard)),
        "first_soft": float(any(soft[:1])),
        "last_soft": float(any(soft[-1:])),
        "chars_hard": log1p(sum(len(s) for s, h in zip(said, hard, strict=True) if h)),
        "chars_soft": log1p(sum(len(s) for s, h in zip(said, soft, strict=True) if h)),
    }


def _topic(subject: str, demand: str, reply: str, said: Sequence[str]) -> dict[str, float]:
    heading, told = pairs(subject), pairs(reply)
    new = told - pairs(demand) - heading
    return {
        "chars": log1p(sum(map(len, said))),
        "sentences": log1p(len(said)),
        "length": log1p(len(reply)),
        "covered": len(heading & told) / max(1, len(heading)),
        "new": log1p(len(new)),
        "new_share": len(new) / max(1, len(told)),
        "question": float(bool(_QUESTION.search(subject + demand[-_END_OF_DEMAND:]))),
        "wish": float(bool(_WISH.search(subject))),
        "demand": log1p(len(demand)),
        "notes": float(len(_SALUTE.findall(reply)) > 2),  # noqa: PLR2004 - one note greets twice
    }
