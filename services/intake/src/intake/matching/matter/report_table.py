"""The figures of an evaluation as a table to read."""

import unicodedata

from intake.matching.band import Band

from .evaluation import BORDERLINE, Counts, Report
from .model import MatterModel

_KINDS = {
    "duplicate_text": "同一人，正文几乎相同",
    "repeat_followup": "同一人，再次反映",
    "same_user_other_matter": "同一人，另一件事",
    "event_same": "不同人，同一件事",
    "event_duplicate_text": "不同人，正文几乎相同",
    "hard_negative_wording": "不同人，措辞相近的另一件事",
    "hard_negative_place": "不同人，同地点的另一件事",
    "borderline_same": "两可（标为相同）",
    "borderline_different": "两可（标为不同）",
}
_GROUPS = ("全部", "同一信访人", "不同信访人")


def table(report: Report, model: MatterModel) -> str:
    """Headline figures, then one line a kind."""
    lines = [_row("范围", "信件对", "准确率", "召回率", "F1", wide=12)]
    groups = zip(_GROUPS, (report.all, report.same_person, report.different_persons), strict=True)
    for title, counts in groups:
        if counts.pairs:
            figures = (_percent(counts.precision), _percent(counts.recall), _percent(counts.f1))
            lines.append(_row(title, str(counts.pairs), *figures, wide=12))
    if report.user_f1 is not None:
        lines.append(f"按信访人平均的 F1：{_percent(report.user_f1)}（{report.users} 人）")
    lines += ["", _row("类别", "信件对", "判对", "建议关联", "人工复核", "不提示", wide=30)]
    for kind, counts in report.kinds.items():
        fill = report.bands[kind]
        shares = [_percent(fill[band] / counts.pairs) for band in Band]
        lines.append(
            _row(_KINDS.get(kind, kind), str(counts.pairs), _right(counts), *shares, wide=30)
        )
    lines += ["", _limits(model)]
    if report.borderline:
        lines.append(
            f"两可的 {report.borderline} 对（{BORDERLINE}*）不计入上面的准确率、召回率和 F1。"
        )
    return "\n".join(lines)


def _limits(model: MatterModel) -> str:
    same, different = model.thresholds(same_person=True), model.thresholds(same_person=False)
    return (
        f"判为同一事项的概率下限：同一信访人 {same.decision:.2f}，不同信访人 {different.decision:.2f}；"
        f"建议关联 {same.suggested:.2f} / {different.suggested:.2f}，"
        f"人工复核 {same.clerical:.2f} / {different.clerical:.2f}。"
    )


def _right(counts: Counts) -> str:
    return _percent((counts.tp + counts.tn) / counts.pairs if counts.pairs else None)


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f}%"


def _row(first: str, *others: str, wide: int) -> str:
    return _padded(first, wide) + "".join(_padded(cell, 10, right=True) for cell in others)


def _padded(text: str, width: int, *, right: bool = False) -> str:
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    space = " " * max(1, width - taken)
    return space + text if right else text + space
