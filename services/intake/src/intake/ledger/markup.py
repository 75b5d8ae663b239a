"""What HTML pages and the XML of Excel 2003 share: office systems write both and call them .xls."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from intake.ledger.cells import Cell
from intake.ledger.outcome import Refusal

CUT = "文件不完整（可能在复制或上传时中断），请重新导出后上传"
WIDEST = 1_000
"""Columns or rows that one cell may cover; a larger number is nonsense and counts as one."""

Merge = tuple[tuple[int, int], tuple[int, int]]
Row = list[Cell]

_DECLARED_IN = 2_048
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.IGNORECASE)
_WIDER = dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936"), "gb18030")
"""Files that name an old character set hold the characters of its successors."""
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


@dataclass(slots=True)
class Table:
    """One table, while its file is walked through: its name and the cells merged over several."""

    name: str | None = None
    merges: list[Merge] = field(default_factory=list)
    visible: bool = True

    def merge(self, top: int, left: int, height: int, width: int) -> None:
        """Note a cell that covers more than itself."""
        if (height, width) != (1, 1):
            self.merges.append(((top, left), (top + height - 1, left + width - 1)))


class Walk(Protocol):
    """One way through a file from its start to its end."""

    tables: list[Table]
    """Grows on the way."""
    epoch: date
    """Day 0 of serial numbers."""

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Rows with the position of their table."""


MakeWalk = Callable[[], Walk]


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file by its mark, or by what it declares, and the encoding.

    Raises:
        Refusal: ``unknown_encoding``.
    """
    mark = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    found = _CHARSET.search(data[:_DECLARED_IN])
    named = found[1].decode("ascii").lower() if found else "utf-8"
    for encoding in (mark,) if mark else (_WIDER.get(named, named), "utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    raise Refusal(
        "unknown_encoding", "无法识别文件的文字编码，请在 Excel 中打开后另存为 .xlsx 再上传"
    )


def within(number: int) -> int:
    """How many columns or rows a cell covers, from what it says."""
    return number if 1 <= number <= WIDEST else 1
