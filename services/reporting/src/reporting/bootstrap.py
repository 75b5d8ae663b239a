"""The one place where the parts of the service are wired."""

from dataclasses import dataclass

from contracts.sight import Watch
from contracts.units import UnitDirectory
from dbkit.database import Database
from eventing.inbox import Handlers
from eventing.runtime import Runtime
from servicekit.clock import Clock, SystemClock
from servicekit.settings import key_bytes

from reporting.consumers import make_handlers
from reporting.jobs import Every
from reporting.metrics import FIGURES
from reporting.settings import ReportingSettings
from reporting.usecases.export_ledger import ExportLedger
from reporting.usecases.freeze_milestone import FreezeDueMilestones, FreezeMilestone
from reporting.usecases.record_event import RecordEvents
from reporting.usecases.take_figures import TakeFigures, last_figures

_FREEZE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a process of this service holds."""

    settings: ReportingSettings
    clock: Clock
    db: Database
    units: UnitDirectory
    handlers: Handlers
    export_ledger: ExportLedger
    freeze_milestone: FreezeMilestone
    freeze_due: FreezeDueMilestones
    take_figures: TakeFigures

    def runtime(self) -> Runtime:
        """Consumer and jobs, not yet started."""
        jobs = (
            Every("figures", self.settings.snapshot_seconds, self.take_figures),
            Every("freeze", _FREEZE_SECONDS, self.freeze_due),
        )
        return Runtime(
            "reporting", self.db, self.settings, self.handlers, tuple(j.run for j in jobs)
        )

    async def show_figures(self) -> None:
        """Bring the last stored snapshot into this process's memory."""
        FIGURES.show(await last_figures(self.db, self.units.office().code), self.units)


def wire(settings: ReportingSettings, clock: Clock | None = None) -> Parts:
    """Build the parts.

    Raises:
        OSError: the file of units cannot be read.
        ValueError: the file of units or a key is wrong.
        LookupError: the file of units names no district office.
    """
    clock = clock or SystemClock()
    units = UnitDirectory.read(settings.units_file)
    office = units.office().code
    db = Database(
        settings.database_url,
        audit_key=key_bytes(settings.audit_key),
        clock=clock,
        pool_size=settings.pool_size,
    )
    return Parts(
        settings=settings,
        clock=clock,
        db=db,
        units=units,
        handlers=make_handlers(RecordEvents(Watch.of(units))),
        export_ledger=ExportLedger(db, units, settings.export_max_rows),
        freeze_milestone=FreezeMilestone(db, office),
        freeze_due=FreezeDueMilestones(db, office, settings.freeze_grace),
        take_figures=TakeFigures(db, units),
    )
