"""Settings of intake."""

from contracts.vocab import Source
from pydantic import Field
from servicekit.settings import ServiceSettings

from intake.ledger.sniff import MAX_BYTES


class Settings(ServiceSettings):
    """What intake needs besides what every service needs."""

    max_body_bytes: int = Field(default=MAX_BYTES + 16 * 1024, gt=0)
    """A ledger of the largest size, and the form around it."""
    parse_seconds: float = Field(default=20.0, gt=0)
    """Wall-clock time one ledger file may take to read."""
    parsers: int = Field(default=2, ge=1)
    """How many ledger files are read at the same time."""
    import_at_once_bytes: int = Field(default=512 * 1024, ge=0)
    """Up to this size an uploaded ledger is read before the upload is answered."""
    import_at_once_rows: int = Field(default=500, ge=0)
    """Up to so many rows a ledger is committed in one transaction, before the request is answered."""
    import_portion_rows: int = Field(default=1_000, ge=1)
    """Rows of a long ledger that are committed in one transaction."""
    hard_people: int = Field(default=30, ge=1)
    """From so many people on a case is suggested as a hard one (R19)."""
    hard_years: int = Field(default=5, ge=1)
    """From so many years since the first petition on."""
    hard_visits: int = Field(default=3, ge=1)
    """From so many repeat visits on."""
    hard_sources: tuple[Source, ...] = (Source.CENTRAL, Source.REGION)
    """Cases handed down by these levels."""
    fast_close_days: int = Field(default=30, ge=1)
    """A case eligible for 快速销号 is flagged when it is not struck off after so many days (R13)."""
