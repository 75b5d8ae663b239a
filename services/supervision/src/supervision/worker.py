"""The worker process of supervision: relay and consumers, without HTTP."""

import asyncio
import sys

from dbkit.migrate import SchemaMismatchError, ensure_current
from eventing.runtime import run_until_signalled
from servicekit.logging import setup_logging

from supervision.bootstrap import SERVICE, wire
from supervision.settings import SupervisionSettings


async def _run(settings: SupervisionSettings) -> None:
    parts = wire(settings)
    try:
        await ensure_current(parts.db.engine, SERVICE)
        await run_until_signalled(parts.runtime)
    finally:
        await parts.db.close()


def main() -> None:
    """Run until SIGTERM; an old or newer schema ends the process with one sentence and code 3."""
    settings = SupervisionSettings()
    setup_logging(SERVICE, settings.log_level)
    try:
        asyncio.run(_run(settings))
    except SchemaMismatchError as e:
        sys.stderr.write(f"{e.detail}\n")
        sys.exit(3)


if __name__ == "__main__":
    main()
