"""Settings of supervision."""

from pydantic import Field
from servicekit.settings import ServiceSettings


class SupervisionSettings(ServiceSettings):
    """What supervision needs besides what every service does."""

    port: int = 8104
    observation_days: int = Field(default=90, ge=1)
    """Days between 化解认定 and the first day 销号 is allowed (R27); configurable, no legal source."""
