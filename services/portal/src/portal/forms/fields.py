"""The parts a form is described with: fields, repeated rows, and where their choices come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from contracts.units import UnitDirectory
from servicekit.auth import Principal

if TYPE_CHECKING:
    from portal.composing.case import CaseView

Kind = Literal[
    "text", "long", "date", "select", "radio", "many", "yes", "yes_no", "lines", "list", "category"
]
Check = Literal["", "id_no", "phone"]
Choice: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a form may draw its choices and first values from."""

    case: "CaseView"
    units: UnitDirectory
    today: date
    principal: Principal


Choices: TypeAlias = Sequence[Choice] | Callable[[FormContext], Sequence[Choice]]
Initial: TypeAlias = str | Callable[[FormContext], str | list[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form; ``name`` is also its name in the service's API.

    ``in_path`` puts the answer into the address instead of the body; ``optional`` answers that are
    blank are left out; ``only`` names the keyed rows that ask this at all.
    ``check`` is a number that intake judges while it is typed; ``position_in`` names the rows of
    which the answer is a position; ``clears`` sends a blank answer, so that it takes the place of what
    stood there; ``when`` says for which case the question is asked.
    """

    name: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    optional: bool = False
    choices: Choices = ()
    initial: Initial = ""
    least: int = 0
    most: int = 2000
    in_path: bool = False
    only: tuple[str, ...] = ()
    check: Check = ""
    position_in: str = ""
    clears: bool = False
    when: Callable[[FormContext], bool] | None = None

    def is_asked(self, context: FormContext) -> bool:
        """Whether the form of this case asks it."""
        return self.when is None or self.when(context)

    def choices_for(self, context: FormContext) -> Sequence[Choice]:
        """The choices as they are for this case."""
        return self.choices(context) if callable(self.choices) else self.choices

    def initial_for(self, context: FormContext) -> str | list[str]:
        """The first value for this case."""
        value = self.initial(context) if callable(self.initial) else self.initial
        return value if value is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of objects: either ``most`` like rows, or one row for each of ``keys``.

    A keyed row carries its key under ``key_name`` and cannot be left out; other rows count when
    any of their fields is filled. A script shows ``shown`` of them at first. ``each`` is what one is.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    hint: str = ""
    each: str = "行"
    least: int = 0
    shown: int = 1
    most: int = 8
    keys: Sequence[Choice] = ()
    key_name: str = ""
    when: Callable[[FormContext], bool] | None = None

    def is_asked(self, context: FormContext) -> bool:
        """Whether the form of this case asks for them."""
        return self.when is None or self.when(context)

    @property
    def indices(self) -> range:
        """The numbers of the rows that are shown."""
        return range(len(self.keys) or self.most)

    def fields_of(self, index: int) -> list[Field]:
        """What one row asks."""
        key = self.keys[index][0] if self.keys else ""
        return [f for f in self.fields if not f.only or key in f.only]

    def input_name(self, index: int, field: Field) -> str:
        """The name of one input in HTML."""
        return f"{self.name}-{index}-{field.name}"

    def title(self, index: int) -> str:
        """The heading of one row."""
        return self.keys[index][1] if self.keys else f"第 {index + 1} {self.each}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """An object of yes-or-no members, each to be ticked off."""

    name: str
    label: str
    items: tuple[Choice, ...]
    hint: str = ""

    def is_asked(self, _: FormContext) -> bool:
        """They always are."""
        return True


Part: TypeAlias = Field | Rows | Ticks


def occurred_on(label: str = "发生日期", hint: str = "") -> Field:
    """The business date that every command carries."""
    return Field(
        name="occurred_on", label=label, kind="date", initial=lambda c: c.today.isoformat(),
        hint=hint or "填事情实际发生的日期。事后登记较早的日期须有补录权限，登记后标明“补录”。",
    )  # fmt: skip
