"""Reads the CSV files of `huajie repeats evaluate`; says in one sentence what is wrong with them."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from .evaluation import Message, Pair

_MESSAGE_COLUMNS = ("message_id", "user_id", "subject", "sent_at", "body")
_PAIR_COLUMNS = ("message_id_a", "message_id_b", "label", "kind")
_LABELS = {"1": True, "0": False}


class PairsFileError(ValueError):
    """A file that cannot be evaluated; the text is one Chinese sentence for the user."""


def messages(path: Path) -> dict[str, Message]:
    """Petitions by id.

    Raises:
        PairsFileError: not readable, a column is missing, no rows, an id twice.
    """
    found: dict[str, Message] = {}
    for line, row in _rows(path, _MESSAGE_COLUMNS):
        key = row["message_id"].strip()
        if not key:
            raise PairsFileError(f"{path.name} 第 {line} 行没有 message_id。")
        if key in found:
            raise PairsFileError(f"{path.name} 第 {line} 行的 message_id {key} 重复出现。")
        found[key] = Message(
            key, row["user_id"].strip(), row["subject"], row["body"], _day(row["sent_at"])
        )
    if not found:
        raise PairsFileError(f"{path.name} 里没有任何信件。")
    return found


def pairs(path: Path, known: Mapping[str, Message]) -> list[Pair]:
    """Labelled pairs of known petitions.

    Raises:
        PairsFileError: not readable, a column is missing, no rows, an unknown id or label.
    """
    found = []
    for line, row in _rows(path, _PAIR_COLUMNS):
        left, right = row["message_id_a"].strip(), row["message_id_b"].strip()
        for key in (left, right):
            if key not in known:
                raise PairsFileError(
                    f"{path.name} 第 {line} 行的 message_id“{key}”在信件表里找不到。"
                )
        label = _LABELS.get(row["label"].strip())
        if label is None:
            raise PairsFileError(f"{path.name} 第 {line} 行的 label“{row['label']}”不是 0 或 1。")
        found.append(Pair(left, right, label, row["kind"].strip()))
    if not found:
        raise PairsFileError(f"{path.name} 里没有任何信件对。")
    return found


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PairsFileError(f"打不开文件 {path}。") from error
    except UnicodeDecodeError as error:
        raise PairsFileError(f"{path.name} 不是 UTF-8 编码的文本。") from error
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise PairsFileError(f"{path.name} 缺少列：{'、'.join(missing)}。")
    try:
        for row in reader:
            yield reader.line_num, {name: row.get(name) or "" for name in columns}
    except csv.Error as error:
        raise PairsFileError(f"{path.name} 第 {reader.line_num} 行不是合格的 CSV。") from error


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return None
