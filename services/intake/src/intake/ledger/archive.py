"""Checks a zip archive entry by entry, so that no parser meets what its directory does not say.

A directory can lie: about sizes, with two entries of one name, or with entries that share their bytes. Every
entry is therefore unpacked once, in small pieces and no further than it declares.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from intake.ledger.outcome import Refusal

_LOCAL = struct.Struct("<4s22xHH")
"""Magic, and the lengths of the name and of the extra field in a local header (APPNOTE 4.3.7)."""
_PIECE = 1 << 20
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = max(map(len, _DECLARATIONS)) - 1

UNREADABLE = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError)
"""What ``zipfile`` raises over an archive that is broken, or packed in a way it does not know."""
BROKEN = "文件已损坏，无法读取，请在 Excel 中打开并另存后重新上传"
"""For a file that no program can read."""
_LYING = "文件结构异常（内部目录与内容不符），为安全起见不予读取，请在 Excel 中另存为新文件后上传"
ENTITIES = "文件内含外部或自定义实体声明，可能有害，不予读取，请在 Excel 中另存为新文件后上传"


def check_entries(data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Unpack every entry once and compare it with the directory.

    Args:
        data: the archive.
        entries: its directory; the sum of the sizes it declares is bounded already.

    Raises:
        Refusal: ``damaged`` for a broken or lying archive, ``unsafe_content`` for declared entities.
    """
    if len({e.filename for e in entries}) < len(entries):
        raise Refusal("damaged", _LYING)
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise Refusal("damaged", _LYING)
        begin = _content(data, entry)
        end = begin + entry.compress_size
        if end > len(data):
            raise Refusal("damaged", BROKEN)
        _check(entry, memoryview(data)[begin:end])


def _content(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where the packed bytes of an entry begin."""
    try:
        magic, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
    except struct.error as e:
        raise Refusal("damaged", BROKEN) from e
    if magic != b"PK\x03\x04":
        raise Refusal("damaged", BROKEN)
    return int(entry.header_offset + _LOCAL.size + name + extra)


def _check(entry: zipfile.ZipInfo, packed: memoryview) -> None:
    size, crc, before = 0, 0, b""
    watched = entry.filename.lower().endswith((".xml", ".rels"))
    for piece in _unpacked(entry, packed):
        size += len(piece)
        if size > entry.file_size:
            raise Refusal("damaged", _LYING)
        crc = zlib.crc32(piece, crc)
        if watched:
            if any(word in before + piece for word in _DECLARATIONS):
                raise Refusal("unsafe_content", ENTITIES)
            before = piece[-_OVERLAP:]
    if size != entry.file_size or crc != entry.CRC:
        raise Refusal("damaged", BROKEN)


def _unpacked(entry: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    if entry.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        # Office programs write no other; a parser may not know them.
        raise Refusal("damaged", BROKEN)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _PIECE):
            rest: bytes | memoryview = packed[at : at + _PIECE]
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _PIECE)
                rest = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as e:
        raise Refusal("damaged", BROKEN) from e
