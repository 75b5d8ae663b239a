"""The worker process of reporting: consumer, figures, milestones."""

import asyncio

from dbkit.migrate import ensure_current
from eventing.runtime import run_until_signalled
from servicekit.logging import setup_logging

from reporting.bootstrap import wire
from reporting.settings import ReportingSettings


async def run(settings: ReportingSettings) -> None:
    """Work until told to stop."""
    parts = wire(settings)
    await ensure_current(parts.db.engine, "reporting")
    await run_until_signalled(parts.runtime())
    await parts.db.close()


def main() -> None:
    """Start the worker."""
    settings = ReportingSettings()
    setup_logging("reporting-worker", settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
