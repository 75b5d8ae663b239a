"""Every kind of file that holds a ledger is read, whatever it is called; through the parser's own process."""

from datetime import date
from pathlib import Path

import pytest
from intake.ledger.read import read_ledger
from intake.ledger.runner import LedgerRunner
from ledger_books import HEAD, a_row
from office_files import KINDS, OLD, ROWS, system_page, xml_book, xml_cell, xml_rows

UNITS = Path(__file__).parents[1] / "data" / "units.csv"
TODAY = date(2026, 11, 25)


def read(data, units):
    return read_ledger(data, file="f", units=units, today=TODAY)


@pytest.mark.parametrize("name", KINDS)
async def test_r9_a_ledger_is_read_from_every_kind_of_file(name):
    o = await LedgerRunner(UNITS).read(KINDS[name](), file=name, today=TODAY)
    assert (o.file_verdict, o.rows_accepted) == ("accepted", 8), o.reason_zh
    assert [r.values["信访件编号"] for r in o.rows] == [row[2] for row in ROWS[1:]]
    first = o.rows[0].values
    assert first["登记时间"] == "2019-03-01"
    assert first["信访人"] == [
        {"姓名": "王小花", "身份证号": "640122199606169817", "状态": "ok"},
    ]
    assert (first["联系电话"], first["责任单位"]) == (["16405180462"], "文化街街道")
    assert first["诉求内容"] == "小区供暖不热。"


@pytest.mark.parametrize("name", ["old.xls", "wps.et", "renamed.xlsx", "renamed.csv"])
async def test_a_binary_workbook_is_known_by_its_content_and_not_by_its_name(name):
    o = await LedgerRunner(UNITS).read(OLD(), file=name, today=TODAY)
    assert (o.file_verdict, o.rows_accepted) == ("accepted", 20)


def page(body):
    return f"<html><table>{body}</table></html>".encode()


def html_row(cells, tag="td"):
    return "<tr>" + "".join(f"<{tag}>{c}</{tag}>" for c in cells) + "</tr>"


def test_a_unit_cell_over_several_rows_of_a_page_speaks_for_them(units):
    head, one, two = HEAD, a_row(1), a_row(2)
    body = html_row(head, "th")
    body += html_row(one[:8]).replace("</tr>", "<td rowspan='2'>文化街街道</td><td></td></tr>")
    body += html_row([*two[:8], ""])
    o = read(page(body), units)
    assert [r.values["责任单位"] for r in o.rows] == ["文化街街道", "文化街街道"]
    assert o.rows[1].values["备注"] is None


def test_cells_over_several_columns_keep_the_columns_behind_them(units):
    group = "<tr>" + "".join(f"<td>{h}</td>" for h in HEAD[:9]) + "<td colspan=3>包案领导</td></tr>"
    low = html_row([*[""] * 9, "姓名", "级别", "职务"])
    o = read(page(group + low + html_row([*a_row()[:9], "张三", "副县级", "副区长"])), units)
    row = o.rows[0]
    assert (row.values["包案领导"], row.values["包案领导级别"]) == ("张三", "县级")
    assert row.extras["职务"] == "副区长"


def test_breaks_entities_and_unclosed_cells_of_a_page_are_read_as_a_browser_shows_them(units):
    cells = a_row(
        诉求内容="一、供暖&lt;不热&gt;<br>\n二、  漏水<p>三、噪音</p>", 备注="A&amp;B<!-- x -->"
    )
    body = html_row(HEAD) + "<tr>" + "".join(f"<td>{c}" for c in cells)
    values = read(page(body), units).rows[0].values
    assert values["诉求内容"] == "一、供暖<不热>\n二、 漏水\n三、噪音"
    assert values["备注"] == "A&B"


def test_numbers_days_gaps_merges_and_comments_of_an_xml_workbook(units):
    head = xml_rows([[*HEAD[:8], "备注", "责任单位"]])
    number = xml_cell("1.64051804620E10", kind="Number")
    comment = '<Comment ss:Author="x"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">批注</ss:Data></Comment>'
    first = a_row(1)
    one = "".join([
        xml_cell("1", kind="Number"), *map(xml_cell, first[1:3]),
        xml_cell("2019-03-01T00:00:00.000", kind="DateTime"),
        xml_cell(first[4]).replace("</Cell>", comment + "</Cell>"), xml_cell(first[5]), number, xml_cell(first[7]),
        xml_cell("文化街街道", ' ss:Index="10" ss:MergeDown="1"'),
    ])  # fmt: skip
    two = "".join(map(xml_cell, a_row(2)[:8]))
    rows = f'{head}<Row ss:Index="5">{one}</Row><Row>{two}</Row>'
    o = read(xml_book(rows=rows), units)
    assert [(r.row, r.values["责任单位"]) for r in o.rows] == [(5, "文化街街道"), (6, "文化街街道")]
    values = o.rows[0].values
    assert (values["序号"], values["登记时间"], values["联系电话"]) == (
        1,
        "2019-03-01",
        ["16405180462"],
    )
    assert values["信访人"][0]["姓名"] == "王小花"
    assert o.sheet == "台账"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body>login</body></html>", "not_a_spreadsheet"),
        (b"<?xml version='1.0'?><a/>", "not_a_spreadsheet"),
        (system_page()[:-300], "truncated"),
        (xml_book()[:-300], "truncated"),
        (xml_book(rows="<Row></Cell>"), "damaged"),
        (xml_book(rows='<Row ss:Index="90000000"/>'), "too_large"),
        (
            xml_book().replace(b"<Workbook", b"<!DOCTYPE x [<!ENTITY a 'b'>]><Workbook"),
            "unsafe_content",
        ),
        (b"<table>" + html_row(["x"] * 6).encode() * 100_300 + b"</table>", "too_large"),
        (b"<meta charset=utf-8><table><tr><td>\xff\xff\x81\xff</table>", "unknown_encoding"),
    ],
    ids=[
        "no-table",
        "other-xml",
        "cut-page",
        "cut-book",
        "torn",
        "far-row",
        "entity",
        "long",
        "bytes",
    ],
)
def test_a_page_or_xml_that_holds_no_ledger_is_refused_with_its_reason(data, reason, units):
    o = read(data, units)
    assert (o.file_verdict, o.reason) == ("refused", reason), o.reason_zh
