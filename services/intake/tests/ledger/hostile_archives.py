"""Containers that want to hurt: bombs, lying directories, locked and cut files, foreign files by other names."""

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import good_files
import office_files
from good_files import csv_bytes, ods, repacked, xls, xlsx
from hostile_variant import ACCEPT, FOREIGN, Variant, refused

NAMED_ZIP = {
    "damaged",
    "truncated",
    "encrypted",
    "not_a_spreadsheet",
    "too_large",
    "unsafe_content",
}


def zipped(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in entries.items():
            z.writestr(name, data)
    return out.getvalue()


def foreign() -> Iterator[Variant]:
    """Files of other programs that were given a ledger's name."""
    heads = {
        "pdf": b"%PDF-1.7\n1 0 obj\n", "png": b"\x89PNG\r\n\x1a\n" + bytes(200), "jpg": b"\xff\xd8\xff\xe0" + bytes(99),
        "gif": b"GIF89a" + bytes(50), "bmp": b"BM" + bytes(90), "webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(60),
        "tiff": b"II*\0" + bytes(70), "exe": b"MZ\x90\0" + bytes(300), "elf": b"\x7fELF\x02" + bytes(200),
        "rar": b"Rar!\x1a\x07\x01\0" + bytes(80), "7z": b"7z\xbc\xaf\x27\x1c" + bytes(80), "gz": b"\x1f\x8b\x08" + bytes(40),
        "bz2": b"BZh91AY&SY" + bytes(range(256)), "xz": b"\xfd7zXZ\0" + bytes(60), "tar": b"a.txt" + bytes(252) + b"ustar\x0000" + bytes(600),
        "sqlite": b"SQLite format 3\0" + bytes(100), "mp3": b"ID3\x04" + bytes(range(256)), "mp4": b"\0\0\0\x18ftypmp42" + bytes(90),
        "class": b"\xca\xfe\xba\xbe" + bytes(60), "lnk": b"L\0\0\0\x01\x14\x02" + bytes(90), "ttf": b"\0\x01\0\0" + bytes(80),
        "rtf": b"{\\rtf1\\ansi hello}", "ps": b"%!PS-Adobe-3.0\n", "eml": b"From: a@b\r\nSubject: x\r\n\r\n,,\r\n",
        "json": b'{"a": [1, 2, 3]}', "js": b"var a = [1,2]; alert(a);", "sh": b"#!/bin/sh\nrm -rf ~\n", "svg": b"<svg xmlns='x'><script>1</script></svg>",
        "random": random.Random(1).randbytes(5000), "short-ole": good_files.OLE, "ole-only": good_files.OLE + bytes(2000),
    }  # fmt: skip
    for name, data in heads.items():
        yield Variant(f"foreign-{name}", lambda d=data: d, FOREIGN)
    for name, entries in {
        "docx": {"word/document.xml": b"<a/>"}, "pptx": {"ppt/presentation.xml": b"<a/>"}, "zip": {"a.csv": b"1,2"},
        "odt": {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"},
        "ofd": {"OFD.xml": b"<a/>"}, "epub": {"mimetype": b"application/epub+zip"}, "jar": {"META-INF/MANIFEST.MF": b""},
        "xlsx-inside": {"a.xlsx": xlsx()}, "zip-in-zip": {"b.zip": zipped({"c.zip": zipped({"d": b"0" * 99})})},
    }.items():  # fmt: skip
        yield Variant(
            f"foreign-{name}", lambda e=entries: zipped(e), frozenset({"not_a_spreadsheet"})
        )


def binaries() -> Iterator[Variant]:
    """Compound files of other programs, and workbooks with macros or links inside."""
    book = "Workbook".encode("utf-16-le")
    for kind, stream in {
        "doc": "WordDocument",
        "ppt": "PowerPoint Document",
        "msg": "__properties_version1.0",
        "msi": "SummaryInformation",
    }.items():
        name = stream.encode("utf-16-le")
        make = partial(renamed_stream, book, name)
        yield Variant(f"foreign-{kind}", make, frozenset({"not_a_spreadsheet"}))
    yield Variant("macros", office_files.xlsm, ACCEPT)
    yield Variant("symlinks", symlinks, ACCEPT)


def renamed_stream(old: bytes, new: bytes) -> bytes:
    """The sample .xls with its stream by another name, which has 64 bytes of room."""
    data = xls()
    at = data.index(old + bytes(2))
    return data[:at] + new + data[at + len(new) :]


def symlinks() -> bytes:
    """A workbook beside links that lead out of it."""
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as z:
        for name in ("xl/worksheets/sheet2.xml", "xl/media/a.png"):
            link = zipfile.ZipInfo(name)
            link.create_system, link.external_attr = 3, 0o120777 << 16
            z.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked() -> Iterator[Variant]:
    """Files under a password."""
    sample = (good_files.LEDGERS / "broken_encrypted.xlsx").read_bytes
    yield Variant("locked-xlsx", sample, refused("encrypted"))
    schemes = {
        "rc4": b"\1\0\1\0\1\0",
        "rc4-strong": b"\1\0\2\0\2\0",
        "xor": b"\0\0\x12\x34\x56\x78",
    }
    for name, scheme in schemes.items():
        yield Variant(
            f"locked-xls-{name}", lambda x=scheme: good_files.xls_locked(x), refused("encrypted")
        )
    yield Variant("locked-ods", lambda: repacked(ods(), {
        "META-INF/manifest.xml": good_files.ODS_LOCKED, "content.xml": random.Random(2).randbytes(3000),
    }), refused("encrypted"))  # fmt: skip
    yield Variant("locked-zip", lambda: flagged(xlsx()), refused("encrypted"))
    yield Variant(
        "locked-foreign-zip", lambda: flagged(zipped({"a.txt": b"x"})), refused("encrypted")
    )


def flagged(data: bytes) -> bytes:
    """Every entry says that it is encrypted."""
    return patched(data, 8, lambda _: struct.pack("<H", 1), local=6)


def patched(
    data: bytes, at: int, new: Callable[[bytes], bytes], *, local: int | None = None
) -> bytes:
    """A field of every directory entry (and local header) replaced."""
    out = bytearray(data)
    for magic, offset in ((b"PK\x01\x02", at), (b"PK\x03\x04", local)):
        place = out.find(magic) if offset is not None else -1
        while place >= 0:
            field = new(bytes(out[place + offset : place + offset + 4]))
            out[place + offset : place + offset + len(field)] = field
            place = out.find(magic, place + 4)
    return bytes(out)


def bombs() -> Iterator[Variant]:
    """Small files that unpack to much, and directories that lie."""
    big, small = refused("too_large"), refused("damaged")
    part = "xl/worksheets/sheet1.xml"
    for name, size in {"10": 10_100_000, "60": 60_000_000, "200": 200_000_000}.items():
        yield Variant(
            f"bomb-ratio-{name}MB",
            lambda n=size: repacked(xlsx(), {"xl/media/a.xml": bytes(n)}),
            big,
        )
    yield Variant("bomb-ods", lambda: repacked(ods(), {"Pictures/a": bytes(60_000_000)}), big)
    yield Variant(
        "bomb-many-entries", lambda: repacked(xlsx(), {f"xl/a{i}": b"" for i in range(3000)}), big
    )
    yield Variant("bomb-60000-entries", lambda: zipped({f"{i}": b"" for i in range(60_000)}), big)
    yield Variant(
        "bomb-nested",
        lambda: repacked(xlsx(), {"xl/embeddings/b.zip": zipped({"c": bytes(9_000_000)})}),
        ACCEPT,
    )
    yield Variant(
        "bomb-quine-like",
        lambda: repacked(xlsx(), {f"xl/e{i}.zip": xlsx() for i in range(50)}),
        ACCEPT,
    )
    yield Variant("lie-too-small", lambda: lie(xlsx(), part, 100, bytes(80_000_000)), small)
    yield Variant(
        "lie-too-small-strings",
        lambda: lie(xlsx(), "xl/sharedStrings.xml", 9, b"<sst>" + bytes(9_000_000)),
        small,
    )
    yield Variant("lie-too-large", lambda: lie(xlsx(), part, 300_000_000), big | small)
    yield Variant("lie-4GB", lambda: patched(xlsx(), 24, lambda _: b"\xff\xff\xff\xff"), NAMED_ZIP)
    yield Variant(
        "lie-packed-size", lambda: patched(xlsx(), 20, lambda _: b"\xff\xff\xff\x7f"), NAMED_ZIP
    )
    yield Variant(
        "lie-offset", lambda: patched(xlsx(), 42, lambda _: b"\xff\xff\xff\x7f"), NAMED_ZIP
    )
    yield Variant("overlap-all-at-0", lambda: patched(xlsx(), 42, lambda _: bytes(4)), NAMED_ZIP)
    yield Variant("overlap-pairs", lambda: overlapping(xlsx()), NAMED_ZIP)
    for name in ("xl/workbook.xml", part, "[Content_Types].xml", "xl/sharedStrings.xml"):
        yield Variant(f"twice-{name.rpartition('/')[2]}", lambda n=name: twice(xlsx(), n), small)
    yield Variant("twice-content.xml", lambda: twice(ods(), "content.xml"), small)
    yield Variant(
        "crc-broken", lambda: patched(xlsx(), 16, lambda _: b"\x01\x02\x03\x04", local=14), small
    )
    yield Variant(
        "crc-broken-ods", lambda: patched(ods(), 16, lambda _: b"\x01\x02\x03\x04", local=14), small
    )
    for method in (1, 9, 12, 14, 93, 99):
        yield Variant(
            f"method-{method}",
            lambda m=method: patched(xlsx(), 10, lambda _: struct.pack("<H", m), local=8),
            NAMED_ZIP,
        )
    yield Variant("bzip2", lambda: repacked(xlsx(), {}, zipfile.ZIP_BZIP2), small)
    yield Variant("stored", lambda: repacked(xlsx(), {}, zipfile.ZIP_STORED), ACCEPT)
    yield Variant("prefix", lambda: b"PK\x03\x04junk" * 9 + xlsx(), NAMED_ZIP | ACCEPT)
    yield Variant("suffix", lambda: xlsx() + b"\0" * 900, NAMED_ZIP | ACCEPT)
    yield Variant(
        "comment",
        lambda: xlsx()[:-2] + struct.pack("<H", 65535) + b"PK\x05\x06" * 16383 + b"abc",
        NAMED_ZIP | ACCEPT,
    )
    yield Variant(
        "names-escape",
        lambda: repacked(xlsx(), {"../../etc/cron.d/x": b"x", "/root/.ssh/k": b"x", "C:\\a": b"x"}),
        ACCEPT,
    )
    yield Variant(
        "names-long", lambda: repacked(xlsx(), {"xl/" + "a" * 60_000: b"x"}), ACCEPT | NAMED_ZIP
    )
    yield Variant("end-only", lambda: b"PK\x05\x06" + bytes(18), NAMED_ZIP)
    yield Variant("end-lies", lambda: b"PK\x05\x06" + b"\xff" * 18, NAMED_ZIP)


def lie(data: bytes, name: str, size: int, content: bytes | None = None) -> bytes:
    """An entry that declares another size, with a checksum that fits what it declares."""
    if content is not None:
        data = repacked(data, {name: content})
    out = bytearray(data)
    place = 0
    while (place := out.find(b"PK\x01\x02", place + 1)) > 0:
        length = int.from_bytes(out[place + 28 : place + 30], "little")
        if out[place + 46 : place + 46 + length] == name.encode():
            out[place + 24 : place + 28] = struct.pack("<I", size)
            if content is not None:
                out[place + 16 : place + 20] = struct.pack("<I", zlib.crc32(content[:size]))
    return bytes(out)


def overlapping(data: bytes) -> bytes:
    """The second entry begins inside the first."""
    out = bytearray(data)
    first = out.find(b"PK\x01\x02")
    second = out.find(b"PK\x01\x02", first + 4)
    out[second + 42 : second + 46] = struct.pack(
        "<I", int.from_bytes(out[first + 42 : first + 46], "little") + 4
    )
    return bytes(out)


def twice(data: bytes, name: str) -> bytes:
    out = io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as z:
        warnings.simplefilter("ignore", UserWarning)
        z.writestr(name, z.read(name).replace(b"1", b"2"))
    return out.getvalue()


def cut() -> Iterator[Variant]:
    """Each kind of file cut at every tenth; what is binary must be refused."""
    kinds = {"xlsx": xlsx, "xls": xls, "ods": ods}
    for kind, whole in kinds.items():
        for tenth in range(1, 10):
            make = lambda w=whole, t=tenth: w()[: len(w()) * t // 10]  # noqa: E731
            yield Variant(f"cut-{kind}-{tenth}0%", make, frozenset({"truncated", "damaged"}))
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        for tenth in range(1, 10):
            make = lambda e=encoding, t=tenth: csv_bytes(e)[: len(csv_bytes(e)) * t // 10]  # noqa: E731
            yield Variant(f"cut-csv-{encoding}-{tenth}0%", make, None)


def mutated() -> Iterator[Variant]:
    """Good files with some bytes changed: whatever comes out, it is an outcome."""
    for seed in range(20):
        yield Variant(f"mutated-xls-{seed}", lambda s=seed: scrambled(xls(), s), None)
    for seed in range(10):
        # Stored, because packed bytes differ between builds of zlib.
        stored = lambda s=seed: scrambled(repacked(xlsx(), {}, zipfile.ZIP_STORED), s)  # noqa: E731
        yield Variant(f"mutated-zip-{seed}", stored, None)
        yield Variant(
            f"mutated-csv-{seed}", lambda s=seed: scrambled(csv_bytes("gb18030"), s), None
        )
    parts = {xlsx: ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
                    "xl/_rels/workbook.xml.rels"), ods: ("content.xml", "META-INF/manifest.xml")}  # fmt: skip
    for whole, names in parts.items():
        for name in names:
            for seed in range(5):
                make = partial(with_scrambled, whole, name, seed)
                yield Variant(f"mutated-{name.rpartition('/')[2]}-{seed}", make, None)


def with_scrambled(whole: Callable[[], bytes], name: str, seed: int) -> bytes:
    return repacked(whole(), {name: scrambled(part(whole(), name), seed)})


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return z.read(name)


def scrambled(data: bytes, seed: int) -> bytes:
    """Some bytes changed, doubled, dropped or made markup; the same for the same seed."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 40))):
        at = rng.randrange(len(out))
        kind = rng.randrange(4)
        if kind == 0:
            out[at] = rng.randrange(256)
        elif kind == 1:
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            out[at : at + rng.randrange(1, 9)] = b""
        else:
            out[at:at] = rng.choice(
                (b"<", b">", b'"', b"&", b"\xff\xff", b"\0", b"999999999", b"-1")
            )
    return bytes(out)
