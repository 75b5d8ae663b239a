"""Sheets and texts whose content wants to hurt: entities, far cells, endless numbers, formulas, odd encodings."""

from collections.abc import Iterator
from functools import partial

from good_files import ROWS, ods, ods_cell, ods_rows, repacked, xlsx
from hostile_archives import part
from hostile_variant import ACCEPT, PARTIAL, Variant, refused

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
    + "]>"
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>"
REMOTE = "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"
PARAMETER = "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]>"
NONE = refused(
    "damaged", "truncated", "too_large", "no_header", "no_rows",
    "not_a_spreadsheet", "unsafe_content",
)  # fmt: skip


def changed(name: str, old: str, new: str, count: int = 1) -> bytes:
    """The good workbook with a part's text replaced."""
    content = part(xlsx(), name).decode()
    assert old in content, (name, old)
    return repacked(xlsx(), {name: content.replace(old, new, count).encode()})


def entities() -> Iterator[Variant]:
    """Declared entities, wherever they stand."""
    for name in (BOOK, SHEET, STRINGS, "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"):
        for kind, doctype in {"laughs": LAUGHS, "file": OUTSIDE, "dtd": REMOTE}.items():
            make = lambda n=name, d=doctype: changed(n, "?>", f"?>{d}")  # noqa: E731
            yield Variant(f"{kind}-{name.rpartition('/')[2]}", make, refused("unsafe_content"))
    used = ods_rows().replace("小区供暖不热。", "&a11;")
    for kind, doctype in {
        "laughs": LAUGHS,
        "file": OUTSIDE,
        "dtd": REMOTE,
        "parameter": PARAMETER,
    }.items():
        yield Variant(f"{kind}-ods", lambda d=doctype: ods(used, d), refused("unsafe_content"))
    yield Variant(
        "entity-undeclared", lambda: changed(STRINGS, "小区供暖不热。", "&a11;"), NONE | ACCEPT
    )
    yield Variant(
        "entity-late",
        lambda: changed(STRINGS, "?>", f"?>{' ' * 2_000_000}{LAUGHS}"),
        refused("unsafe_content"),
    )


