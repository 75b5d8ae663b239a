"""The one place where intake's parts are wired."""

from dataclasses import dataclass

from contracts.units import UnitDirectory
from dbkit.crypto import BlindIndex, FieldCipher
from dbkit.database import Database
from eventing.inbox import Handlers
from eventing.runtime import Runtime, every
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.settings import key_bytes

from intake.consumers import build_handlers
from intake.domain.hard_case import Thresholds
from intake.ledger.runner import LedgerRunner
from intake.settings import Settings
from intake.storage.vault import Vault
from intake.usecases.catalogue import UseCases
from intake.usecases.context import Context
from intake.usecases.follow_assignment import FollowAssignment
from intake.usecases.import_catalogue import Sizes

SERVICE = "intake"
_COUNT_SECONDS = 60.0
"""How often gauges and early signs are counted."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a process of intake consists of."""

    db: Database
    handlers: Handlers
    runtime: Runtime
    usecases: UseCases


def build(settings: Settings, clock: Clock | None = None) -> Parts:
    """Wire a process.

    Raises:
        OSError: the directory of units cannot be read.
        ValueError: a key is not 32 bytes.
    """
    db = Database(
        settings.database_url, audit_key=key_bytes(settings.audit_key), clock=clock,
        pool_size=settings.pool_size,
    )  # fmt: skip
    context = Context(
        db=db,
        vault=Vault(
            FieldCipher(key_bytes(settings.field_key)),
            BlindIndex(key_bytes(settings.blind_index_key)),
        ),
        units=UnitDirectory.read(settings.units_file),
        new_id=new_id,
        late_after_days=settings.late_after_days,
        hard=Thresholds(
            settings.hard_people, settings.hard_years, settings.hard_visits, settings.hard_sources
        ),
        fast_close_days=settings.fast_close_days,
    )
    runner = LedgerRunner(
        settings.units_file, at_once=settings.parsers, seconds=settings.parse_seconds
    )
    handlers = build_handlers(FollowAssignment(context))
    sizes = Sizes(
        settings.import_at_once_bytes, settings.import_at_once_rows, settings.import_portion_rows
    )
    usecases = UseCases.over(context, runner, sizes)
    return Parts(
        db=db,
        handlers=handlers,
        runtime=Runtime(
            SERVICE,
            db,
            settings,
            handlers,
            jobs=(
                usecases.imports.worker.run,
                usecases.renew_keys.run,
                usecases.seal_texts.run,
                every(_COUNT_SECONDS, usecases.watch_fast.count),
                every(_COUNT_SECONDS, usecases.prevention.declared.measure),
                every(_COUNT_SECONDS, usecases.prevention.watch_signs.look),
            ),
        ),
        usecases=usecases,
    )
