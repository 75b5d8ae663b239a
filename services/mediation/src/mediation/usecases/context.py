"""What every use case of this service works with."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from contracts.sight import Watch
from dbkit.database import Database
from servicekit.auth import Principal

from mediation.domain.acts import Who
from mediation.storage.vault import TextVault


@dataclass(frozen=True, slots=True)
class Context:
    """Database, vault, ids, and the settings of the district.

    ``watch`` names the offices and compartments, which see cases without a duty in them.
    """

    db: Database
    vault: TextVault
    new_id: Callable[[], UUID]
    late_after_days: int
    watch: Watch


def who_is(principal: Principal) -> Who:
    """The caller in the domain's words."""
    return Who(principal.username, principal.unit, principal.roles)
