"""A closing text cut into sentences and clauses, without its courtesies, with offsets."""

import re
from dataclasses import dataclass

_END = re.compile(
    r"[。！？!?；;\n]+"
    r"|\s+(?![A-Za-z0-9])"
    r"|(?<=日)(?=(?:尊敬的)?网友|[“\"]?UU\d|您好|你好)"
)
_CLAUSE = re.compile(r"[^，,：:]+")
_SPACE = re.compile(r"\s+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COURTESY = re.compile(
    r"^(?:尊敬的|亲爱的)?(?:网友|市民|朋友|网民|同志|先生|女士|[“\"]?UU\d+)[^，]{0,12}$"
    r"|^.{0,6}(?:您好|你好)"
    r"|收悉|已收到$|已获悉$|已知悉$|敬悉|(?:来信|留言|帖子|投诉件)收到"
    r"|(?:回复|答复|汇报|报告|说明|反馈|情况|解答|公布)如下"
    r"|^(?:特此|此复|专此|谨此)|感谢|谢谢|致谢|祝(?:您|你|愿)|敬请(?:谅解|理解)|(?:支持|理解|谅解)[与和、]"
    r"|深表(?:歉意|感谢)|高度重视|十分重视|非常重视|特别重视|欢迎(?:您|你)"
    r"|^(?:关于|针对|对于|就|对)?(?:您|你).{0,4}(?:反映|反应|提出|咨询|留言|提)的?.{0,40}(?:问题|一事|事项|情况|建议|留言|帖文|信件)$"
)
_FEWEST = 4
"""Chinese characters that a clause needs to say anything."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence says; ``start`` and ``end`` are offsets into the whole text."""

    start: int
    end: int
    clauses: tuple[str, ...]

    @property
    def text(self) -> str:
        """The clauses that are no courtesy, without spaces."""
        return "，".join(self.clauses)


def _clauses(text: str) -> tuple[str, ...]:
    found = (_SPACE.sub("", m.group()) for m in _CLAUSE.finditer(text))
    return tuple(c for c in found if len(_HAN.findall(c)) >= _FEWEST and not _COURTESY.search(c))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that say something, in order."""
    out = []
    start = 0
    for stop, after in [*(m.span() for m in _END.finditer(text)), (len(text), len(text))]:
        clauses = _clauses(text[start:stop])
        if clauses:
            lead = len(text[start:stop]) - len(text[start:stop].lstrip())
            end = min(after, len(text))
            out.append(
                Sentence(
                    start + lead, start + lead + len(text[start + lead : end].rstrip()), clauses
                )
            )
        start = after
    return tuple(out)
