"""Reads several services at once; one that does not answer leaves a gap and a calm note."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from servicekit.http_client import ServiceUnavailableError

from portal.clients.upstream import Refused

T = TypeVar("T")
_ABSENT = frozenset({403, 404})


@dataclass(slots=True)
class Gaps:
    """What could not be read, as sentences for the page."""

    notes: list[str] = field(default_factory=list)

    async def fill(self, call: Awaitable[T]) -> T | None:
        """The answer; None when the service is down, or knows nothing of it (yet) for this visitor.

        Raises:
            Refused: for any other reason, a lapsed login among them.
        """
        try:
            return await call
        except ServiceUnavailableError as e:
            if e.detail not in self.notes:
                self.notes.append(e.detail)
        except Refused as e:
            if e.status not in _ABSENT:
                raise
        return None
