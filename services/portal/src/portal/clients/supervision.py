"""What pages read from supervision: the four closure facts, reviews, revocations, the desk."""

from datetime import date, datetime

from portal.clients.assignment import Desk
from portal.clients.upstream import Line, Read


class Authored(Read):
    """A day, the instant it was recorded, and the unit that recorded it."""

    occurred_on: date
    recorded_at: datetime | None = None
    actor_unit: str = ""
    late: bool = False


class Closure(Read):
    """The four closure facts that stand now."""

    reported: Authored | None = None
    approved: Authored | None = None
    recognised: Authored | None = None
    written_off: Authored | None = None


class Review(Authored):
    """A review of a closing report."""

    decision: str
    reason: str | None = None
    round: int = 1


class Evidence(Read):
    """What shows that one condition is met; the texts are the office's."""

    slot: str
    document_no: str | None = None
    description: str | None = None
    confirmed_by: str | None = None


class Recognition(Authored):
    """A recognition on three pieces of evidence."""

    observe_until: date
    evidence: tuple[Evidence, ...] = ()


class Revocation(Authored):
    """A recognition taken back."""

    label: str = ""
    reason: str | None = None


class CheckedRepeat(Read):
    """A confirmed repeat: whether it took the recognition back, and whether it was undone."""

    link_id: str
    repeated_on: date
    revoked: bool = False
    withdrawn: bool = False


class CheckedCase(Read):
    """A case on its way from closing report to write-off."""

    case_id: str
    state: str
    version: int
    returns: int = 0
    observe_until: date | None = None
    closure: Closure = Closure()
    reviews: tuple[Review, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    repeats: tuple[CheckedRepeat, ...] = ()
    allowed_actions: tuple[str, ...] = ()

    def reopened_by(self, link_id: str) -> bool:
        """Whether this repeat is why the case is open again."""
        return any(r.revoked and not r.withdrawn for r in self.repeats if r.link_id == link_id)


class SupervisionClient:
    """supervision, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def case(self, case_id: str) -> CheckedCase:
        """One case."""
        return await self._line.read(CheckedCase, f"/v1/cases/{case_id}")

    async def desk(self) -> Desk:
        """What waits for the visitor."""
        return await self._line.read(Desk, "/v1/desk")
