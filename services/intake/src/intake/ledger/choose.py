"""Picks the sheet and the header, by itself or as a person says."""

from dataclasses import dataclass

from intake.ledger.columns import letters
from intake.ledger.grid import Grid, read_grids
from intake.ledger.header import Header, find_header, likeliest_row, with_choices
from intake.ledger.mapping import columns_of, has_cases, sheets_of
from intake.ledger.options import ReadOptions
from intake.ledger.outcome import Refusal, Sheet
from intake.ledger.profiles import RULES, Rules


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet that is read, its header, and what should be said about it."""

    grid: Grid
    header: Header
    notes: list[str]
    sheets: list[Sheet]


def choose(data: bytes, options: ReadOptions) -> Choice:
    """Find the ledger in a file.

    Raises:
        Refusal: ``sheet_not_found``, ``header_not_found``, or why the file cannot be read.
    """
    grids = [g for g in read_grids(data) if options.sheet is None or g.name == options.sheet]
    if not grids and options.sheet is not None:
        raise Refusal("sheet_not_found", f"文件中没有名为“{options.sheet}”的工作表")
    rules = RULES[options.profile]
    found = [(g, h) for g in grids if (h := find_header(g, rules, options.header_row)) is not None]
    if not found:
        raise _no_header(grids, rules)
    required = rules.required

    def fitness(x: tuple[Grid, Header]) -> tuple[bool, bool, bool, int]:
        whole = all(c in x[1].columns for c in required)
        return x[0].visible, whole, has_cases(*x), len(x[1].columns)

    grid, header = max(found, key=fitness)
    notes = [
        f"工作表“{g.name}”也像台账，本次未读取，请单独导入"
        for g, h in found
        if g is not grid and g.visible and g.name and all(c in h.columns for c in required)
    ]
    notes += [
        f"“{n}”出现在多列，取 {letters(header.columns[n])} 列"
        for n in dict.fromkeys(header.repeated)
    ]
    notes += [
        f"“{header.headings[c]}”（{letters(c)} 列）按所填内容认作“{n}”，请核对"
        for n, c in ((n, header.columns[n]) for n in header.adopted)
        if n not in (options.column_map or {})
    ]
    if options.column_map:
        header = with_choices(header, options.column_map)
    return Choice(grid, header, notes, sheets_of(found, grid))


def _no_header(grids: list[Grid], rules: Rules) -> Refusal:
    sentence = "找不到台账表头，请使用包含“信访件编号、登记时间、信访人姓名”等列名的表格"
    shown = max(grids, key=lambda g: (g.visible, len(g.head)), default=None)
    header = likeliest_row(shown, rules) if shown else None
    if shown is None or header is None:
        return Refusal("header_not_found", sentence)
    return Refusal(
        "header_not_found", sentence, sheet=shown.name, columns=columns_of(shown, header),
        sheets=[Sheet(g.name, g.visible, None, g is shown) for g in grids if g.name],
    )  # fmt: skip
