"""Wires the issuer: store, keys, accounts, pages, routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from contracts.units import UnitDirectory
from fastapi import FastAPI
from servicekit.app import build_app
from servicekit.auth import TokenVerifier
from servicekit.clock import Clock, SystemClock

from standalone.failures import refuse_production
from standalone.issuer import clients, seed
from standalone.issuer.api import admin, browser, logout, oidc
from standalone.issuer.keys import KeyStore, OwnKeys
from standalone.issuer.login import Logins
from standalone.issuer.pages import Pages
from standalone.issuer.parts import Parts
from standalone.issuer.settings import IssuerSettings
from standalone.issuer.store import IssuerStore
from standalone.issuer.tokens import Tokens
from standalone.layout import DataFolder


def build(settings: IssuerSettings, clock: Clock | None = None) -> FastAPI:
    """The issuer's application.

    Raises:
        StartupError: in production.
        OSError: the data folder cannot be written.
    """
    refuse_production(settings.env)
    parts = _wire(settings, clock or SystemClock())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        hashing = asyncio.create_task(parts.logins.hash_remaining())
        yield
        hashing.cancel()
        with suppress(asyncio.CancelledError):
            await hashing
        parts.store.close()

    app = build_app(
        name="issuer",
        settings=settings,
        routers=[oidc.router, browser.router, logout.router, admin.router],
        lifespan=lifespan,
    )
    app.state.parts = parts
    app.state.verifier = TokenVerifier(
        issuer_url=settings.issuer_url,
        audience=settings.audience,
        allowed_clients=settings.allowed_clients,
        keys=OwnKeys(parts.keys),
    )
    return app


def _wire(settings: IssuerSettings, clock: Clock) -> Parts:
    folder = DataFolder(settings.data_dir)
    folder.issuer.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = IssuerStore(folder.issuer / "issuer.db")
    keys = KeyStore(folder.issuer / "keys.json", clock)
    units = UnitDirectory.read(settings.units_file)
    seeded = seed.seed(store, units, folder.accounts_file)
    logins = Logins(
        store,
        seeded,
        clock,
        lock_seconds=settings.lock_seconds,
        session_seconds=settings.session_seconds,
    )
    return Parts(
        settings=settings,
        store=store,
        keys=keys,
        units=units,
        clients=clients.registered(settings.public_url, settings.client_secret.get_secret_value()),
        logins=logins,
        tokens=Tokens(store, keys, units, settings, clock),
        pages=Pages(),
    )
