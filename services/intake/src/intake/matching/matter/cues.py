"""Words by which a petition says that it is not the first about its matter."""

import re

FOLLOW_UP: tuple[tuple[str, str], ...] = (
    (
        "again",
        r"再次|再一次|第[二三四五六七八九十0-9]+次|又一次|继续(?:反映|投诉|举报|要求)|重复(?:反映|投诉)",
    ),
    ("replied", r"回复|答复|回应|留言|批复"),
    (
        "unsolved",
        r"至今(?:未|没|仍|还|无)|仍(?:然|旧)?(?:未|没|不)|依然|依旧|还是(?:没|未|不)|一直(?:没|未|不|得不到)|迟迟|无果|得不到解决",
    ),
    (
        "before",
        r"上次|之前(?:反映|投诉|举报|已|在|也)|前期(?:反映|投诉)|曾(?:经)?(?:多次)?(?:反映|投诉|举报)|多次(?:反映|投诉|举报|向)|已经?(?:反映|投诉|举报)过?",
    ),
    ("thanks", r"感谢.{0,20}(?:解决|处理|回复|重视)|(?:解决|处理)了.{0,10}(?:感谢|谢谢)|点赞|表扬"),
    (
        "reply_wrong",
        r"(?:回复|答复).{0,20}(?:不实|不符|不满|敷衍|虚假|不认可|有误|推诿|避重就轻)|(?:不满意|不认可|不服).{0,8}(?:回复|答复)",
    ),
)

_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in FOLLOW_UP)


def found(cleaned: str) -> dict[str, str]:
    """Cue code → the words that show it."""
    hits: dict[str, str] = {}
    for code, pattern in _COMPILED:
        match = pattern.search(cleaned)
        if match is not None:
            hits[code] = match.group(0)
    return hits
