"""How well the closure model finds process reported as result, on labelled replies."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from supervision.closures.model import ClosureModel

LONG = 100
"""Characters above which a reply is long; being short gives much away."""
COLUMNS = ("subject", "body", "reply", "procedural")


class RepliesFileError(ValueError):
    """The file is no table of labelled replies; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A demand, the reply to it and whether a reviewer would send the reply back."""

    subject: str
    demand: str
    reply: str
    procedural: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Quality of the flag ``procedural``; shares are fractions of one, 0 where undefined."""

    replies: int
    procedural: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """Scores over all replies and over the long ones.

    ``out_of_fold`` replies were trained on and are judged by the fold that had not seen them.
    """

    every: Score
    long: Score
    out_of_fold: int
    threshold: float


def read(path: Path) -> list[Labelled]:
    """Reads labelled replies (UTF-8 CSV with a header).

    Raises:
        RepliesFileError: columns or labels are missing or strange.
        OSError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            table = csv.DictReader(f)
            missing = [c for c in COLUMNS if c not in (table.fieldnames or ())]
            if missing:
                raise RepliesFileError(f"答复表缺少列：{'、'.join(missing)}。")
            rows = [_labelled(line, row) for line, row in enumerate(table, 2)]
    except UnicodeDecodeError:
        raise RepliesFileError("答复表不是 UTF-8 编码。") from None
    except csv.Error:
        raise RepliesFileError("答复表不是有效的 CSV 文件。") from None
    if not rows:
        raise RepliesFileError("答复表没有数据。")
    return rows


def _labelled(line: int, row: dict[str, str | None]) -> Labelled:
    label = (row["procedural"] or "").strip()
    if label not in {"0", "1"}:
        raise RepliesFileError(f"答复表第 {line - 1} 条的 procedural 不是 0 或 1。")
    return Labelled(row["subject"] or "", row["body"] or "", row["reply"] or "", label == "1")


def measure(model: ClosureModel, replies: Sequence[Labelled]) -> Report:
    """Judges every reply at the shipped threshold."""
    flags = []
    known = 0
    for r in replies:
        unseen = model.unseen_probability(r.reply)
        known += unseen is not None
        if unseen is None:
            flags.append(model.judge(r.subject, r.demand, r.reply).procedural)
        else:
            flags.append(unseen >= model.threshold)
    pairs = list(zip(replies, flags, strict=True))
    return Report(
        every=_score(pairs),
        long=_score([p for p in pairs if len(p[0].reply) > LONG]),
        out_of_fold=known,
        threshold=model.threshold,
    )


def _score(pairs: Sequence[tuple[Labelled, bool]]) -> Score:
    hits = sum(flag and r.procedural for r, flag in pairs)
    flagged = sum(flag for _, flag in pairs)
    wanted = sum(r.procedural for r, _ in pairs)
    return Score(
        replies=len(pairs),
        procedural=wanted,
        precision=hits / flagged if flagged else 0.0,
        recall=hits / wanted if wanted else 0.0,
        f1=2 * hits / (flagged + wanted) if flagged + wanted else 0.0,
    )
