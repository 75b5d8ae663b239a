"""Why a pair looks alike or not, in words for the person who decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence.

    Attributes:
        code: stable name of the evidence.
        sentence: the same in Chinese, for a clerk.
        weight: positive speaks for a match, negative against it; the size says how much.
    """

    code: str
    sentence: str
    weight: float
