"""A service's own books, over HTTP: events written, published, consumed, buried."""

from typing import Annotated, Any

from contracts.vocab import Role
from dbkit.caller import CurrentCaller
from dbkit.database import Database
from dbkit.visibility import SEALED_CASES
from fastapi import APIRouter, Path
from pydantic import BaseModel
from servicekit.auth import CurrentPrincipal
from servicekit.errors import ConflictError, DomainError, NotFoundError
from servicekit.logging import get_logger
from sqlalchemy import text

from eventing.inbox import Handlers, replay

log = get_logger(__name__)


class ReplayFailedError(ConflictError):
    """What was wrong with a dead letter is not mended, or cannot be: it stays."""

    code = "replay_failed"


class Accounting(BaseModel):
    """Counts of one service; consumed per publishing service.

    Cases, events and what was consumed leave out sealed cases (R72): by comparing the books with the
    lists an office could count them. What waits or is dead is counted in full, or nobody would mend it.
    """

    service: str
    outbox_total: int
    unpublished: int
    dead_letters: int
    cases: int
    consumed: dict[str, int]


class DeadLetter(BaseModel):
    """An event that could not be handled."""

    id: int
    event_id: str | None
    source: str
    case_id: str | None
    version: int | None
    subject: str
    reason: str


_COUNTS = text(
    f"with sealed as ({SEALED_CASES})"  # noqa: S608: a constant of the library, no input
    " select (select count(*) from outbox where case_id not in (select case_id from sealed)),"
    " (select count(*) from outbox where published_at is null),"
    " (select count(*) from dead_letter where replayed_at is null),"
    " (select count(*) from (select case_id from event_versions union select case_id from inbox_gate"
    " except select case_id from sealed) x)"
)
_CONSUMED = text(
    f"with sealed as ({SEALED_CASES})"  # noqa: S608: as above
    " select source, count(*) as n from inbox where case_id not in (select case_id from sealed)"
    " group by source"
)
_LETTERS = text(
    "select id, event_id::text, source, case_id::text, version, subject, reason from dead_letter"
    " where replayed_at is null order by id limit 200"
)


async def accounting(db: Database, service: str) -> Accounting:
    """Count."""
    async with db.system_read() as session:
        total, waiting, dead, cases = (await session.execute(_COUNTS)).one()
        consumed = {r.source: r.n for r in await session.execute(_CONSUMED)}
    return Accounting(
        service=service, outbox_total=total, unpublished=waiting, dead_letters=dead, cases=cases,
        consumed=consumed,
    )  # fmt: skip


def router(service: str, db: Database, handlers: Handlers | None) -> APIRouter:
    """Routes ``/v1/accounting`` and ``/v1/dead-letters`` of one service."""
    api = APIRouter(prefix="/v1", tags=["accounting"])

    @api.get("/accounting", summary="事件账目")
    async def books(principal: CurrentPrincipal) -> Accounting:
        principal.require(Role.ANALYST, Role.SUPERVISOR, office=True)
        return await accounting(db, service)

    @api.get("/dead-letters", summary="未能处理的事件")
    async def letters(principal: CurrentPrincipal) -> list[DeadLetter]:
        principal.require(Role.SYSTEM_ADMIN)
        async with db.system_read() as session:
            rows = await session.execute(_LETTERS)
            return [DeadLetter.model_validate(dict(r)) for r in rows.mappings()]

    @api.post("/dead-letters/{letter_id}/replay", summary="重新处理")
    async def again(
        caller: CurrentCaller, letter_id: Annotated[int, Path(ge=1, le=2**62)]
    ) -> dict[str, Any]:
        caller.principal.require(Role.SYSTEM_ADMIN)
        try:
            found = handlers is not None and await replay(db, handlers, letter_id)
        except DomainError:
            raise
        except Exception as e:
            log.warning("replay failed", exc_info=e)
            raise ReplayFailedError("该事件仍无法处理，已保留，请排除原因后重试。") from e
        if not found:
            raise NotFoundError("没有这条待处理的事件。")
        return {"replayed": letter_id}

    return api


__all__ = ["Accounting", "DeadLetter", "ReplayFailedError", "accounting", "router"]
