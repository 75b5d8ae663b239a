"""Reads a text once for the clerk: category, field, tags, words of a hard case. Keeps nothing."""

from dataclasses import dataclass

from intake.classify import categories
from intake.classify.fields import FieldHint, field_hint
from intake.classify.hard_cases import HardHint, hard_case_hints
from intake.classify.model import CategoryModel, Measured, Suggestion
from intake.classify.tags import TagHint, suggest_tags


@dataclass(frozen=True, slots=True)
class ContentAdvice:
    """What the words of a text speak for; a person decides each of them."""

    categories: tuple[Suggestion, ...]
    measured: Measured
    field: FieldHint
    tags: tuple[TagHint, ...]
    hard: tuple[HardHint, ...]


class SuggestContent:
    """Advice on a text that is being typed; no database, no log."""

    def __init__(self, model: CategoryModel) -> None:
        self._model = model

    def __call__(self, subject: str | None, demand: str) -> ContentAdvice:
        """Read subject and demand."""
        text = f"{subject or ''}。{demand}"
        ranked = self._model.suggest(subject, demand)
        tags = suggest_tags(text)
        return ContentAdvice(
            tuple(ranked), self._model.measured, field_hint(text, ranked[0]), tags,
            hard_case_hints(text, tags),
        )  # fmt: skip

    @staticmethod
    def tree() -> dict[str, dict[str, list[str]]]:
        """The three-level classification."""
        return categories.tree(categories.shipped())
