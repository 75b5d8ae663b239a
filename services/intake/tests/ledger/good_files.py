"""Good ledgers of every kind, small, to be made hostile."""

import io
import random
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from ledger_books import HEAD, a_row, book

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS = (HEAD, *(a_row(n) for n in range(1, 9)))

_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)
ODS_LOCKED = _MANIFEST.format('<manifest:encryption-data manifest:checksum="x"/>').encode()
CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>{}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="台账">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


@cache
def xlsx() -> bytes:
    return book(ROWS)


@cache
def xls() -> bytes:
    return (LEDGERS / "rows20_old.xls").read_bytes()


def csv_bytes(encoding: str) -> bytes:
    return "".join(",".join(f'"{x}"' for x in row) + "\r\n" for row in ROWS).encode(encoding)


def ods_cell(text: object, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}>'
        f"<text:p>{escape(str(text))}</text:p></table:table-cell>"
    )


def ods_rows(rows: object = ROWS) -> str:
    return "".join(
        "<table:table-row>" + "".join(map(ods_cell, row)) + "</table:table-row>" for row in rows
    )


def ods(rows: str | None = None, doctype: str = "") -> bytes:
    """An OpenDocument sheet, with rows of one's own as XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        z.writestr("content.xml", CONTENT.format(doctype, ods_rows() if rows is None else rows))
        z.writestr("META-INF/manifest.xml", _MANIFEST.format(""))
    return out.getvalue()


def repacked(data: bytes, parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with some parts put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def xls_locked(scheme: bytes) -> bytes:
    """The sample with a record FILEPASS behind its first one ([MS-XLS] 2.4.117); the rest is noise."""
    data = xls()
    begin = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    lock = b"\x2f\x00" + len(scheme).to_bytes(2, "little") + scheme
    noise = random.Random(3).randbytes(4000)
    at = begin + 20
    return data[:at] + lock + noise + data[at + len(lock) + len(noise) :]
