"""The worker process of intake: relay and consumer."""

import asyncio

from dbkit.migrate import ensure_current
from eventing.runtime import run_until_signalled
from servicekit.logging import setup_logging

from intake.bootstrap import SERVICE, build
from intake.settings import Settings


async def run(settings: Settings) -> None:
    """Run until signalled."""
    parts = build(settings)
    await ensure_current(parts.db.engine, SERVICE)
    await run_until_signalled(parts.runtime)
    await parts.db.close()


def main() -> None:
    """Start the worker."""
    settings = Settings()
    setup_logging(SERVICE, settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
