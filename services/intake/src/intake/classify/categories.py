"""The three-level content classification (信访内容分类), as packaged with the service."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

OTHER = "其他"
"""The name of the place at each level for what has no place of its own."""


class CategoriesFileError(ValueError):
    """A file that is not a table of categories; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Category:
    """A leaf: 一级/二级/三级."""

    level1: str
    level2: str
    level3: str


def parse(lines: Iterable[str]) -> tuple[Category, ...]:
    """Read a CSV with the columns level1, level2, level3.

    Raises:
        CategoriesFileError: a column is missing or there is no row.
    """
    rows = csv.DictReader(lines)
    try:
        found = tuple(dict.fromkeys(Category(r["level1"], r["level2"], r["level3"]) for r in rows))
    except KeyError as e:
        raise CategoriesFileError(f"分类表缺少列 {e.args[0]}。") from None
    if not found:
        raise CategoriesFileError("分类表没有内容。")
    return found


def read(path: Path) -> tuple[Category, ...]:
    """Read a table of categories from a file.

    Raises:
        OSError: the file cannot be read.
        CategoriesFileError: it is not such a table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            return parse(f)
    except UnicodeDecodeError:
        raise CategoriesFileError(f"{path.name} 不是 UTF-8 文件。") from None


@cache
def shipped() -> tuple[Category, ...]:
    """The classification that the service knows."""
    text = files("intake.classify").joinpath("data/categories.csv").read_text("utf-8")
    return parse(text.splitlines())


def tree(categories: Iterable[Category]) -> dict[str, dict[str, list[str]]]:
    """First, second and third level as nested names, in the table's order."""
    out: dict[str, dict[str, list[str]]] = {}
    for c in categories:
        out.setdefault(c.level1, {}).setdefault(c.level2, []).append(c.level3)
    return out
