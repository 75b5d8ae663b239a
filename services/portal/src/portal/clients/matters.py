"""What pages read from intake about matters that several petitioners raise, and how they change them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal import words
from portal.clients.intake import CaseBrief
from portal.clients.upstream import Line, Read


class MatterBrief(Read):
    """A matter, counted over the cases that the visitor sees; ``recent`` are those of a week."""

    id: str
    cases: int
    petitioners: int
    people: int
    units: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    first_on: date
    last_on: date
    recent: int = 0
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the petitions have in common: places and bodies they name, else their field."""
        fields = "、".join(words.term("field", f) for f in self.fields)
        return "、".join(self.names) or f"{fields}（{words.day(self.first_on)} 起）"


class Matter(MatterBrief):
    """A matter with its cases, the oldest first."""

    members: tuple[CaseBrief, ...] = ()


class MatterPage(Read):
    """One page of matters."""

    items: tuple[MatterBrief, ...]
    total: int
    page: int = 1
    size: int = 20


class MattersClient:
    """The part of intake that matter pages use, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def page(self, **filters: Any) -> MatterPage:
        """Matters by ``min_cases`` and ``since``."""
        return await self._line.read(MatterPage, "/v1/matters", **filters)

    async def one(self, matter_id: str) -> Matter:
        """A matter with its cases."""
        return await self._line.read(Matter, f"/v1/matters/{matter_id}")

    async def make(self, case_ids: Sequence[str], key: str) -> str:
        """Gather cases to a new matter; its id."""
        made = await self._send("POST", "", {"case_ids": list(case_ids)}, key)
        return str(made["id"])

    async def add(self, matter_id: str, case_id: str, key: str) -> None:
        """Put a case in."""
        await self._send("POST", f"/{matter_id}/members", {"case_id": case_id}, key)

    async def remove(self, matter_id: str, case_id: str, key: str) -> int:
        """Take a case out for good; how many are left."""
        left = await self._send("DELETE", f"/{matter_id}/members/{case_id}", {}, key)
        return len(left["cases"])

    async def merge(self, matter_id: str, other_id: str, key: str) -> None:
        """Let all cases of the other matter join this one."""
        await self._send("POST", f"/{matter_id}/merger", {"matter_id": other_id}, key)

    async def _send(self, method: str, path: str, body: dict[str, Any], key: str) -> Any:
        return await self._line.command(method, f"/v1/matters{path}", body, key=key)
