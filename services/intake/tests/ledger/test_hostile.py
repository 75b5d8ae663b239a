"""Files that want to hurt: bombs, locked, cut, disguised; and the parser's own prison."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from intake.ledger.grid import MAX_ROWS
from intake.ledger.runner import LedgerRunner
from intake.ledger.sniff import MAX_BYTES

HERE = Path(__file__).parents[1] / "data"
LEDGERS, UNITS = HERE / "ledgers", HERE / "units.csv"
MAIN = LEDGERS / "中央交办重复信访件台账.xlsx"
TODAY = date(2026, 11, 25)
HEAD_LINE = "交办层级,信访件编号,登记时间,信访人姓名,诉求内容,责任单位\n".encode()


@pytest.fixture
def runner():
    return LedgerRunner(UNITS)


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in entries.items():
            z.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def far_cell() -> bytes:
    out = io.BytesIO()
    wb = xlsxwriter.Workbook(out, {"in_memory": True})
    ws = wb.add_worksheet()
    ws.write(0, 0, "信访件编号")
    ws.write(1048575, 16383, "x")
    wb.close()
    return out.getvalue()


def wide_cells() -> bytes:
    out = io.BytesIO()
    wb = xlsxwriter.Workbook(out, {"in_memory": True})
    ws = wb.add_worksheet()
    ws.write(0, 0, "信访件编号")
    ws.write(9999, 16383, "x")
    wb.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b"%PDF-1.4 x", "not_a_spreadsheet"),
        (b"\x89PNG\r\n", "not_a_spreadsheet"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "header_not_found"),
        (b"<?xml version='1.0'?><Workbook/>", "not_a_spreadsheet"),
        (bytes(range(256)) * 20, "not_a_spreadsheet"),
        (b"\x81\xff\xfe\x90abc\xff" * 10, "unknown_encoding"),
        (zipped(word__document_xml=b"x"), "not_a_spreadsheet"),
        (zipped(a_txt=b"x"), "not_a_spreadsheet"),
        (zipped(**{"xl/workbook.xml": b"<not xml"}), "damaged"),
        (zipped(**{"xl/workbook.xml": b"<a/>", "xl/big.xml": b"0" * 30_000_000}), "too_large"),
        (MAIN.read_bytes()[:30_000], "truncated"),
        ((LEDGERS / "rows20_old.xls").read_bytes()[:9_000], "truncated"),
        (b"x,y\n" * (MAX_BYTES // 4 + 1), "too_large"),
        (HEAD_LINE + b"1\n" * (MAX_ROWS + 300), "too_large"),
        (far_cell(), "too_large"),
        (wide_cells(), "too_large"),
    ],
    ids=lambda x: x if isinstance(x, str) else "file",
)
async def test_the_file_is_refused_with_its_reason_and_a_sentence(runner, data, reason):
    o = await runner.read(data, file="x.xlsx", today=TODAY)
    assert (o.file_verdict, o.reason) == ("refused", reason), o.reason_zh
    assert o.reason_zh
    assert o.rows_total == 0


async def test_a_parser_that_takes_too_long_is_stopped(units):
    o = await LedgerRunner(UNITS, seconds=0.001).read(MAIN.read_bytes(), file="x", today=TODAY)
    assert (o.file_verdict, o.reason) == ("refused", "too_large")


async def test_the_parser_is_bound_in_memory_and_sees_no_keys(runner, monkeypatch):
    import asyncio
    import sys

    monkeypatch.setenv("HUAJIE_FIELD_KEY", "secret")
    code = (
        "import os, sys; from intake.ledger import worker; worker.limit();"
        "sys.exit(9 if 'HUAJIE_FIELD_KEY' in os.environ else 0) if sys.argv[1] == 'keys'"
        " else bytearray(600 * 1024 * 1024)"
    )
    seen = {}

    async def spy(*args, **kw):
        seen.update(kw["env"])
        return await original(*args, **kw)

    original = asyncio.create_subprocess_exec
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spy)
    await runner.read(MAIN.read_bytes(), file="x", today=TODAY)
    assert "HUAJIE_FIELD_KEY" not in seen
    p = await original(sys.executable, "-c", code, "memory", stderr=asyncio.subprocess.PIPE)
    _, err = await p.communicate()
    assert p.returncode == 1
    assert b"MemoryError" in err


async def test_the_campaign_ledger_passes_through_the_prison_unchanged(runner):
    o = await runner.read(MAIN.read_bytes(), file=MAIN.name, today=TODAY)
    assert (o.file_verdict, o.rows_accepted) == ("accepted", 95)
