"""The event envelope, and the registry from (type, version) to the model of its data."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class EventData(BaseModel):
    """Base of all event payloads: frozen, ids and codes only, unknown fields ignored by readers."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    SERVICE: ClassVar[str] = ""
    NAME: ClassVar[str] = ""
    VERSION: ClassVar[int] = 0


D = TypeVar("D", bound=type[EventData])

REGISTRY: dict[tuple[str, str, int], type[EventData]] = {}


def event(service: str, name: str, version: int) -> Callable[[D], D]:
    """Register a payload model as version ``version`` of event ``name`` of ``service``."""

    def register(model: D) -> D:
        key = (service, name, version)
        if key in REGISTRY:
            msg = f"two models for event {key}"
            raise ValueError(msg)
        model.SERVICE, model.NAME, model.VERSION = key
        REGISTRY[key] = model
        return model

    return register


class Actor(BaseModel):
    """Who acted: an account id and the unit it acted for; never a name."""

    model_config = ConfigDict(frozen=True)

    sub: str
    unit: str


class Envelope(BaseModel):
    """One event as it travels: a CloudEvents 1.0 structured JSON object with our extensions.

    ``case_version`` counts the events of one case from one service, 1, 2, 3 … without gaps.
    ``occurred_on`` is the day the business fact happened, ``time`` the instant it was recorded;
    ``late`` marks a fact that was entered afterwards (补录).
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, use_attribute_docstrings=True
    )

    specversion: str = "1.0"
    id: UUID
    service: str = Field(alias="source")
    type: str
    """``<name>.v<version>``, for example ``case_registered.v1``."""
    case_id: UUID = Field(alias="subject")
    time: datetime
    tenant: str
    case_version: int = Field(alias="caseversion", ge=1)
    occurred_on: date = Field(alias="occurredon")
    late: bool = False
    actor_sub: str = Field(alias="actorsub")
    actor_unit: str = Field(alias="actorunit")
    correlation_id: str = Field(alias="correlationid")
    causation_id: str | None = Field(default=None, alias="causationid")
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """Event name without its version."""
        return self.type.rpartition(".v")[0]

    @property
    def version(self) -> int:
        """Version of the payload."""
        return int(self.type.rpartition(".v")[2])

    @property
    def actor(self) -> Actor:
        """Who acted."""
        return Actor(sub=self.actor_sub, unit=self.actor_unit)

    def payload(self) -> EventData:
        """Decode ``data`` with the model registered for this event.

        Raises:
            UnknownEvent: no model is registered for the service, name and version.
            pydantic.ValidationError: the data do not fit the model.
        """
        try:
            model = REGISTRY[(self.service, self.name, self.version)]
        except KeyError:
            raise UnknownEventError(self.service, self.type) from None
        return model.model_validate(self.data)

    def to_json(self) -> bytes:
        """The bytes that go on the wire."""
        return self.model_dump_json(by_alias=True).encode()

    @classmethod
    def from_json(cls, raw: bytes | str) -> "Envelope":
        """Read an event from the wire.

        Raises:
            pydantic.ValidationError: the bytes are no event.
        """
        return cls.model_validate_json(raw)


class UnknownEventError(LookupError):
    """An event of a type or version that this build does not know."""

    def __init__(self, service: str, type_: str) -> None:
        super().__init__(f"unknown event {type_} of {service}")
