"""Measures the ranking of first levels on labelled messages."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from intake.classify.model import CategoryModel


class MessagesFileError(ValueError):
    """A file that is not a table of labelled messages; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with its true first level, and those of the other levels where a file has them."""

    message_id: str
    subject: str
    body: str
    level1: str
    level2: str | None = None
    level3: str | None = None


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and F1 of one first level on ``texts`` labelled messages."""

    level1: str
    texts: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """``out_of_fold`` texts were part of the training and were scored by a model that did not see them.

    ``level2`` and ``level3`` are top-1 and top-5 shares of texts that carry such a label, else nothing.
    """

    texts: int
    out_of_fold: int
    top1: float
    top3: float
    macro_f1: float
    classes: tuple[ClassScore, ...]
    milliseconds: float
    level2: tuple[float, float] | None
    level3: tuple[float, float] | None


def read(path: Path) -> list[Labelled]:
    """Read a CSV with the columns message_id, subject, body, level1 (and level2, level3 if known).

    Raises:
        OSError: the file cannot be read.
        MessagesFileError: it is not such a table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = list(_rows(csv.DictReader(f)))
    except UnicodeDecodeError:
        raise MessagesFileError(f"{path.name} 不是 UTF-8 文件。") from None
    if not rows:
        raise MessagesFileError(f"{path.name} 没有信件。")
    return rows


def _rows(rows: Iterable[dict[str, str]]) -> Iterator[Labelled]:
    for r in rows:
        try:
            yield Labelled(
                r["message_id"], r["subject"], r["body"], r["level1"].strip(),
                r.get("level2") or None, r.get("level3") or None,
            )  # fmt: skip
        except KeyError as e:
            raise MessagesFileError(f"信件表缺少列 {e.args[0]}。") from None


def measure(model: CategoryModel, messages: Sequence[Labelled]) -> Report:
    """Rank every message and compare with its label."""
    ranked = []
    seen = 0
    for m in messages:
        seen += model.was_trained_on(m.subject, m.body)
        ranked.append([x for x, _ in model.first_levels(m.subject, m.body, unseen=True)])
    started = perf_counter()
    full = [model.suggest(m.subject, m.body) for m in messages]
    spent = (perf_counter() - started) * 1000 / len(messages)
    classes = tuple(_score(c, messages, ranked) for c in sorted({m.level1 for m in messages}))
    second = [
        [(s.level1, s.level2) == (m.level1, m.level2) for s in f]
        for m, f in zip(messages, full, strict=True) if m.level2
    ]  # fmt: skip
    third = [
        [(s.level1, s.level2, s.level3) == (m.level1, m.level2, m.level3) for s in f]
        for m, f in zip(messages, full, strict=True) if m.level3
    ]  # fmt: skip
    return Report(
        texts=len(messages),
        out_of_fold=seen,
        top1=_share(r[0] == m.level1 for m, r in zip(messages, ranked, strict=True)),
        top3=_share(m.level1 in r[:3] for m, r in zip(messages, ranked, strict=True)),
        macro_f1=sum(c.f1 for c in classes) / len(classes),
        classes=classes,
        milliseconds=spent,
        level2=_first_and_any(second),
        level3=_first_and_any(third),
    )


def _score(
    level1: str, messages: Sequence[Labelled], ranked: Sequence[Sequence[str]]
) -> ClassScore:
    pairs = [(m.level1 == level1, r[0] == level1) for m, r in zip(messages, ranked, strict=True)]
    hits = sum(t and p for t, p in pairs)
    true, said = sum(t for t, _ in pairs), sum(p for _, p in pairs)
    return ClassScore(
        level1, true, hits / said if said else 0.0, hits / true, 2 * hits / (true + said)
    )


def _share(hits: Iterable[bool]) -> float:
    known = list(hits)
    return sum(known) / len(known)


def _first_and_any(rows: Sequence[Sequence[bool]]) -> tuple[float, float] | None:
    if not rows:
        return None
    return _share(r[0] for r in rows), _share(any(r) for r in rows)
