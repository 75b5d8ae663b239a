"""Routes of the books: what every service offers, and the cases that do not add up."""

from contracts.vocab import Role
from eventing import accounting as books
from fastapi import APIRouter
from servicekit.auth import CurrentPrincipal

from reporting.api.deps import TheParts
from reporting.bootstrap import Parts
from reporting.reads.accounting import unaccounted
from reporting.reads.views import Unaccounted

router = APIRouter(prefix="/v1", tags=["accounting"])


class Accounting(books.Accounting):
    """The books of every service, and how many cases do not add up."""

    unaccounted: int


@router.get("/accounting", summary="事件账目")
async def accounting(parts: TheParts, principal: CurrentPrincipal) -> Accounting:
    principal.require(Role.ANALYST, Role.SUPERVISOR, office=True)
    own = await books.accounting(parts.db, "reporting")
    async with parts.db.system_read() as session:
        missing = await unaccounted(session)
    return Accounting(**own.model_dump(), unaccounted=missing.total)


@router.get("/accounting/unaccounted", summary="对不上账的信访件")
async def missing(parts: TheParts, principal: CurrentPrincipal) -> Unaccounted:
    principal.require(Role.ANALYST, Role.SUPERVISOR, office=True)
    async with parts.db.system_read() as session:
        return await unaccounted(session)


def dead_letters(parts: Parts) -> APIRouter:
    """The library's routes for dead letters; its plain ``/v1/accounting`` gives way to ours."""
    api = books.router("reporting", parts.db, parts.handlers)
    api.routes[:] = [r for r in api.routes if getattr(r, "path", "") != "/v1/accounting"]
    return api
