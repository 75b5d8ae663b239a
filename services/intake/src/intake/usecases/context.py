"""What every use case of intake works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.units import UnitDirectory
from contracts.vocab import UnitKind
from dbkit.database import Database
from dbkit.transaction import Transaction
from servicekit.dates import check_business_date

from intake.domain.compartment import Compartments
from intake.domain.errors import UnitUnknownError
from intake.domain.hard_case import Thresholds
from intake.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Context:
    """Database, vault, directory of units, ids, and the district's settings."""

    db: Database
    vault: Vault
    units: UnitDirectory
    new_id: Callable[[], UUID]
    late_after_days: int
    hard: Thresholds
    fast_close_days: int

    @property
    def compartments(self) -> Compartments:
        """Who sees sealed cases, and others."""
        return Compartments(self.units)

    @property
    def offices(self) -> list[str]:
        """Codes of the district's petition offices, which see every case."""
        return [u.code for u in self.units if u.kind is UnitKind.DISTRICT_OFFICE]

    @property
    def book(self) -> str:
        """Under whose code the books stand that the district has one of; either office may write them.

        Raises:
            LookupError: the directory names no office.
        """
        return self.units.office().code

    def check_unit(self, code: str | None) -> None:
        """Refuse a unit code that the directory does not hold.

        Raises:
            UnitUnknownError: there is no such unit.
        """
        if code is not None and self.units.get(code) is None:
            raise UnitUnknownError(code)

    def check_day(self, tx: Transaction, day: date, *, cause: date | None = None) -> bool:
        """Check a business date of the user's command; tells whether it is a late entry.

        Raises:
            BusinessDateError: in the future, before its cause, or late without the right.
        """
        return check_business_date(
            day, today=tx.today, may_enter_late=tx.user.principal.may_enter_late, cause=cause,
            late_after_days=self.late_after_days,
        )  # fmt: skip

    def is_late(self, tx: Transaction, day: date) -> bool:
        """Whether a fact of an imported ledger must be marked late; imports need no right for it.

        Raises:
            BusinessDateError: the day is in the future.
        """
        return check_business_date(
            day, today=tx.today, may_enter_late=True, late_after_days=self.late_after_days
        )
