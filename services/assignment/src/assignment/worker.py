"""The worker process of the assignment service: relay and consumer."""

import asyncio

from dbkit import migrate
from eventing.runtime import run_until_signalled
from servicekit.logging import setup_logging

from assignment.bootstrap import SERVICE, build
from assignment.settings import Settings


async def run(settings: Settings) -> None:
    """Run until told to stop; refuses another schema than its own."""
    context = build(settings)
    try:
        await migrate.ensure_current(context.db.engine, SERVICE)
        await run_until_signalled(context.runtime)
    finally:
        await context.db.close()


def main() -> None:
    """The process."""
    settings = Settings()
    setup_logging(f"{SERVICE}-worker", settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
