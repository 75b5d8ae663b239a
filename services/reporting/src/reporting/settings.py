"""Settings of reporting, beyond those of every service."""

from datetime import timedelta

from pydantic import Field
from servicekit.settings import ServiceSettings


class ReportingSettings(ServiceSettings):
    """How often figures are taken, when milestones freeze, how much may be exported."""

    snapshot_seconds: float = Field(default=15.0, gt=0)
    """How often the worker takes the figures that Prometheus reads."""
    freeze_grace_minutes: int = Field(default=60, ge=0)
    """How long after a milestone's day the worker waits for events still under way."""
    export_max_rows: int = Field(default=100_000, gt=0, le=1_000_000)

    @property
    def freeze_grace(self) -> timedelta:
        """``freeze_grace_minutes`` as a span."""
        return timedelta(minutes=self.freeze_grace_minutes)
