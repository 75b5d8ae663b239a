"""What one hostile file is, and how it may end."""

from collections.abc import Callable
from dataclasses import dataclass

ACCEPT = frozenset({"accepted"})
"""The file is odd and harmless: its rows count."""
PARTIAL = frozenset({"partial"})
FOREIGN = frozenset({
    "not_a_spreadsheet", "unknown_encoding", "truncated", "no_header", "damaged", "empty_file",
})  # fmt: skip
"""No ledger in it; which of these depends on how it begins."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A file by name; ``ends`` holds the allowed reasons and verdicts, None allows any named one.

    ``exhausts``: the parser may be stopped by its limits, which is an answer of its own.
    """

    name: str
    make: Callable[[], bytes]
    ends: frozenset[str] | set[str] | None
    exhausts: bool = False


def refused(*reasons: str) -> frozenset[str]:
    return frozenset(reasons)
