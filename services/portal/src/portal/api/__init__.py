"""The rooms of the portal, each with its routes."""

from portal.api import (
    batches,
    cases,
    desk,
    doing,
    import_differences,
    import_mapping,
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
    import_mapping.router,
    import_differences.router,
    imports.router,
    rates.router,
    register.router,
    sealed.router,
    receipt.router,
)
