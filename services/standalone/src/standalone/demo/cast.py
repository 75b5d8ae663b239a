"""Who acts in a replay: the office's duties, each unit's handler, and the leaders a ledger names."""

import hashlib
import hmac
from dataclasses import dataclass

from contracts.units import Unit
from contracts.vocab import LeaderLevel, Role

from standalone.demo.rows import LedgerRow

OFFICE = "xlb"
LEADERS = "qld"


@dataclass(frozen=True, slots=True)
class Actor:
    """An account, acting for one unit."""

    username: str
    unit: str


OFFICE_REGISTRAR = Actor(f"{OFFICE}.registrar", OFFICE)
OFFICE_SUPERVISOR = Actor(f"{OFFICE}.supervisor", OFFICE)
OFFICE_REVIEWER = Actor(f"{OFFICE}.reviewer", OFFICE)
OFFICE_ANALYST = Actor(f"{OFFICE}.analyst", OFFICE)
ADMINISTRATOR = Actor(f"{OFFICE}.sysadmin", OFFICE)

LEADER_ROLES = (Role.LEADER.value, Role.LATE_ENTRY.value)


def handler_of(unit: Unit) -> Actor:
    """The unit's own handler."""
    return Actor(f"{unit.code}.handler", unit.code)


@dataclass(frozen=True, slots=True)
class Leader:
    """A 包案领导: county leaders belong to 区领导, others to the responsible unit."""

    name: str
    unit: str
    level: LeaderLevel

    @property
    def username(self) -> str:
        """A login name that carries no personal name: events and logs name the account."""
        mark = hashlib.sha256(f"{self.unit}:{self.name}".encode()).hexdigest()[:8]
        return f"{self.unit}.leader-{mark}"

    @property
    def title(self) -> str:
        """职务, as far as the ledger says."""
        return "县级领导" if self.level is LeaderLevel.COUNTY else "乡科级领导"

    @property
    def actor(self) -> Actor:
        """The leader's account."""
        return Actor(self.username, self.unit)

    def password(self, secret: str) -> str:
        """The account's password, the same at every replay on one stack."""
        return hmac.new(secret.encode(), self.username.encode(), hashlib.sha256).hexdigest()[:24]


def leader_of(row: LedgerRow) -> Leader | None:
    """The leader a row names, or None when it names none."""
    if not row.leader_name:
        return None
    if row.below_county:
        return Leader(row.leader_name, row.lead.code, LeaderLevel.SECTION)
    return Leader(row.leader_name, LEADERS, LeaderLevel.COUNTY)
