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
    """The columns under headings: those that a person has to look at, then the rest."""
    unsure = [c for c in found.columns if c.sure in _UNSURE]
    sure = [c for c in found.columns if c.sure not in _UNSURE]
    groups = ((f"请看这 {len(unsure)} 列是什么", unsure), ("其余各列，系统有把握", sure))
    return [(heading, columns) for heading, columns in groups if columns]


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
