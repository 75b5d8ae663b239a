"""Words found in a text, unless the text itself takes them back."""

import re
import unicodedata
from collections.abc import Iterator

STOP = "。！？!?；;\n"
"""What ends a sentence: words on both sides do not speak for the same thing."""
_TAKEN_BACK = re.compile(
    r"(没有|没|未曾|从未|未|不存在|并非|不是|不属于|不涉及|不想|不愿|不会|不|无"
    r"|如果|假如|要是|若|准备|打算|将要|即将|将|就要|快要|快|会|可能|考虑|避免|防止|以免|以防|免得"
    r"|担心|害怕|怕|不要|别|变成|成为|沦为)"
    r"(再|被|去|有|存在|发生|出现|变成|成|是|属于|涉及|任何|又|要|通过|向|到|一个){0,2}$"
)
_LOOK_BACK = 9


def tidy(text: str) -> str:
    """NFKC without white space: line breaks of a form do not tear words."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def stands(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is claimed: not denied, feared, planned or supposed."""
    before = re.split(r"[，,。！？!?；;：:、]", text[max(0, start - _LOOK_BACK) : start])[-1]
    return _TAKEN_BACK.search(before) is None


def found(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """What ``pattern`` finds and the text stands by, in order, each wording once."""
    seen: set[str] = set()
    for hit in pattern.finditer(text):
        if hit[0] not in seen and stands(text, hit.start()):
            seen.add(hit[0])
            yield hit[0]
