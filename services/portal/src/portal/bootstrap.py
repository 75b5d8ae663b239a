"""Wires the portal: sessions, issuer, services, assets, templates."""

from dataclasses import dataclass

import httpx2
from contracts.units import UnitDirectory
from servicekit.auth import KeyCache, TokenVerifier
from servicekit.clock import Clock

from portal.assets import Assets
from portal.clients.services import Upstreams
from portal.oidc import OidcClient
from portal.pages import Pages
from portal.pending import Attempts
from portal.sessions import SessionStore
from portal.settings import PortalSettings


@dataclass(slots=True)
class Parts:
    """Everything that lives as long as the process."""

    settings: PortalSettings
    clock: Clock
    units: UnitDirectory
    assets: Assets
    pages: Pages
    sessions: SessionStore
    attempts: Attempts
    oidc: OidcClient
    verifier: TokenVerifier
    upstreams: Upstreams
    issuer_http: httpx2.AsyncClient
    keys: KeyCache

    async def is_ready(self) -> bool:
        """Whether people could log in: the issuer was found once."""
        return bool(await self.oidc.discover())

    async def aclose(self) -> None:
        """Close all connections."""
        await self.upstreams.aclose()
        await self.issuer_http.aclose()
        await self.keys.aclose()


def build_parts(
    settings: PortalSettings,
    clock: Clock,
    *,
    issuer: httpx2.AsyncBaseTransport | None = None,
    services: httpx2.AsyncBaseTransport | None = None,
) -> Parts:
    """Make the parts; tests pass transports that stand for the issuer and the services."""
    units = UnitDirectory.read(settings.units_file)
    assets = Assets()
    timeout = httpx2.Timeout(5.0, connect=2.0)
    issuer_http = httpx2.AsyncClient(timeout=timeout, transport=issuer)
    keys = KeyCache(settings.issuer_url, httpx2.AsyncClient(timeout=timeout, transport=issuer))
    verifier = TokenVerifier(
        issuer_url=settings.issuer_url, audience=settings.audience,
        allowed_clients=settings.allowed_clients, keys=keys,
    )  # fmt: skip
    sessions = SessionStore(
        clock, idle=settings.session_idle_seconds, longest=settings.session_max_seconds,
        cap=settings.session_cap,
    )  # fmt: skip
    return Parts(
        settings=settings, clock=clock, units=units, assets=assets,
        pages=Pages(assets, units, clock), sessions=sessions, attempts=Attempts(clock),
        oidc=OidcClient(settings, issuer_http, keys, clock), verifier=verifier,
        upstreams=Upstreams.of(settings, services), issuer_http=issuer_http, keys=keys,
    )  # fmt: skip
