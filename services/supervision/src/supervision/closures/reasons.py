"""Sentences for the reviewer: why a closing text looks like process instead of result."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from supervision.closures import cues
from supervision.closures.cues import CUES, HARD
from supervision.closures.features import pairs
from supervision.closures.sentences import Sentence

_MOST = 4
"""Reasons that a reviewer is shown at most."""
_FEW_PAIRS = 4
"""Pairs of characters that a heading needs before their absence from the reply says anything."""
_QUOTED = 30
"""Characters of a clause that are quoted."""
_OPEN = re.compile(
    "(?:正在|正|进一步|抓紧|积极|继续|加紧|专题|充分|认真|将|拟|会|进行|予以).{0,8}"
    "(?:研究|论证|讨论|商讨|协商|对接|沟通|衔接|协调|寻求|核实|调查|摸底|审批|征求意见|制定|拟定|跟踪|关注)"
)
"""Study that goes on, stricter than the model's cue: 经核实 alone is no reproach."""
_WORDS = {
    "forward": "只写转交、上报或交办，没有写承办单位的处理结果",
    "noinfo": "以情况或联系方式不明为由未作调查，没有写如何补充核实",
    "elsewhere": "只写此前已答复，没有写答复的内容和结果",
    "ask": "让信访人另找单位或自行联系，没有写本单位的处理结果",
    "await": "把结果推到以后再说，没有写明期限",
    "study": "还在研究、协调或核实，没有结论，也没有完成时限",
    "ongoing": "写的是正在办理，没有写办理结果",
    "vague": "只有今后的打算，没有具体措施、责任单位和时限",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a closing is questioned; ``start`` and ``end`` are offsets into the text, if any.

    ``sentence`` is one Chinese sentence for the reviewer and ``code`` its kind for programs.
    """

    code: str
    sentence: str
    start: int | None = None
    end: int | None = None


def explain(
    subject: str, reply: str, said: Sequence[Sentence], process: Sequence[float]
) -> tuple[Reason, ...]:
    """Reasons in the order of the text.

    Args:
        subject: heading of the petition.
        reply: the text that the sentences were cut from.
        said: its sentences.
        process: for each sentence how far it tells process, in log odds.
    """
    if not said:
        whole = (0, len(reply)) if reply else (None, None)
        return (Reason("empty", "除礼节用语外没有实质内容。", *whole),)
    found = [(m, s, code) for m, s in zip(process, said, strict=True) if (code := _code(s))]
    found.sort(key=lambda f: -f[0])
    reasons = [_of(code, s) for _, s, code in found[:_MOST]] or [_weakest(said, process)]
    reasons.sort(key=lambda r: r.start or 0)
    if not any(cues.of(s.text) & HARD for s in said):
        reasons.append(Reason("no_outcome", "全文未见处理结果、事实依据或办理时限。"))
    heading = pairs(subject)
    if len(heading) >= _FEW_PAIRS and not heading & pairs(reply):
        told = f"全文没有提到诉求“{subject}”中的内容，请核对是否答非所问。"
        reasons.append(Reason("off_topic", told))
    return tuple(reasons)


def _code(sentence: Sentence) -> str | None:
    return None if cues.of(sentence.text) & HARD else _soft(sentence)


def _soft(sentence: Sentence) -> str | None:
    return next((code for code in _WORDS if _pattern(code).search(sentence.text)), None)


def _pattern(code: str) -> re.Pattern[str]:
    return _OPEN if code == "study" else CUES[code]


def _of(code: str, s: Sentence) -> Reason:
    clause = next((c for c in s.clauses if _pattern(code).search(c)), s.text)
    words = clause if len(clause) <= _QUOTED else clause[:_QUOTED] + "……"
    return Reason(code, f"“{words}”：{_WORDS[code]}。", s.start, s.end)


def _weakest(said: Sequence[Sentence], process: Sequence[float]) -> Reason:
    _, s = max(zip(process, said, strict=True), key=lambda p: p[0])
    code = _soft(s)
    if code is not None:
        return _of(code, s)
    return Reason("course", "这一句写的是经过，看不出诉求是否解决。", s.start, s.end)
