"""The five services, as one visitor may use them."""

from dataclasses import dataclass
from typing import Any

import httpx2

from portal.clients.assignment import AssignmentClient
from portal.clients.imports import ImportsClient
from portal.clients.intake import IntakeClient
from portal.clients.matters import MattersClient
from portal.clients.mediation import MediationClient
from portal.clients.prevention import PreventionClient
from portal.clients.registration import RegistrationClient
from portal.clients.repeats import RepeatsClient
from portal.clients.reporting import ReportingClient
from portal.clients.supervision import SupervisionClient
from portal.clients.upstream import Line, Upstream
from portal.settings import PortalSettings

_NAMES = {
    "intake": "受理登记",
    "assignment": "交办",
    "mediation": "化解工作",
    "supervision": "督查审核",
    "reporting": "统计",
}


@dataclass(frozen=True, slots=True)
class Upstreams:
    """The connections to the services, shared by all visits."""

    by_name: dict[str, Upstream]

    @classmethod
    def of(
        cls, settings: PortalSettings, transport: httpx2.AsyncBaseTransport | None = None
    ) -> "Upstreams":
        """Connect as the settings say; tests pass one transport for all."""
        return cls(
            {
                name: Upstream(label, getattr(settings, f"{name}_url"), transport)
                for name, label in _NAMES.items()
            }
        )

    async def aclose(self) -> None:
        """Close them."""
        for upstream in self.by_name.values():
            await upstream.aclose()


class Services:
    """Typed clients on one visitor's behalf."""

    def __init__(self, upstreams: Upstreams, token: str, correlation_id: str | None) -> None:
        self._lines = {
            name: Line(upstream, token, correlation_id)
            for name, upstream in upstreams.by_name.items()
        }
        self.intake = IntakeClient(self._lines["intake"])
        self.imports = ImportsClient(self._lines["intake"])
        self.registration = RegistrationClient(self._lines["intake"])
        self.repeats = RepeatsClient(self._lines["intake"])
        self.matters = MattersClient(self._lines["intake"])
        self.prevention = PreventionClient(self._lines["intake"])
        self.assignment = AssignmentClient(self._lines["assignment"])
        self.mediation = MediationClient(self._lines["mediation"])
        self.supervision = SupervisionClient(self._lines["supervision"])
        self.reporting = ReportingClient(self._lines["reporting"])

    async def command(
        self, service: str, method: str, path: str, body: dict[str, Any], *, key: str, version: str
    ) -> Any:
        """Send a command of a described form to its service."""
        return await self._lines[service].command(method, path, body, key=key, version=version)
