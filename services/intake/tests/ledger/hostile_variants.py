"""All hostile files: deterministic, each with the ways in which it may end."""

from collections.abc import Iterator

import hostile_archives
import hostile_contents
import hostile_markup
import hostile_texts
from hostile_variant import Variant


def all_variants() -> Iterator[Variant]:
    """Every variant once."""
    for source in (
        hostile_archives.foreign, hostile_archives.binaries, hostile_archives.locked, hostile_archives.bombs, hostile_archives.cut,
        hostile_archives.mutated, hostile_contents.entities, hostile_contents.sheets,
        hostile_texts.formulas, hostile_texts.texts, hostile_markup.pages, hostile_markup.xml_books,
    ):  # fmt: skip
        yield from source()
