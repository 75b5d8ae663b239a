"""Pages and XML workbooks that want to hurt."""

from collections.abc import Callable, Iterator

from hostile_contents import LAUGHS, NONE, OUTSIDE, PARAMETER, REMOTE
from hostile_texts import PAYLOADS
from hostile_variant import ACCEPT, PARTIAL, Variant, refused
from ledger_books import a_row
from office_files import ROWS, excel_page, portal_page, system_page, xml_book, xml_cell, xml_rows

FAR = ' ss:Index="999999999"'
HUGE = ' ss:MergeAcross="999999999" ss:MergeDown="999999999"'
_LONG = "供暖" * 8_000


def page(body: str = "", before: str = "") -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{x}" for x in row) for row in ROWS)
    return f"<html>{before}<table>{rows}{body}</table></html>".encode()


def pages() -> Iterator[Variant]:
    """HTML: nonsense in attributes, endless tables, torn markup, scripts and formulas."""
    every = NONE | ACCEPT | PARTIAL
    for name, body in {
        "spans": "<tr>" + "<td colspan=9999999 rowspan=9999999>x" * 3_000,
        "spans-1000": "<tr>" + "<td colspan=1000 rowspan=1000>x" * 9_000,
        "rows": "<tr><td>x" * 20_000, "cells": "<tr>" + "<td>x" * 100_000,
        "nested": "<tr><td>" + "<table><tr><td>x" * 20_000 + "</table>" * 20_000,
        "nested-open": "<tr><td>" + "<table><tr><td>x" * 100_000,
        "comment-open": "<tr><td>x<!--" + "<td>" * 100_000, "comments": "<!--" * 1_000_000,
        "brackets": "<" * 3_000_000, "tag-open": "<td " + "a" * 3_000_000,
        "attributes": "<td " + "colspan=1 " * 200_000 + ">", "ends": "</tr></td></table>" * 100_000,
        "entities": "<tr><td>" + "&amp" * 1_000_000, "numbers": "<tr><td>" + "&#99999999999999999999;" * 50_000,
        "breaks": "<tr><td>" + "<br> " * 200_000, "script-open": "<script>" + "<td>" * 100_000,
    }.items():  # fmt: skip
        yield Variant(f"page-{name}", lambda b=body: page(b), every, exhausts=True)
    for kind, doctype in {"laughs": LAUGHS, "file": OUTSIDE, "dtd": REMOTE}.items():
        yield Variant(
            f"page-{kind}", lambda d=doctype: b'<?xml version="1.0"?>' + page(before=d), every
        )
    for i, payload in enumerate(PAYLOADS):
        row = "<tr>" + "".join(f"<td>{x}" for x in a_row(9, 备注=payload.replace("\n", "<br>")))
        yield Variant(f"page-formula-{i}", lambda r=row: page(r), PARTIAL)
    yield Variant(
        "page-many", lambda: page("</table><table><tr><td>x" * 50_000), every, exhausts=True
    )
    yield Variant("page-charset", lambda: page(before="<meta charset=utf-16>"), every)
    yield Variant("page-charset-odd", lambda: page(before="<meta charset=rot13>"), every)
    yield Variant(
        "page-login",
        lambda: b"<!DOCTYPE html><html><body><form>" + bytes(200),
        refused("not_a_spreadsheet"),
    )
    yield from cut("page", excel_page)
    yield from cut("page-in-page", portal_page)
    yield from cut("page-of-system", system_page)


def cut(name: str, whole: Callable[[], bytes]) -> Iterator[Variant]:
    """A file cut at four places behind its beginning."""
    for fifth in range(1, 5):
        make = lambda f=fifth: whole()[: len(whole()) * f // 5]  # noqa: E731
        yield Variant(
            f"cut-{name}-{fifth}",
            make,
            refused("truncated", "unknown_encoding", "not_a_spreadsheet"),
        )


def xml_books() -> Iterator[Variant]:
    """The XML of Excel 2003: entities, far cells, endless rows, lies about types."""
    every = NONE | ACCEPT | PARTIAL
    for kind, doctype in {
        "laughs": LAUGHS,
        "file": OUTSIDE,
        "dtd": REMOTE,
        "parameter": PARAMETER,
    }.items():
        make = lambda d=doctype: xml_book().replace(b"<Workbook", d.encode() + b"<Workbook", 1)  # noqa: E731
        yield Variant(f"book-{kind}", make, refused("unsafe_content"))
    good = xml_rows(ROWS)
    for name, rows in {
        "far-row": '<Row ss:Index="1048576"/>', "row-nonsense": '<Row ss:Index="-9"/><Row ss:Index="99999999999"/>',
        "row-back": '<Row ss:Index="1"/>', "far-cell": f"<Row>{xml_cell('x', FAR)}</Row>",
        "merged": f"<Row>{xml_cell('x', HUGE)}</Row>",
        "merged-many": "<Row>" + xml_cell("x", " ss:MergeAcross='999' ss:MergeDown='999'") * 5_000 + "</Row>",
        "rows": "<Row/>" * 300_000, "cells": "<Row>" + "<Cell/>" * 300_000 + "</Row>",
        "deep": "<x>" * 200_000 + "</x>" * 200_000, "attributes": "<Row " + " ".join(f'a{i}=""' for i in range(50_000)) + "/>",
        "long-cell": f"<Row>{xml_cell(_LONG * 10)}</Row>", "undeclared": f"<Row>{xml_cell('x')}&a;</Row>",
        "formula": '<Row><Cell ss:Formula="=cmd|1"><Data ss:Type="Number">1</Data></Cell></Row>',
        "outside": "</Table><Row><Cell><Data>x</Data></Cell></Row><Table>", "data-alone": '<Data ss:Type="String">x</Data>',
    }.items():  # fmt: skip
        yield Variant(f"book-{name}", lambda r=rows: xml_book(rows=good + r), every, exhausts=True)
    for value in ("1e999", "NaN", "x", "", "9" * 5_000):
        row = f"<Row>{''.join(map(xml_cell, a_row(9)[:3]))}{xml_cell(value, kind='Number')}</Row>"
        yield Variant(f"book-number-{value[:5]}", lambda r=row: xml_book(rows=good + r), PARTIAL)
    for value in ("9999-99-99", "0000-00-00T00:00:00", "x" * 9_000, "2019-03-01T00:00:00+99:00"):
        row = f"<Row>{''.join(map(xml_cell, a_row(9)[:3]))}{xml_cell(value, kind='DateTime')}</Row>"
        yield Variant(f"book-day-{value[:5]}", lambda r=row: xml_book(rows=good + r), PARTIAL)
    for i, payload in enumerate(PAYLOADS):
        row = f"<Row>{''.join(map(xml_cell, a_row(9, 备注=payload)))}</Row>"
        yield Variant(f"book-formula-{i}", lambda r=row: xml_book(rows=good + r), PARTIAL)
    yield Variant("book-utf7", lambda: xml_book("utf-7", "utf-7"), every)
    yield Variant("book-lies-utf16", lambda: xml_book("utf-8", "utf-16"), every)
    yield Variant(
        "book-sheets",
        lambda: xml_book().replace(
            b"</Workbook>", b'<Worksheet ss:Name="x"/>' * 100_000 + b"</Workbook>"
        ),
        every,
    )
    yield from cut("book", xml_book)
