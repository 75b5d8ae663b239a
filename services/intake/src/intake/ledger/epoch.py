"""Tells from which day a workbook counts its serial numbers: 1900, or 1904 as the Mac once did."""

import io
import re
import zipfile
from datetime import date

from intake.ledger.archive import UNREADABLE
from intake.ledger.dates import EPOCH_1900, EPOCH_1904

_DATE1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true|on)["']""", re.IGNORECASE)
_XLS_1904 = re.compile(rb"\x8d\x00\x02\x00..\x22\x00\x02\x00\x01\x00", re.DOTALL)
"""The record DATEMODE ([MS-XLS] 2.4.77) with its flag set, behind HIDEOBJ as always."""
_XLS_HEAD = 64 * 1024
_LONGEST = 1_000_000


def epoch_of(data: bytes) -> date:
    """Day 0 of the workbook; 1900 when it does not say."""
    if data.startswith(b"PK"):
        return EPOCH_1904 if _DATE1904.search(_workbook_part(data)) else EPOCH_1900
    # calamine itself has checked by now that this is a workbook; the globals stand at its start.
    return EPOCH_1904 if _XLS_1904.search(data[:_XLS_HEAD]) else EPOCH_1900


def _workbook_part(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as f:
            return f.read(_LONGEST)
    except (KeyError, *UNREADABLE):
        return b""
