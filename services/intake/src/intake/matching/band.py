"""What becomes of a compared pair."""

from enum import StrEnum


class Band(StrEnum):
    """Three bands of advice; none of them decides anything."""

    SUGGESTED = "suggested"
    """Very likely: shown where the case is worked on."""
    CLERICAL = "clerical"
    """Possible: waits in the queue for a person."""
    IGNORED = "ignored"
