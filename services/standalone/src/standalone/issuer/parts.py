"""What the issuer's handlers work with, gathered once at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from contracts.units import UnitDirectory
from fastapi import Depends, Request

from standalone.issuer.clients import Client
from standalone.issuer.keys import KeyStore
from standalone.issuer.login import Logins
from standalone.issuer.pages import Pages
from standalone.issuer.settings import IssuerSettings
from standalone.issuer.store import IssuerStore
from standalone.issuer.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Parts:
    """The wired parts of one issuer."""

    settings: IssuerSettings
    store: IssuerStore
    keys: KeyStore
    units: UnitDirectory
    clients: Mapping[str, Client]
    logins: Logins
    tokens: Tokens
    pages: Pages

    @property
    def issuer(self) -> str:
        """The issuer's address, as in ``iss``."""
        return self.settings.issuer_url.rstrip("/")


def _parts(request: Request) -> Parts:
    return cast("Parts", request.app.state.parts)


IssuerParts = Annotated[Parts, Depends(_parts)]