def sheets() -> Iterator[Variant]:
    """Workbooks whose numbers or structure lie."""
    every = NONE | ACCEPT | PARTIAL
    far, last = refused("too_large"), 'r="A2"'
    yield Variant(
        "dimension-claim", lambda: changed(SHEET, 'ref="A1:J9"', 'ref="A1:XFD1048576"'), every
    )
    for cell in ("XFD1048576", "A1048576", "XFD2", "ZZZZZZ2", "A99999999999", "A0"):
        make = partial(
            changed, SHEET, "</row></sheetData>", f'<c r="{cell}"><v>1</v></c></row></sheetData>'
        )
        yield Variant(f"cell-{cell}", make, every, exhausts=True)
    yield Variant(
        "far-cell",
        lambda: far_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        far,
        exhausts=True,
    )
    yield Variant(
        "row-number-huge",
        lambda: far_row('<row r="99999999999999999999"><c><v>1</v></c></row>'),
        every,
        exhausts=True,
    )
    yield Variant(
        "index-out-of-range",
        lambda: changed(SHEET, '<c r="A2" t="s"><v>10<', '<c r="A2" t="s"><v>4000000000<'),
        every,
    )
    yield Variant(
        "index-negative",
        lambda: changed(SHEET, '<c r="A2" t="s"><v>10<', '<c r="A2" t="s"><v>-1<'),
        every,
    )
    yield Variant("no-cell-names", lambda: changed(SHEET, f"<c {last}", "<c"), every)
    yield Variant(
        "odd-type", lambda: changed(SHEET, f'<c {last} t="s"', f'<c {last} t="zzz"'), every
    )
    yield Variant("error-cell", lambda: changed(SHEET, '<c r="J2" t="s"', '<c r="J2" t="e"'), every)
    yield Variant(
        "count-lies",
        lambda: changed(STRINGS, "<sst ", '<sst count="4294967295" uniqueCount="4294967295" '),
        every,
        exhausts=True,
    )
    yield Variant(
        "count-lies-64",
        lambda: changed(STRINGS, 'uniqueCount="', 'uniqueCount="18446744073709551'),
        every,
        exhausts=True,
    )
    yield Variant("number-1e308", lambda: numbers("1e308"), every)
    for value in ("-1", "NaN", "inf", "2958466", "1e-300", "-99999999", "0"):
        yield Variant(f"date-{value}", lambda v=value: numbers(v), every)
    yield Variant("merged-all", lambda: merged("A1:XFD1048576"), every)
    yield Variant(
        "merged-million", lambda: merged(*[f"A{i}:B{i}" for i in range(1, 200_001)]), every
    )
    yield Variant("merged-nonsense", lambda: merged("ZZZ:1", "A1", ":", "A9999999999:B1"), every)
    yield Variant(
        "deep-nesting",
        lambda: changed(SHEET, "<sheetData>", "<x>" * 300_000 + "<sheetData>"),
        every,
    )
    yield Variant(
        "deep-nesting-closed",
        lambda: changed(
            STRINGS, "<si>", "<si><r>" * 1 + "<x>" * 200_000 + "</x>" * 200_000 + "</r></si><si>"
        ),
        every,
    )
    yield Variant(
        "many-attributes",
        lambda: changed(
            SHEET,
            "<sheetData>",
            "<x " + " ".join(f'a{i}="1"' for i in range(300_000)) + "/><sheetData>",
        ),
        every,
        exhausts=True,
    )
    yield Variant(
        "row-attributes",
        lambda: changed(
            SHEET, "<row ", "<row " + " ".join(f'a{i}="1"' for i in range(100_000)) + " "
        ),
        every,
        exhausts=True,
    )
    yield Variant(
        "many-sheets",
        lambda: changed(
            BOOK,
            "<sheets>",
            "<sheets>"
            + "".join(f'<sheet name="s{i}" sheetId="{i + 9}" r:id="rId1"/>' for i in range(20_000)),
        ),
        every,
        exhausts=True,
    )
    yield Variant(
        "sheet-names", lambda: changed(BOOK, 'name="台账"', 'name="../&lt;script&gt;&#10;"'), every
    )
    yield Variant(
        "one-string-20MB",
        lambda: changed(
            STRINGS, "小区供暖不热。", "供" * 7_000_000 + "".join(map(str, range(60_000)))
        ),
        every,
        exhausts=True,
    )
    yield Variant("string-bomb", lambda: string_bomb(200_000, 3_000), every, exhausts=True)
    yield Variant("string-bomb-wide", lambda: string_bomb(30_000, 60_000), every, exhausts=True)
    for path in (
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        STRINGS,
        BOOK,
        SHEET,
    ):
        yield Variant(
            f"empty-{path.rpartition('/')[2]}", lambda p=path: repacked(xlsx(), {p: b""}), every
        )
    yield Variant(
        "wrong-content-types",
        lambda: changed("[Content_Types].xml", "spreadsheetml", "wordprocessingml", 99),
        every,
    )
    yield Variant(
        "rel-outside",
        lambda: changed(
            "xl/_rels/workbook.xml.rels",
            'Target="worksheets/sheet1.xml"',
            'Target="../../../../etc/passwd"',
        ),
        every,
    )
    yield Variant(
        "rel-itself",
        lambda: changed(
            "xl/_rels/workbook.xml.rels", 'Target="worksheets/sheet1.xml"', 'Target="workbook.xml"'
        ),
        every,
    )
    for repeat in (2_000_000_000, 1_048_576):
        wide = ods_cell("x", f' table:number-columns-repeated="{repeat}"')
        yield Variant(
            f"ods-columns-{repeat}",
            lambda w=wide: ods(ods_rows() + f"<table:table-row>{w}</table:table-row>"),
            every,
            exhausts=True,
        )
        tall = f'<table:table-row table:number-rows-repeated="{repeat}">{ods_cell("x")}</table:table-row>'
        yield Variant(
            f"ods-rows-{repeat}", lambda t=tall: ods(ods_rows() + t), every, exhausts=True
        )
        blank = f'<table:table-row table:number-rows-repeated="{repeat}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        yield Variant(
            f"ods-blank-{repeat}", lambda b=blank: ods(ods_rows() + b), every, exhausts=True
        )
        yield Variant(
            f"ods-blank-inside-{repeat}",
            lambda b=blank: ods(ods_rows(ROWS[:2]) + b + ods_rows(ROWS[2:3])),
            every,
            exhausts=True,
        )
    yield Variant(
        "ods-repeat-nonsense",
        lambda: ods(
            ods_rows().replace(
                "<table:table-row>", '<table:table-row table:number-rows-repeated="-1">'
            )
        ),
        every,
    )
    yield Variant(
        "ods-spaces",
        lambda: ods(ods_rows().replace("小区供暖", '<text:s text:c="2000000000"/>')),
        every,
        exhausts=True,
    )


def far_row(row: str) -> bytes:
    return changed(SHEET, "</sheetData>", f"{row}</sheetData>")


def numbers(value: str) -> bytes:
    """A number where a day is expected, stored as a date."""
    return changed(
        SHEET,
        part(xlsx(), SHEET)
        .decode()
        .split('<c r="D2"')[1]
        .split("</c>")[0]
        .join(['<c r="D2"', "</c>"]),
        f'<c r="D2"><v>{value}</v></c>',
    )


def merged(*ranges: str) -> bytes:
    cells = "".join(f'<mergeCell ref="{r}"/>' for r in ranges)
    return changed(SHEET, "</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")


def string_bomb(length: int, cells: int) -> bytes:
    """One long string that many cells show."""
    rows = "".join(
        f'<row r="{i}"><c r="J{i}" t="s"><v>0</v></c></row>' for i in range(10, cells + 10)
    )
    data = changed(SHEET, "</sheetData>", f"{rows}</sheetData>")
    strings = part(data, STRINGS).decode()
    first = strings.split("<si>")[1].split("</si>")[0]
    return repacked(
        data, {STRINGS: strings.replace(first, f"<t>{'供暖' * (length // 2)}</t>", 1).encode()}
    )
