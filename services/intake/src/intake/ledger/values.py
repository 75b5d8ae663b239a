"""Brings one data row to its normal form and says what is wrong with it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.units import Unit, UnitDirectory

from intake.ledger import cells
from intake.ledger.cells import Cell, text_of
from intake.ledger.dates import EPOCH_1900, read_date, read_deadline
from intake.ledger.leader import read_leader
from intake.ledger.people import read_people
from intake.ledger.profiles import Rules

HARD_KINDS = frozenset({"疑难积案", "骨头案", "钉子案"})
_KIND_WORDS = (
    ("疑难", "疑难积案"), ("骨头", "骨头案"), ("钉子", "钉子案"), ("一般", "一般"), ("普通", "一般"),
)  # fmt: skip
_LONGEST_KIND = 10
_SERIAL_TAIL = re.compile(r"(?:\.0*|[、．])$")
_TEXT_COLUMNS = (
    "户籍地", "常住地", "事发地", "信访形式", "诉求内容", "问题属地", "问题类别", "案件类型",
    "工作专班", "办理状态", "化解措施", "备注",
)  # fmt: skip
_FREE_TEXTS = frozenset({"诉求内容", "化解措施", "办理状态", "备注"})
_LONGEST_FIELD = 2_000
"""Characters of any other cell; a hundred identity numbers find room in it."""
_NOT_YET = re.compile(r"^(未|尚|暂|正在|办理中|化解中|待)")
_TITLE = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[）)】\]]")
_BETWEEN_UNITS = re.compile(r"[、，,;；/／\n\r]+|\s+")
_DISTRICT = re.compile(r"^(?:宁夏)?(?:银川市?)?(?:兴庆区)?")
_ORDER = (
    "序号", "交办层级", "交办时间", "信访件编号", "登记时间", "信访人", "联系电话", "户籍地", "常住地",
    "事发地", "人数", "信访形式", "诉求内容", "问题属地", "问题类别", "是否三跨三分离", "案件类型",
    "责任单位", "协办单位", "包案领导", "包案领导级别", "工作专班", "化解时限", "办理状态", "化解措施",
    "是否化解", "化解时间", "是否息访", "备注",
)  # fmt: skip


@dataclass(slots=True)
class RowReading:
    """A row while it is being read; ``errors`` are (code, column, sentence)."""

    raw: dict[str, Cell]
    today: date
    units: UnitDirectory
    merged: set[str]
    rules: Rules
    epoch: date = EPOCH_1900
    values: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)

    def cell(self, column: str) -> Cell:
        """The raw cell; nothing when it would run as a formula."""
        return self.raw.get(column)

    def fail(self, code: str, column: str, sentence: str) -> None:
        """Note an error that rejects the row."""
        self.errors.append((code, column, sentence))

    def warn(self, code: str) -> None:
        """Note something a person should look at."""
        if code not in self.warnings:
            self.warnings.append(code)


def read_row(
    raw: dict[str, Cell],
    *,
    today: date,
    units: UnitDirectory,
    merged: set[str],
    extras: dict[str, Any],
    rules: Rules,
    epoch: date = EPOCH_1900,
) -> RowReading:
    """Normalise one row by the rules of the district's form.

    Args:
        raw: cells by canonical column.
        today: no registration lies after this day.
        units: the district's units and their aliases.
        merged: columns whose value came from a merged cell.
        extras: what the row says under headings the form does not know.
        rules: what this kind of list must hold.
        epoch: day 0 of the workbook's serial numbers.
    """
    out = RowReading(dict(raw), today, units, merged, rules, epoch, extras=dict(extras))
    _refuse_harmful(out)
    _dates(out)
    _people(out)
    _plain(out)
    _units(out)
    _leader(out)
    _require(out)
    out.values = {k: out.values.get(k) for k in _ORDER}
    return out


def _refuse_harmful(out: RowReading) -> None:
    for column, cell in (out.raw | out.extras).items():
        if not isinstance(cell, str):
            continue
        if len(cell) > _LONGEST_FIELD:
            free = column in _FREE_TEXTS or column in out.extras
            longest = cells.LONGEST if free else _LONGEST_FIELD
            if len(cell) > longest:
                sentence = f"“{column}”内容过长（{len(cell)} 字，最多 {longest} 字）"
                out.fail("cell_too_long", column, sentence)
                continue
        if cell[:1] in cells.MAY_START and cells.is_formula(cell):
            out.fail("formula_injection", column, f"“{column}”以公式字符开头，疑似公式注入")
    for _, column, _ in out.errors:
        out.extras.pop(column, None)
        if column in out.raw:
            out.raw[column] = None


def _dates(out: RowReading) -> None:
    for column in ("交办时间", "登记时间", "化解时限", "化解时间"):
        cell = out.cell(column)
        value, form = (read_deadline if column == "化解时限" else read_date)(cell, out.epoch)
        if form == "end_of":
            out.warn("deadline_end_of_period")
        if form and form != "serial":
            out.notes.append(f"date:{column}:{form}")
        out.values[column] = value.isoformat() if value else None
        text = text_of(cell)
        if column == "登记时间":
            _check_scope(out, text, value)
        elif value is None and text is not None and not _NOT_YET.match(text):
            out.warn("date_unreadable")
            out.extras[f"{column}原文"] = text


def _check_scope(out: RowReading, text: str | None, value: date | None) -> None:
    column = "登记时间"
    if text is None:
        return
    if value is None:
        out.fail("date_invalid", column, f"登记时间 {text} 不是有效日期")
    elif value > out.today:
        out.fail("date_in_future", column, f"登记时间 {value} 在将来")
    elif (first := out.rules.earliest) and value < first:
        out.fail("date_before_scope", column, f"登记时间 {value} 早于 {first}{out.rules.too_early}")
    elif (last := out.rules.latest) and value > last:
        out.fail("date_after_scope", column, f"登记时间 {value} 晚于 {last}{out.rules.too_late}")


def _people(out: RowReading) -> None:
    found = read_people(out.cell("信访人姓名"), out.cell("身份证号"), out.cell("联系电话"))
    out.values["信访人"] = found.people
    out.values["联系电话"] = found.phones
    out.notes += found.notes
    for code in found.warnings:
        out.warn(code)
    for error in found.errors:
        out.fail(*error)
    out.extras.update(found.extras)


def _plain(out: RowReading) -> None:
    serial = text_of(out.cell("序号"))
    number = _SERIAL_TAIL.sub("", cells.half_width(serial)) if serial else ""
    out.values["序号"] = int(number) if number.isdecimal() else serial
    for column in _TEXT_COLUMNS:
        out.values[column] = text_of(out.cell(column))
    out.values["案件类型"] = _kind(out, out.values["案件类型"])
    out.values["人数"] = cells.read_count(out.cell("人数"))
    if out.values["人数"] is None and text_of(out.cell("人数")):
        out.warn("count_unreadable")
    _case_no(out)
    _source(out)
    out.values["是否三跨三分离"] = bool(cells.read_flag(out.cell("是否三跨三分离")))
    if m := _TITLE.search(text_of(out.cell("是否三跨三分离")) or ""):
        out.extras["三跨三分离类型"] = m[1]
    for column in ("是否化解", "是否息访"):
        out.values[column] = cells.read_flag(out.cell(column))
        if out.values[column] is None and text_of(out.cell(column)):
            out.warn("flag_unreadable")


def _kind(out: RowReading, text: str | None) -> str | None:
    """疑难案件 and “疑难”积案 are 疑难积案; what names two kinds, or none, is kept as it stands."""
    if text is None or text in HARD_KINDS or text == "一般":
        return text
    named = [kind for word, kind in _KIND_WORDS if word in text]
    if len(named) != 1 or len(text) > _LONGEST_KIND:
        return text
    out.extras["案件类型原文"] = text
    return named[0]


def _case_no(out: RowReading) -> None:
    cell = out.cell("信访件编号")
    text = text_of(cell)
    out.values["信访件编号"] = cells.half_width(text).upper() if text else None
    if cells.lost_digits(cell)[0]:
        out.fail(
            "number_precision_lost",
            "信访件编号",
            "信访件编号被存成数字，末位已丢失，请改为文本格式",
        )


def _source(out: RowReading) -> None:
    text = text_of(out.cell("交办层级"))
    out.values["交办层级"] = source = _source_name(text) if text else None
    if text and source is None:
        out.values["交办层级"] = text
        out.fail("source_unknown", "交办层级", f"交办层级“{text}”无法识别")


def _source_name(text: str) -> str | None:
    if any(w in text for w in ("中央", "国家", "中信联", "全国")):
        return "中央信联会议"
    if any(w in text for w in ("自治区", "宁夏", "宁信联", "省")):
        return "自治区信联办"
    if any(w in text for w in ("兴庆", "兴信联", "区", "本级", "自办")):
        return "兴庆区本级"
    return "银川市" if any(w in text for w in ("市", "银川", "银信联")) else None


def _unit_name(out: RowReading, text: str) -> str:
    unit = find_unit(out.units, text)
    if unit is None:
        out.warn("unit_unknown")
    return unit.name if unit else text


def find_unit(units: UnitDirectory, text: str) -> Unit | None:
    """The unit of a name, also with a remark in brackets, spaces, or the district before it."""
    if unit := units.by_name(text):
        return unit
    plain = re.sub(r"\s+", "", _TITLE.sub("", cells.half_width(text)))
    short = _DISTRICT.sub("", plain)
    for name in (plain, short, f"兴庆区{short}", f"区{short}", f"{short}街道"):
        if name and (unit := units.by_name(name)):
            return unit
    return None


def _units(out: RowReading) -> None:
    lead = text_of(out.cell("责任单位"))
    out.values["责任单位"] = None
    if lead:
        names = (
            [lead] if find_unit(out.units, lead) else [p for p in _BETWEEN_UNITS.split(lead) if p]
        )
        out.values["责任单位"] = name = _unit_name(out, names[0])
        if len(names) > 1:
            out.warn("several_lead_units")
            out.extras["其余责任单位"] = [_unit_name(out, n) for n in names[1:]]
        if name != lead and len(names) == 1:
            out.notes.append("unit_alias")
        if "责任单位" in out.merged:
            out.notes.append("unit_from_merged_cell")
    helpers = cells.lines_of(out.cell("协办单位"))
    if not helpers:
        out.values["协办单位"] = []
        return
    parts = [helpers] if find_unit(out.units, helpers) else _BETWEEN_UNITS.split(helpers)
    out.values["协办单位"] = list(dict.fromkeys(_unit_name(out, p) for p in parts if p))


def _leader(out: RowReading) -> None:
    text = text_of(out.cell("包案领导"))
    if text:
        text, post = read_leader(text)
        if post:
            out.extras["包案领导职务"] = post
    out.values["包案领导"] = text
    level = text_of(out.cell("包案领导级别"))
    if level is None:
        normal = None
    elif "县" in level or "处" in level:
        normal = "县级"
    elif "科" in level:
        normal = "乡科级"
    else:
        normal = level
        out.warn("leader_level_unknown")
    out.values["包案领导级别"] = normal
    if normal != level:
        out.extras["包案领导级别原文"] = level
    hard = out.values["案件类型"] in HARD_KINDS or out.values["是否三跨三分离"]
    if hard and normal == "乡科级":
        out.warn("leader_level_below_county")


def _require(out: RowReading) -> None:
    failed = {column for _, column, _ in out.errors}
    for column in out.rules.required:
        if text_of(out.cell(column)) is None and column not in failed:
            out.fail("required_missing", column, f"{column}为空")
    needed = "信访人姓名" in out.rules.required
    if needed and not out.values["信访人"] and not ({"信访人姓名"} & {c for _, c, _ in out.errors}):
        out.fail("required_missing", "信访人姓名", "信访人姓名为空")
