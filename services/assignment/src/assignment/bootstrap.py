"""The one place where the parts of this service are wired."""

from dataclasses import dataclass

from contracts.units import UnitDirectory
from dbkit.database import Database
from eventing.inbox import Handlers
from eventing.runtime import Runtime
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.settings import key_bytes

from assignment.consumers import build_handlers
from assignment.settings import Settings
from assignment.usecases.catalogue import UseCases

SERVICE = "assignment"


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a process of this service works with."""

    db: Database
    handlers: Handlers
    runtime: Runtime
    usecases: UseCases


def build(settings: Settings, clock: Clock | None = None) -> Context:
    """Wire a process.

    Raises:
        OSError: the units' file cannot be read.
    """
    db = Database(
        settings.database_url, audit_key=key_bytes(settings.audit_key), clock=clock,
        pool_size=settings.pool_size,
    )  # fmt: skip
    units = UnitDirectory.read(settings.units_file)
    handlers = build_handlers(units)
    return Context(
        db=db,
        handlers=handlers,
        runtime=Runtime(SERVICE, db, settings, handlers),
        usecases=UseCases.wired(db, units, new_id, late_after_days=settings.late_after_days),
    )
