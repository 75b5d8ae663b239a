"""``huajie ledger check FILE``: judges a ledger on this machine, without a server."""

import argparse
import asyncio
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from servicekit.clock import SystemClock

from intake.ledger.outcome import Outcome
from intake.ledger.runner import LedgerRunner

_EXIT = {"accepted": 0, "partial": 1, "refused": 2}


def report(outcome: Outcome) -> dict[str, Any]:
    """The outcome in the shape of the district's ``*.expected.json`` files."""
    data = outcome.to_json()
    data["rows_rejected"] = [
        {k: r[k] for k in ("row", "codes", "column", "reason_zh") if r[k] is not None}
        for r in data["rows_rejected"]
    ]
    return data


def _print(outcome: Outcome) -> None:
    words = {"accepted": "全部可导入", "partial": "部分可导入", "refused": "不能导入"}
    print(f"{outcome.file}：{words[outcome.file_verdict]}")  # noqa: T201
    if outcome.reason_zh:
        print(f"  {outcome.reason_zh}")  # noqa: T201
    print(f"  共 {outcome.rows_total} 行，可导入 {outcome.rows_accepted} 行")  # noqa: T201
    for r in outcome.rows_rejected:
        print(f"  {r.reason_zh}")  # noqa: T201
    for note in outcome.notes:
        print(f"  提示：{note}")  # noqa: T201


def main(argv: list[str] | None = None) -> int:
    """Check one file; exit code 0 all rows good, 1 some, 2 none, 3 the file cannot be opened."""
    parser = argparse.ArgumentParser(prog="huajie ledger check", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", type=Path, dest="out", help="写出 JSON 结果的文件")
    known = Path(os.environ.get("HUAJIE_UNITS_FILE", "examples/units.csv"))
    parser.add_argument("--units", type=Path, default=known, help="单位名录 units.csv")
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    args = parser.parse_args(argv)
    try:
        data = args.file.read_bytes()
        if not args.units.is_file():
            raise FileNotFoundError(2, "找不到单位名录", str(args.units))
    except OSError as e:
        print(f"无法打开 {e.filename}：{e.strerror}", file=sys.stderr)  # noqa: T201
        return 3
    today = args.today or SystemClock().today()
    outcome = asyncio.run(LedgerRunner(args.units).read(data, file=args.file.name, today=today))
    if args.out:
        args.out.write_text(json.dumps(report(outcome), ensure_ascii=False, indent=1), "utf-8")
    _print(outcome)
    return _EXIT[outcome.file_verdict]


if __name__ == "__main__":
    sys.exit(main())
