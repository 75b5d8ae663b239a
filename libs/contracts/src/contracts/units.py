"""The district's units (tenants) as a directory read from ``units.csv``."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from contracts.vocab import UnitKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A tenant: an immutable code, its full name, its kind, and the other names ledgers use."""

    code: str
    name: str
    kind: UnitKind
    aliases: tuple[str, ...]


class UnitDirectory:
    """Look-up of units by code or by any name a ledger may use."""

    def __init__(self, units: list[Unit]) -> None:
        self._by_code = {u.code: u for u in units}
        self._by_name = {n: u for u in units for n in (u.name, *u.aliases)}

    @classmethod
    def read(cls, path: Path) -> "UnitDirectory":
        """Read a CSV with the columns code, name, kind, aliases (separated by ``|``).

        Raises:
            OSError: the file cannot be read.
            ValueError: a kind is unknown.
        """
        with path.open(encoding="utf-8-sig", newline="") as f:
            return cls(
                [
                    Unit(
                        row["code"],
                        row["name"],
                        UnitKind(row["kind"]),
                        tuple(a for a in row["aliases"].split("|") if a),
                    )
                    for row in csv.DictReader(f)
                ]
            )

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Unit | None:
        """The unit with this code, if there is one."""
        return self._by_code.get(code)

    def by_name(self, name: str) -> Unit | None:
        """The unit that is called ``name``, by its full name or an alias."""
        return self._by_name.get(name)

    def name_of(self, code: str) -> str:
        """The unit's name, or the code itself when the unit is unknown."""
        unit = self._by_code.get(code)
        return unit.name if unit else code

    def office(self) -> Unit:
        """The district office (区信联办), which issues, reviews and supervises.

        Raises:
            LookupError: the file names no unit of that kind.
        """
        for u in self._by_code.values():
            if u.kind is UnitKind.DISTRICT_OFFICE:
                return u
        msg = "units.csv names no district_office"
        raise LookupError(msg)
