"""What a person chose on the mapping screen, and what of it intake must be told."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from portal.clients.imports import ColumnMapping, FileColumn
from portal.forms.reading import text_of

_ROWS = 20_000
_UNSURE = frozenset({"guess", "unknown"})


def missing(found: ColumnMapping, chosen: Mapping[str, str]) -> list[str]:
    """Required columns of the form that no column of the file stands for.

    Args:
        found: the mapping as intake has it.
        chosen: name in the form by letter of the file's column.
    """
    taken = set(chosen.values())
    return [c.name for c in found.canonical if c.required and c.name not in taken]


def shown(found: ColumnMapping) -> dict[str, str]:
    """The choices with which the screen opens, by letter.

    A guess of the reader is only put in where a required column is missing: a person reads that one
    with care, because the file was refused for it.
    """
    used = {c.letter: c.name for c in found.columns if c.name}
    wanted = set(missing(found, used))
    guessed = {
        c.letter: c.proposed
        for c in found.columns
        if not c.name and c.sure == "guess" and c.proposed in wanted
    }
    return {c.letter: used.get(c.letter) or guessed.get(c.letter) or "" for c in found.columns}


def grouped(found: ColumnMapping) -> list[tuple[str, list[FileColumn]]]:
    """The columns under headings: those that a person has to look at, those kept beside, the rest.

    The national record has dozens of fields that this form does not have; nobody need look at them.
    """
    usual = found.profile == "exchange"
    groups: dict[str, list[FileColumn]] = {"look": [], "sure": [], "beside": []}
    for c in found.columns:
        groups[_group(c, usual=usual)].append(c)
    headings = {
        "look": f"请看这 {len(groups['look'])} 列是什么", "sure": "系统有把握的列",
        "beside": "本表没有的栏目，作附加信息保存" if usual else "没有内容的列",
    }  # fmt: skip
    return [(headings[name], columns) for name, columns in groups.items() if columns]


def _group(column: FileColumn, *, usual: bool) -> str:
    if column.sure not in _UNSURE:
        return "sure"
    if not column.samples or (usual and column.sure == "unknown"):
        return "beside"
    return "look"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The choices as sent, by letter, and what is wrong with them."""

    chosen: Mapping[str, str]
    errors: list[str]

    def told(self, found: ColumnMapping, *, remember: bool) -> dict[str, Any]:
        """The body for intake: what the person changed now or chose before, the rest as it was found."""
        letters = {name: letter for letter, name in self.chosen.items() if name}
        columns: dict[str, str | None] = {
            n: None for n in found.options.column_map or {} if n not in letters
        }
        for c in found.columns:
            now = self.chosen[c.letter]
            if now and (now != c.name or c.sure == "chosen"):
                columns[now] = c.letter
            if c.name and c.name not in letters:
                columns[c.name] = None
        return {
            "columns": columns, "sheet": found.options.sheet, "profile": found.profile,
            "header_row": found.options.header_row, "remember": remember,
        }  # fmt: skip


def read_choice(found: ColumnMapping, data: FormData) -> ColumnChoice:
    """Read the selects; a column that was not sent stays as it was shown."""
    before, names = shown(found), {c.name for c in found.canonical}
    chosen = {c.letter: _sent(c, data, before[c.letter]) for c in found.columns}
    chosen = {letter: name if name in names else "" for letter, name in chosen.items()}
    errors = []
    for name, times in Counter(n for n in chosen.values() if n).items():
        if times > 1:
            where = "、".join(letter for letter, n in chosen.items() if n == name)
            errors.append(f"“{name}”选了 {times} 列（{where} 列），只能选一列。")
    errors += [f"还没有指定“{name}”是哪一列，这是必填栏目。" for name in missing(found, chosen)]
    return ColumnChoice(chosen, errors)


def _sent(column: FileColumn, data: FormData, before: str) -> str:
    name = f"col-{column.letter}"
    return text_of(data, name) if name in data else before


def as_before(found: ColumnMapping) -> dict[str, Any]:
    """The body for another reading under the choices of before."""
    letters = {c.index: c.letter for c in found.columns}
    chosen = found.options.column_map or {}
    return {
        "columns": {n: None if i is None else letters.get(i) for n, i in chosen.items()},
        "sheet": found.options.sheet, "header_row": found.options.header_row,
        "profile": found.options.profile, "remember": False,
    }  # fmt: skip


def read_place(data: FormData) -> tuple[dict[str, Any], str]:
    """Sheet, header row and kind of list for another reading, and what is wrong with them."""
    row = text_of(data, "header_row")
    body: dict[str, Any] = {"columns": {}, "remember": False}
    if row:
        if not row.isascii() or not row.isdigit() or not 1 <= int(row) <= _ROWS:
            return body, "标题行请填行号，例如 3。"
        body["header_row"] = int(row)
    for name in ("sheet", "profile"):
        if value := text_of(data, name):
            body[name] = value
    return body, ""
