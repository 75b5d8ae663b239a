"""Settings of mediation."""

from servicekit.settings import ServiceSettings


class MediationSettings(ServiceSettings):
    """What mediation needs to run; all of it common to the house."""

    port: int = 8103
