"""The worker process of mediation: relay and consumer."""

import asyncio

from dbkit.migrate import ensure_current
from eventing.runtime import run_until_signalled
from servicekit.logging import setup_logging

from mediation.bootstrap import build
from mediation.settings import MediationSettings


async def run(settings: MediationSettings) -> None:
    """Run until signalled."""
    parts = build(settings)
    await ensure_current(parts.db.engine, "mediation")
    await run_until_signalled(parts.runtime)
    await parts.db.close()


def main() -> None:
    """Start the worker."""
    settings = MediationSettings()
    setup_logging("mediation", settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
