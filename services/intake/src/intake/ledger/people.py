"""Reads petitioners, their identity numbers and their phones out of a ledger row."""

import re
from dataclasses import dataclass, field

from intake.domain.identity_number import IdNumberError, read
from intake.ledger.cells import Cell, half_width, lines_of, lost_digits, text_of
from intake.ledger.phones import MOBILE, read_phones
from intake.ledger.surnames import SURNAMES

_BETWEEN_NAMES = re.compile(r"[、，,;；/／|\n\r\t]+")
_GROUP = re.compile(
    r"[（(]?\s*等\s*(?:共计?\s*)?[\d０-９一二三四五六七八九十百千余多两几数]*\s*[个]?[人户名位]*"
    r"(?:业主|居民|村民|群众|职工|农民工|商户|家长|住户|员工|户主|代表|购房户|工人|家庭)*\s*[）)]?$"
)
_TITLES = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:先生|女士|同志|小姐|师傅|老师|大爷|大妈|阿姨)$")
_SHORTEST_PAIR = 5
_WHOLE = 3
"""Characters of a name that lacks none."""
_AND = re.compile(r"([\u4e00-\u9fff]{2,4})[和与及]([\u4e00-\u9fff]{2,4})")
_BRACKETS = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]")
_COUNTER = re.compile(r"[①-⑳⑴-⒛]|(?<![\d.])\d{1,2}[.、．]\s*(?=[\u4e00-\u9fff]|\d{15})")
"""Before each of several: ① or 1."""
_NO_NAME = re.compile(r"男|女|男性|女性|[\u4e00-\u9fff]{1,3}族|\d{1,3}岁|本人|户主")
"""What offices write behind a name."""
_BETWEEN_IDS = re.compile(r"[、，,;；/／|\n\r]+")
_BETWEEN_SPACED_IDS = re.compile(r"(?<=[0-9Xx])\s+(?=\d{6})")
_AROUND_ID = re.compile(r"^[^0-9A-Za-z]+|[^0-9A-Za-z]+$")
_NEW_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_TYPED_X = re.compile(r"(?<=\d{17})[×✕✖ΧХ╳]")
_GAPS = re.compile(r"[\s-]")
_GROUPED_ID = re.compile(r"(?<!\d)(\d{6})[\s-](\d{8})[\s-](\d{3}[0-9Xx])(?![0-9A-Za-z])")
_DIGIT_OR_LETTER = re.compile(r"[0-9A-Za-z]")
_ID_SIZES = {15, 18}
_LABELS = re.compile(
    r"(?:公民)?(?:身份证件?|证件|联系电话|联系方式|电话|手机|号码)+号?码?\s*[:：]?"
)
_LONG_NUMBER = re.compile(r"[\dXx-]{6,}")


