"""Sums up the rows of a file, while they go by, in one verdict, one code and one sentence."""

from dataclasses import dataclass, field

from intake.ledger.outcome import AcceptedRow, RejectedRow


def _group(row: RejectedRow, code: str) -> str:
    if code.startswith("date_") or (code == "required_missing" and row.column == "登记时间"):
        return "date_out_of_scope"
    return "id_invalid" if code.startswith("id_") else code


@dataclass(slots=True)
class Tally:
    """Counts rows; keeps row numbers of duplicates only."""

    accepted: int = 0
    rejected: int = 0
    first_row: int | None = None
    groups: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """First row of each accepted 信访件编号."""
    repeats: dict[str, list[int]] = field(default_factory=dict)

    def accept(self, row: AcceptedRow) -> None:
        """Count a good row; its number is taken."""
        self.accepted += 1
        self._first(row.row)
        self.numbers[row.values["信访件编号"]] = row.row

    def reject(self, row: RejectedRow) -> None:
        """Count a refused row under each of its kinds of fault."""
        self.rejected += 1
        self._first(row.row)
        for name in dict.fromkeys(_group(row, c) for c in row.codes):
            self.groups[name] = self.groups.get(name, 0) + 1
            if name == "duplicate_number":
                self.repeats.setdefault(row.values["信访件编号"], []).append(row.row)

    @property
    def verdict(self) -> str:
        """accepted, partial or refused."""
        if not self.rejected:
            return "accepted"
        return "partial" if self.accepted else "refused"

    def reason(self) -> tuple[str | None, str | None]:
        """Code and sentence for the file, both None when no row was refused."""
        if not self.groups:
            return None, None
        sentences = [self._sentence(name, count) for name, count in self.groups.items()]
        if len(self.groups) == 1:
            return next(iter(self.groups)), sentences[0]
        return "rows_rejected", f"{self.rejected} 行未通过校验：" + "；".join(sentences)

    def _first(self, row: int) -> None:
        self.first_row = row if self.first_row is None else min(self.first_row, row)

    def _sentence(self, name: str, count: int) -> str:
        if name == "duplicate_number":
            return self._duplicates()
        return _SENTENCES.get(name, "{} 行未通过校验").format(count)

    def _duplicates(self) -> str:
        parts = []
        for number, rows in list(self.repeats.items())[:_NAMED]:
            where = [self.numbers[number], *rows]
            places = "、".join(str(w) for w in where[:_NAMED])
            more = " 等" if len(where) > _NAMED else ""
            parts.append(f"信访件编号 {number} 重复出现 {len(where)} 次（第 {places}{more} 行）")
        if len(self.repeats) > _NAMED:
            parts.append(f"另有 {len(self.repeats) - _NAMED} 个编号重复")
        return "；".join(parts)


_NAMED = 20
"""Numbers and rows that a sentence names."""
_SENTENCES = {
    "date_out_of_scope": "{} 行登记时间不合要求",
    "id_invalid": "{} 行身份证号无效",
    "formula_injection": "含公式或命令注入内容的单元格",
    "cell_too_long": "{} 行有内容过长的单元格",
    "required_missing": "{} 行缺少必填内容",
    "source_unknown": "{} 行交办层级无法识别",
    "number_precision_lost": "{} 行信访件编号被存成数字",
}
