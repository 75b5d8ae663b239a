"""``python -m testkit.lint [FOLDER]``: checks every Python file under libs, services and tests."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from testkit.lint.rules import RULES, Finding, Source


def check(root: Path) -> Iterator[Finding]:
    """All findings under ``root``."""
    for folder in ("libs", "services", "tests"):
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            source = Source(path.relative_to(root), text, ast.parse(text))
            for rule in RULES:
                yield from rule(source)


def main() -> int:
    """Print the findings; 1 when there are any."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = list(check(root))
    for f in found:
        print(f"{f.path}:{f.line}: {f.rule}: {f.sentence}")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
