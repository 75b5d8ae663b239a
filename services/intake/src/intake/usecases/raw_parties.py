"""Parties of a petition as typed in, checked and brought to one form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.domain import identity_number, phone
from intake.domain.errors import PetitionerInvalidError
from intake.domain.registration import Agent, Petitioner


@dataclass(frozen=True, slots=True)
class RawPetitioner:
    """A petitioner as typed in."""

    name: str
    id_no: str | None = None
    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None
    representative: bool = False


@dataclass(frozen=True, slots=True)
class RawAgent:
    """An agent as typed in; ``acts_for`` is the position of the petitioner it acts for."""

    name: str
    phone: str | None = None
    id_no: str | None = None
    relation: str | None = None
    acts_for: int = 1


def petitioners(raw: Sequence[RawPetitioner], today: date) -> tuple[Petitioner, ...]:
    """Check them.

    Raises:
        PetitionerInvalidError: a number or a phone cannot be right; the number is not repeated.
    """
    return tuple(_petitioner(i, p, today) for i, p in enumerate(raw))


def agents(raw: Sequence[RawAgent], today: date) -> tuple[Agent, ...]:
    """Check them.

    Raises:
        PetitionerInvalidError: a number or a phone cannot be right.
    """
    return tuple(
        Agent(
            a.name.strip(),
            (phones([a.phone], f"agents.{i}.phone") or (None,))[0] if a.phone else None,
            _number(a.id_no, f"agents.{i}.id_no", f"第 {i + 1} 位代理人", today)[0],
            a.relation, a.acts_for,
        )
        for i, a in enumerate(raw)
    )  # fmt: skip


def phones(raw: Sequence[str], field: str) -> tuple[str, ...]:
    """Phones in their stored form, each once.

    Raises:
        PetitionerInvalidError: one is no phone.
    """
    found: dict[str, None] = {}
    for i, number in enumerate(raw, 1):
        try:
            found[phone.read(number).stored] = None
        except phone.PhoneError as e:
            which = f"第 {i} 个" if len(raw) > 1 else ""
            raise PetitionerInvalidError(f"{which}{e}。", field=field) from e
    return tuple(found)


def _petitioner(index: int, raw: RawPetitioner, today: date) -> Petitioner:
    number, state = _number(
        raw.id_no, f"petitioners.{index}.id_no", f"第 {index + 1} 位信访人", today
    )
    return Petitioner(
        raw.name.strip(), number, state, phones(raw.phones, f"petitioners.{index}.phones"),
        raw.household, raw.residence, raw.representative,
    )  # fmt: skip


def _number(text: str | None, field: str, who: str, today: date) -> tuple[str | None, str]:
    if not text or not text.strip():
        return None, "missing"
    try:
        number = identity_number.read(text, today=today)
    except identity_number.IdNumberError as e:
        raise PetitionerInvalidError(f"{who}：{e.sentence}。", field=field, rule=e.code) from e
    return number.value, "from_15" if number.from_15 else "ok"
