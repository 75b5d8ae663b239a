"""Tells what a file really is, and refuses bombs, locked and broken files before any parser runs."""

import io
import re
import zipfile
from enum import Enum

from intake.ledger.archive import UNREADABLE, check_entries
from intake.ledger.outcome import Refusal
from intake.ledger.spreadsheet_xml import SPREADSHEET

MAX_BYTES = 50 * 1024 * 1024
"""Largest file that is looked at (50 MB)."""
_MAX_UNPACKED = 400_000_000
_MAX_RATIO = 100
_RATIO_FROM = 10_000_000
"""A small file may compress well; the ratio counts only above this unpacked size."""
_MAX_ENTRIES = 2_000


class Kind(Enum):
    """Families of files that hold a ledger."""

    WORKBOOK = "workbook"
    PAGE = "page"
    """HTML with a table."""
    XML_BOOK = "xml_book"
    """The XML of Excel 2003."""
    TEXT = "text"


_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"{\\rtf", "RTF 文档"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|(?:html|table|head|meta|body|style|div|center|script)\b|!--)",
    re.IGNORECASE,
)
_INNER_HTML = re.compile(rb"<(?:html|table)\b", re.IGNORECASE)
_TABLE = re.compile(rb"<\0?t\0?a\0?b\0?l\0?e\b", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml", re.IGNORECASE)
_BEGINNING = 8_192
_BOOKS = ("xl/workbook.xml", "xl/workbook.bin")


_CUT = "文件不完整（可能在复制或上传时中断），请重新导出后上传"


_LOCKED = "文件已加密（设有打开密码），请取消密码后重新上传"
_GLOBALS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
"""How the globals of an .xls begin: record BOF of BIFF8 and of BIFF5 ([MS-XLS] 2.4.21)."""
_FILEPASS = 0x2F
_LOOKED_THROUGH = 8
"""Records behind BOF; FILEPASS stands among the first ([MS-XLS] 2.1.7.20.3)."""
_ODS_LOCKED = b"encryption-data"
_MANIFEST = "META-INF/manifest.xml"


def _locked() -> Refusal:
    return Refusal("encrypted", _LOCKED)


def _not_a_spreadsheet(what: str, advice: str = "") -> Refusal:
    return Refusal("not_a_spreadsheet", f"文件内容是 {what}，不是 Excel 工作簿{advice}")


def sniff(data: bytes) -> Kind:
    """Decide by content, never by the file's name.

    Raises:
        Refusal: ``empty_file``, ``too_large``, ``encrypted``, ``truncated``, ``damaged``,
            ``unsafe_content``, ``not_a_spreadsheet``.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Refusal("empty_file", "文件是空的，没有任何内容")
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请拆分后分批上传")
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise _not_a_spreadsheet(what)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data)
    return _text(data)


def _text(data: bytes) -> Kind:
    begin = data[:_BEGINNING]
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        begin = begin.decode("utf-16", "ignore").encode()
    if _XML.match(begin):
        if SPREADSHEET.encode() in begin:
            return Kind.XML_BOOK
        if not _INNER_HTML.search(begin):
            raise _not_a_spreadsheet("XML 文档", "，请在 Excel 中打开后另存为 .xlsx 再上传")
    elif not _HTML.match(begin):
        return Kind.TEXT
    if _TABLE.search(data):
        return Kind.PAGE
    raise _not_a_spreadsheet("没有表格的网页（HTML）", "，请重新登录后再导出一次")


def _zip(data: bytes) -> Kind:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as e:
        raise Refusal("truncated", _CUT) from e
    names = {e.filename for e in entries}
    if any(e.flag_bits & 1 for e in entries):
        raise _locked()
    _refuse_bombs(archive, entries, len(data))
    check_entries(data, entries)
    if "encrypted-package" in names or (
        _MANIFEST in names and _ODS_LOCKED in archive.read(_MANIFEST)
    ):
        raise _locked()
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as f:
            if b"spreadsheet" in f.read(200):
                return Kind.WORKBOOK
    if names.isdisjoint(_BOOKS):
        raise _not_a_spreadsheet(_office_kind(names))
    return Kind.WORKBOOK


def _office_kind(names: set[str]) -> str:
    if any(n.startswith("word/") for n in names):
        return "Word 文档"
    if any(n.startswith("ppt/") for n in names):
        return "PowerPoint 演示文稿"
    return "ZIP 压缩包"


def _refuse_bombs(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(e.file_size for e in entries)
    ratio_bomb = unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * size
    if not ratio_bomb and unpacked <= _MAX_UNPACKED and len(entries) <= _MAX_ENTRIES:
        return
    megabytes = round(unpacked / 1e6)
    declared = _declared_range(archive, entries)
    if declared:
        raise Refusal(
            "too_large",
            f"工作表声明范围过大（{declared}），解压后约 {megabytes} MB，疑似异常文件，"
            "请删除空行空列后重新上传",
        )
    raise Refusal(
        "too_large", f"文件解压后约 {megabytes} MB，疑似异常文件，请另存为新文件后重新上传"
    )


def _declared_range(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    for e in sorted(entries, key=lambda e: -e.file_size):
        if e.filename.startswith("xl/worksheets/sheet"):
            try:
                with archive.open(e) as f:
                    found = re.search(rb'<dimension ref="([A-Z0-9:]+)"', f.read(4096))
            except UNREADABLE:
                return None
            wide = found and re.search(rb":[A-Z]{3}\d+$|:[A-Z]+\d{6,7}$", found[1])
            return found[1].decode() if found and wide else None
    return None


def _ole(data: bytes) -> Kind:
    if _ole_is_cut(data):
        raise Refusal("truncated", _CUT)

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or _is_locked_xls(data):
        raise _locked()
    if holds("Workbook") or holds("Book"):
        return Kind.WORKBOOK
    raise _not_a_spreadsheet("Word 文档" if holds("WordDocument") else "其他 Office 文档")


def _is_locked_xls(data: bytes) -> bool:
    """Whether a record FILEPASS follows the beginning of the globals."""
    for begin in _GLOBALS:
        at = data.find(begin)
        for _ in range(_LOOKED_THROUGH if at >= 0 else 0):
            if int.from_bytes(data[at : at + 2], "little") == _FILEPASS:
                return True
            at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False


def _ole_is_cut(data: bytes) -> bool:
    """Whether the compound file's directory lies past its end ([MS-CFB] 2.2)."""
    if len(data) < 512:  # noqa: PLR2004
        return True
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    directory = int.from_bytes(data[48:52], "little")
    return (directory + 1) * sector + sector > len(data)
