"""Who ordered work on an import, written down so that a worker can go on after a restart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.vocab import Role, UnitKind
from dbkit.caller import Caller
from servicekit.auth import Principal

from intake.usecases.import_reading import Asked


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """A file is to be read; ``remember`` keeps the choices for the next file under these headings."""

    caller: Caller
    asked: Asked
    remember: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "caller": _caller(self.caller), "asked": self.asked.to_json(),
            "remember": self.remember,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ReadOrder":
        """The inverse of ``to_json``."""
        return cls(caller_of(data), Asked.from_json(data["asked"]), data["remember"])


@dataclass(frozen=True, slots=True)
class CommitOrder:
    """Good rows are to become cases; ``amend_rows`` None amends every row of a corrections list."""

    caller: Caller
    occurred_on: date
    letter: str | None
    amend_rows: frozenset[int] | None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        rows = None if self.amend_rows is None else sorted(self.amend_rows)
        return {
            "caller": _caller(self.caller), "occurred_on": self.occurred_on.isoformat(),
            "letter": self.letter, "amend_rows": rows,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CommitOrder":
        """The inverse of ``to_json``."""
        rows = data["amend_rows"]
        return cls(
            caller_of(data), date.fromisoformat(data["occurred_on"]), data["letter"],
            None if rows is None else frozenset(rows),
        )  # fmt: skip

    def amends(self, row: int) -> bool:
        """Whether the registered case of this row may be amended."""
        return self.amend_rows is None or row in self.amend_rows


def _caller(caller: Caller) -> dict[str, Any]:
    p = caller.principal
    return {
        "sub": p.sub, "username": p.username, "unit": p.unit, "unit_kind": p.unit_kind.value,
        "roles": sorted(r.value for r in p.roles), "correlation_id": caller.correlation_id,
    }  # fmt: skip


def caller_of(data: Mapping[str, Any]) -> Caller:
    """Who ordered it, with the rights they had when they did."""
    c = data["caller"]
    principal = Principal(
        c["sub"], c["username"], c["unit"], UnitKind(c["unit_kind"]),
        frozenset(Role(r) for r in c["roles"]),
    )  # fmt: skip
    return Caller(principal, c["correlation_id"])
