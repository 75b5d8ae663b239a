"""Settings of the assignment service."""

from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """The shared settings, with this service's port."""

    port: int = 8102
