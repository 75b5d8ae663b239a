"""Settings of intake."""

from pydantic import Field
from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """What intake needs besides what every service needs."""

    parse_seconds: float = Field(default=20.0, gt=0)
    """Wall-clock time one ledger file may take to read."""
    parsers: int = Field(default=2, ge=1)
    """How many ledger files are read at the same time."""
