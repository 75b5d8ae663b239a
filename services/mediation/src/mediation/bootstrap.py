"""The one place where mediation's parts are wired together."""

from dataclasses import dataclass

from contracts.sight import Watch
from contracts.units import UnitDirectory
from dbkit.crypto import FieldCipher
from dbkit.database import Database
from eventing.inbox import Handlers
from eventing.runtime import Runtime
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.settings import key_bytes

from mediation.consumers import build_handlers
from mediation.settings import MediationSettings
from mediation.storage.vault import TextVault
from mediation.usecases.catalogue import UseCases
from mediation.usecases.context import Context


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a process of this service consists of."""

    settings: MediationSettings
    db: Database
    usecases: UseCases
    handlers: Handlers
    runtime: Runtime


def build(settings: MediationSettings, clock: Clock | None = None) -> Parts:
    """Wire the service.

    Raises:
        OSError: the directory of units cannot be read.
        ValueError: a key is not 32 bytes.
    """
    db = Database(
        settings.database_url,
        audit_key=key_bytes(settings.audit_key),
        clock=clock,
        pool_size=settings.pool_size,
    )
    units = UnitDirectory.read(settings.units_file)
    usecases = UseCases.over(
        Context(
            db=db,
            vault=TextVault(FieldCipher(key_bytes(settings.field_key))),
            new_id=new_id,
            late_after_days=settings.late_after_days,
            watch=Watch.of(units),
        )
    )
    handlers = build_handlers(usecases.follow)
    return Parts(settings, db, usecases, handlers, Runtime("mediation", db, settings, handlers))
