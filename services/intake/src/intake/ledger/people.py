"""Reads petitioners, their identity numbers and their phones out of a ledger row."""

import re
from dataclasses import dataclass, field

from intake.domain.identity_number import IdNumberError, read
from intake.ledger.cells import Cell, half_width, lines_of, lost_digits, text_of

_BETWEEN_NAMES = re.compile(r"[、，,;；/／|\n\r\t]+")
_GROUP = re.compile(r"[（(]?\s*等\s*[\d０-９一二三四五六七八九十百余多]*\s*[人户名]*\s*[）)]?$")
_BRACKETS = re.compile(r"[（(【][^（()）】]*[）)】]")
_BETWEEN_IDS = re.compile(r"[、，,;；/／|\n\r]+|(?<=[0-9Xx])\s+(?=\d{6})")
_BETWEEN_PHONES = re.compile(r"[、，,;/|\s]+|或")
_COUNTRY = re.compile(r"(?:\+|00)86[\s-]*|(?<!\d)86[\s-]+(?=1\d{10})")


@dataclass(slots=True)
class PeopleFinding:
    """The petitioners of one row and what a person should know about them."""

    people: list[dict[str, str | None]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    spare_ids: list[str] = field(default_factory=list)


def read_people(name: Cell, id_no: Cell, phone: Cell) -> PeopleFinding:
    """Match names with identity numbers in their order; phones belong to the row."""
    out = PeopleFinding()
    names = _names(name, out)
    ids = _ids(id_no, out)
    for i, person in enumerate(names):
        entry: dict[str, str | None] = {"姓名": person, "身份证号": None, "状态": "missing"}
        if i < len(ids):
            entry.update(ids[i])
        out.people.append(entry)
    out.spare_ids = [v for v in (i["身份证号"] for i in ids[len(names) :]) if v]
    _warn(out, len(names), ids)
    out.phones = _phones(phone, out)
    return out


def _warn(out: PeopleFinding, names: int, ids: list[dict[str, str | None]]) -> None:
    if names > 1:
        out.warnings.append("multiple_petitioners")
    if not ids and not out.errors:
        out.warnings.append("id_missing")
    elif len(ids) != names and not out.errors:
        out.warnings.append("id_count_mismatch")
    if any(i["状态"] == "precision_lost" for i in ids):
        out.warnings.append("id_precision_lost")


def _names(cell: Cell, out: PeopleFinding) -> list[str]:
    raw, text = str(cell or ""), lines_of(cell)
    if text and text != raw:
        out.notes.append("name_whitespace")
    plain = _BRACKETS.sub("", _GROUP.sub("", text)) or text
    plain = _GROUP.sub("", plain)
    if plain != text:
        out.notes.append("name_group_suffix")
    names: list[str] = []
    for part in _BETWEEN_NAMES.split(plain):
        words = part.split()
        if len(words) > 1 and (len(words[0]) == 1 or all(len(w) == 1 for w in words)):
            words = ["".join(words)]
            out.notes.append("name_inner_space")
        names += words
    return names


def _ids(cell: Cell, out: PeopleFinding) -> list[dict[str, str | None]]:
    lost, first15 = lost_digits(cell)
    if lost:
        entry: dict[str, str | None] = {"身份证号": None, "状态": "precision_lost"}
        return [entry | {"前15位": first15} if first15 else entry]
    text = text_of(cell)
    if text is None:
        return []
    _note_id_form(str(cell), text, out)
    found: list[dict[str, str | None]] = []
    for part in _BETWEEN_IDS.split(half_width(text)):
        if not part.strip(" \t'’‘`"):
            continue
        try:
            number = read(part)
        except IdNumberError as e:
            out.errors.append((e.code, e.sentence))
            continue
        if number.from_15:
            out.notes.append("id_15_to_18")
        found.append({"身份证号": number.value, "状态": "from_15" if number.from_15 else "ok"})
    return found


def _note_id_form(raw: str, text: str, out: PeopleFinding) -> None:
    if half_width(text) != text:
        out.notes.append("id_fullwidth")
    if "x" in text:
        out.notes.append("id_lower_x")
    if raw != text:
        out.notes.append("id_trimmed")


def _phones(cell: Cell, out: PeopleFinding) -> list[str]:
    text = text_of(cell)
    if text is None:
        return []
    if not isinstance(cell, str):
        out.notes.append("phone_number")
    plain = half_width(text)
    if plain != text:
        out.notes.append("phone_fullwidth")
    bare = _COUNTRY.sub("", plain)
    if bare != plain:
        out.notes.append("phone_prefix")
    if "-" in bare:
        out.notes.append("phone_hyphen")
    phones = [p for p in (re.sub(r"[-()\s]", "", w) for w in _BETWEEN_PHONES.split(bare)) if p]
    if len(phones) > 1:
        out.notes.append("two_phones")
    if any(not re.fullmatch(r"\d{7,12}", p) for p in phones):
        out.warnings.append("phone_unreadable")
    return phones