@dataclass(slots=True)
class PeopleFinding:
    """The petitioners of one row and what a person should know about them.

    ``errors`` are (code, column, sentence).
    """

    people: list[dict[str, str | None]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    extras: dict[str, list[str] | str] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What a cell holds beside its own kind of value."""

    ids: list[dict[str, str | None]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)


def read_people(name: Cell, id_no: Cell, phone: Cell) -> PeopleFinding:
    """Match names with identity numbers in their order; phones belong to the row.

    A whole identity number or mobile number in a cell of another kind is taken from there.
    """
    out = PeopleFinding()
    beside = _Found()
    names = _names(name, out, beside)
    ids = _ids(id_no, out, beside)
    phone_text = _ids_among_phones(phone, beside)
    if not ids and beside.ids and not out.errors:
        ids = beside.ids
        out.warnings.append("id_in_other_cell")
    for i, person in enumerate(names):
        entry: dict[str, str | None] = {"姓名": person, "身份证号": None, "状态": "missing"}
        if i < len(ids):
            entry.update(ids[i])
        out.people.append(entry)
    if spare := [v for v in (i["身份证号"] for i in ids[len(names) :]) if v]:
        out.extras["多出的身份证号"] = spare
    _warn(out, len(names), ids)
    _phones(phone_text, beside, out)
    return out


def read_ids(cell: Cell) -> list[dict[str, str | None]]:
    """The identity numbers of a cell without their names; faulty ones are left out."""
    return _ids(cell, PeopleFinding(), _Found())


def _warn(out: PeopleFinding, names: int, ids: list[dict[str, str | None]]) -> None:
    if names > 1:
        out.warnings.append("multiple_petitioners")
    if not ids and not out.errors:
        out.warnings.append("id_missing")
    elif len(ids) != names and not out.errors:
        out.warnings.append("id_count_mismatch")
    if any(i["状态"] == "precision_lost" for i in ids):
        out.warnings.append("id_precision_lost")


def _names(cell: Cell, out: PeopleFinding, beside: _Found) -> list[str]:
    raw, text = str(cell or ""), lines_of(cell)
    if text and text != raw:
        out.notes.append("name_whitespace")
    text = _COUNTER.sub("、", text).strip("、")
    if any(c.isdigit() for c in text):
        text = _without_numbers(text, out, beside)
    if remark := "；".join(m[0][1:-1] for m in _BRACKETS.finditer(_GROUP.sub("", text))):
        out.extras["姓名备注"] = remark
    plain = _BRACKETS.sub("", _GROUP.sub("", text)) or text
    plain = _GROUP.sub("", plain)
    if plain != text:
        out.notes.append("name_group_suffix")
    names: list[str] = []
    parts = [p for p in _BETWEEN_NAMES.split(plain) if p.strip()]
    if len(parts) > 1 and all(len(p.strip()) == 1 for p in parts):
        parts = [" ".join(parts)]
    for part in parts:
        words = _two_of(part) or part.split()
        if len(words) > 1:
            words = [w for w in words if not _NO_NAME.fullmatch(w)]
            if min(map(len, words), default=0) == 1:
                words = _closed_up(words)
                out.notes.append("name_inner_space")
        names += words
    bare = (_TITLES.sub("", w.strip(" :：-—.。·•")) for w in names)
    return [n for n in bare if n]


def _closed_up(words: list[str]) -> list[str]:
    """Names whose characters stand apart: 王 伟, 王 小 花, 王 小花, 王 伟 李 静."""
    names: list[str] = []
    rest = list(words)
    while rest:
        name = rest.pop(0)
        if rest and len(name) == 1 and len(rest[0]) < _WHOLE:
            name += rest.pop(0)
        if len(rest) == 1 and len(rest[0]) == 1 and len(name) < _WHOLE:
            name += rest.pop(0)
        names.append(name)
    return names


def _two_of(text: str) -> list[str] | None:
    """张三和李四 are two; 张和平 is one."""
    if len(text) < _SHORTEST_PAIR:
        return None
    match = _AND.fullmatch(text.strip())
    if match and match[1][0] in SURNAMES and match[2][0] in SURNAMES:
        return [match[1], match[2]]
    return None


def _without_numbers(text: str, out: PeopleFinding, beside: _Found) -> str:
    """The names alone; whole identity and mobile numbers are put beside."""
    plain = half_width(text)
    if not _LONG_NUMBER.search(plain):
        return text
    for match in _NEW_ID.finditer(plain):
        try:
            beside.ids.append({"身份证号": read(match[0]).value, "状态": "ok"})
        except IdNumberError as e:
            out.errors.append((e.code, "信访人姓名", f"信访人姓名中的{e.sentence}"))
    bare = _NEW_ID.sub(" ", plain)
    beside.phones += MOBILE.findall(bare)
    bare = MOBILE.sub(" ", bare)
    if _LONG_NUMBER.search(bare):
        out.warnings.append("name_has_number")
    out.notes.append("name_with_number")
    bare = _LABELS.sub(" ", _LONG_NUMBER.sub(" ", bare))
    return re.sub(r"[（(\[【][\s,，、;；:：]*[)）\]】]", "", bare).strip(" ,，、;；:：/")


def _ids(cell: Cell, out: PeopleFinding, beside: _Found) -> list[dict[str, str | None]]:
    lost, first15 = lost_digits(cell)
    if lost:
        entry: dict[str, str | None] = {"身份证号": None, "状态": "precision_lost"}
        return [entry | {"前15位": first15} if first15 else entry]
    text = text_of(cell)
    if text is None:
        return []
    _note_id_form(str(cell), text, out)
    plain = _GROUPED_ID.sub(r"\1\2\3", half_width(_COUNTER.sub("、", text)))
    if not plain.isascii():
        plain = _TYPED_X.sub("X", plain)
    if not _DIGIT_OR_LETTER.search(plain):
        out.extras["身份证号原文"] = text
        return []
    found: list[dict[str, str | None]] = []
    for part in _id_parts(plain):
        if MOBILE.fullmatch(part):
            beside.phones.append(part)
            out.warnings.append("phone_in_other_cell")
            continue
        lost, first15 = lost_digits(part)
        if lost:
            entry = {"身份证号": None, "状态": "precision_lost"}
            found.append(entry | {"前15位": first15} if first15 else entry)
            continue
        try:
            number = read(part)
        except IdNumberError as e:
            out.errors.append((e.code, "身份证号", e.sentence))
            continue
        if number.from_15:
            out.notes.append("id_15_to_18")
        found.append({"身份证号": number.value, "状态": "from_15" if number.from_15 else "ok"})
    return found


def _id_parts(plain: str) -> list[str]:
    """The numbers of a cell, each without labels, brackets and inner spaces."""
    if len(whole := "".join(plain.split())) in _ID_SIZES:
        return [whole]
    parts: list[str] = []
    for part in _BETWEEN_IDS.split(plain):
        bare = _AROUND_ID.sub("", part)
        joined = _GAPS.sub("", bare)
        if len(joined) in _ID_SIZES or not joined:
            parts.append(joined)
        elif found := _NEW_ID.findall(bare):
            # Whole numbers among other text: 张三640…8、李四640…9, or a phone behind the number.
            parts += found + MOBILE.findall(_NEW_ID.sub(" ", bare))
        else:
            parts += _BETWEEN_SPACED_IDS.split(bare)
    return [p for p in parts if p]


def _note_id_form(raw: str, text: str, out: PeopleFinding) -> None:
    if half_width(text) != text:
        out.notes.append("id_fullwidth")
    if "x" in text:
        out.notes.append("id_lower_x")
    if raw != text:
        out.notes.append("id_trimmed")


def _ids_among_phones(cell: Cell, beside: _Found) -> Cell:
    """The phone cell without identity numbers, which are put beside."""
    if not isinstance(cell, str) or not (numbers := _NEW_ID.findall(plain := half_width(cell))):
        return cell
    for number in numbers:
        try:
            beside.ids.append({"身份证号": read(number).value, "状态": "ok"})
        except IdNumberError:
            continue
        plain = plain.replace(number, " ")
    return _LABELS.sub(" ", plain)


def _phones(cell: Cell, beside: _Found, out: PeopleFinding) -> None:
    found = read_phones(cell)
    out.notes += found.notes
    if found.doubtful:
        out.warnings.append("phone_unreadable")
    if found.unread:
        out.extras["联系电话原文"] = text_of(cell) or ""
    out.phones = list(dict.fromkeys(found.numbers + beside.phones))
