"""Migrates every service's database, as a process of its own: ``python -m standalone.servers.migration``.

Kept out of the supervisor so that SQLAlchemy and Alembic do not stay in its memory.
"""

import asyncio
import json
import os
import sys

from dbkit import migrate

from standalone.servers.migration_terms import READY_TO_GO, URLS_VARIABLE


async def _migrate_all(urls: dict[str, str]) -> int:
    for service, url in urls.items():
        sys.stdout.write(f"{service}\n")
        sys.stdout.flush()
        try:
            await migrate.upgrade(service, url)
        except Exception as e:  # noqa: BLE001  the reason goes to the log, the sentence to the user
            sys.stdout.write(f"{type(e).__name__}: {e}\n")
            newer = "Can't locate revision" in str(e)
            sys.stdout.write(f"{'schema_newer' if newer else 'migration_failed'} {service}\n")
            return 1
    return 0


def main() -> None:
    """Wait for the word on standard input (imports are done by then), then migrate in order."""
    word = sys.stdin.readline().strip()
    if word != READY_TO_GO:
        raise SystemExit(2)
    raise SystemExit(asyncio.run(_migrate_all(json.loads(os.environ[URLS_VARIABLE]))))


if __name__ == "__main__":
    main()
