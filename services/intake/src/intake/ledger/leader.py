"""Takes the name of a leader out of a cell that also tells the post."""

import re

from intake.ledger.cells import strip
from intake.ledger.surnames import SURNAMES

_BODY = (
    "区委|县委|市委|党委|党工委|党组|政府|人大|政协|街道|办事处|镇|乡|区|县|市|管委会|纪委|政法委|组织部|宣传部|统战部|法院|检察院|"
    "公安局|公安分局|兴庆区|银川市|常委会"
)
_POST = (
    "书记|区长|县长|市长|镇长|乡长|常委|主任|主席|局长|分局长|部长|政委|检察长|院长|调研员|巡视员|委员|秘书长|组长|"
    "大队长|成员|干部|领导"
)
_TITLE = rf"(?:(?:{_BODY})*(?:常务|原|第一)*(?:副)?(?:县级|处级)?(?:{_POST}))"
_TITLES = rf"{_TITLE}(?:[、，,/及兼\s]*{_TITLE})*"
_NAME = r"[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,6}"
_BRACKETS = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[）)】\]]")
_BEHIND = re.compile(rf"(?P<name>{_NAME})(?:同志)?[\s,，、:：\-—]*(?P<post>{_TITLES})(?:同志)?")
_BEFORE = re.compile(rf"(?P<post>{_TITLES})[\s,，、:：\-—]*(?P<name>{_NAME})(?:同志)?")
_NO_NAME = re.compile("[副委]|书记|主任|政府")
_COMRADE = re.compile(rf"({_NAME})同志")


def read_leader(text: str) -> tuple[str, str | None]:
    """The name and the post: 王建国（副区长）, 副区长王建国, 王建国 区委常委; a cell of neither kind is all name.

    A surname with a post, 王副区长, is no name and stays as it is.
    """
    bare, post = text, None
    if match := _BRACKETS.search(text):
        post = match[1]
        bare = strip(_BRACKETS.sub("", text)) or text
    words = bare.split()
    if len(words) > 1 and all(len(w) == 1 for w in words):
        bare = "".join(words)
    if match := _COMRADE.fullmatch(bare):
        return match[1], post
    for pattern in (_BEFORE, _BEHIND):
        match = pattern.fullmatch(bare)
        if match and match["name"][0] in SURNAMES and not _NO_NAME.search(match["name"]):
            return match["name"], post or match["post"]
    return bare, post
