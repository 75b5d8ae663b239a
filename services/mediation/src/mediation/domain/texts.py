"""What counts as written: invisible characters do not."""

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def written_chars(text: str) -> int:
    """How many visible characters ``text`` has; spaces, full-width ones too, are not counted."""
    return sum(unicodedata.category(c) not in _INVISIBLE for c in text)


def too_short(
    parts: dict[str, str], labels: dict[str, str], least: dict[str, int] | None = None
) -> dict[str, str]:
    """The parts with fewer visible characters than they need (one, unless ``least`` says more).

    Returns:
        Field name to its Chinese label, in the order of ``labels``.
    """
    needs = least or {}
    return {
        name: label
        for name, label in labels.items()
        if written_chars(parts[name]) < needs.get(name, 1)
    }
