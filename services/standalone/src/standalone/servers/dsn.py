"""Connection strings of the services' database roles."""

from typing import Literal

from standalone.vault import Secrets

DatabaseRole = Literal["owner", "app", "ro"]


def database_url(
    secrets: Secrets, service: str, role: DatabaseRole, *, port: int, driver: str = "asyncpg"
) -> str:
    """``postgresql+<driver>://`` of one role in one service's database; no driver when empty."""
    scheme = f"postgresql+{driver}" if driver else "postgresql"
    password = secrets.databases[service][role]
    return f"{scheme}://{service}_{role}:{password}@127.0.0.1:{port}/{service}"
