"""The rooms of the portal, each with its routes."""

from portal.api import (
    batches,
    cases,
    desk,
    doing,
    imports,
    ledger,
    login,
    rates,
    receipt,
    register,
    reveal,
    sealed,
    verify,
)

ROUTERS = (
    login.router,
    desk.router,
    ledger.router,
    cases.router,
    doing.router,
    reveal.router,
    batches.router,
    verify.router,
    imports.router,
    rates.router,
    register.router,
    sealed.router,
    receipt.router,
)
