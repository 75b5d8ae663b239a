"""What the command-line tools of services share: one sentence on the error stream, results as JSON."""

import json
import sys
from pathlib import Path
from typing import Any


def refused(sentence: str) -> SystemExit:
    """Say why nothing was done; raise what it gives, and the tool ends with 2."""
    print(sentence, file=sys.stderr)  # noqa: T201  a tool speaks on its streams
    return SystemExit(2)


def write_json(file: Path, result: Any) -> None:
    """Write a result for other programs.

    Raises:
        SystemExit: the file cannot be written; the sentence has been said.
    """
    try:
        file.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError:
        raise refused(f"写不了文件 {file}。") from None
