"""纪检监察 tells the office how far a sealed case is, and nothing else (R72)."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import Role, UnitKind
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from servicekit.auth import Principal, RoleMissingError
from servicekit.errors import ConflictError

from intake.domain.compartment import Progress, Stage
from intake.storage.compartments import ProgressStore
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context
from intake.usecases.seal_case import require_discipline


class NotSealedError(ConflictError):
    """Progress of this kind is told of sealed cases only."""

    code = "not_sealed"


class ReportProgress:
    """A row for the offices: the sealed number, the stage, the day."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self, caller: Caller, case_id: UUID, *, stage: Stage, occurred_on: date | None
    ) -> dict[str, Any]:
        """Tell.

        Raises:
            CaseNotFoundError: none that the caller sees.
            RoleMissingError: not 纪检监察.
            NotSealedError: the case is not sealed.
            BusinessDateError: before the registration, in the future, or late without the right.
        """
        require_discipline(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = PetitionStore(tx.session, self._context.vault)
            petition = await store.lock(case_id)
            if not petition.sealed:
                raise NotSealedError("该件没有封存，按一般程序办理。")
            day = occurred_on or tx.today
            self._context.check_day(tx, day, cause=petition.registered_on)
            id_ = self._context.new_id()
            progress = Progress(petition.case_no, stage, day)
            for unit in (tx.tenant, *self._context.offices):
                async with tx.as_tenant(unit):
                    await ProgressStore(tx.session).add(unit, id_, progress, at=tx.now)
            tx.audit("compartment.progressed", case_id, after={"stage": stage.value})
            receipt = Receipt(id=id_, case_id=case_id, version=petition.version, state=stage.value)
            return tx.respond(receipt.model_dump(mode="json"))


class ReadProgress:
    """What 纪检监察 told so far."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, who: Principal) -> list[dict[str, Any]]:
        """All rows the unit may know, the latest first.

        Raises:
            RoleMissingError: neither a supervisor of the office nor 纪检监察.
        """
        who.require(Role.SUPERVISOR, Role.REGISTRAR, Role.HANDLER, Role.REVIEWER)
        office = who.is_office and who.has(Role.SUPERVISOR)
        if not (office or who.unit_kind is UnitKind.DISCIPLINE):
            raise RoleMissingError("您的岗位没有查看此项的权限。")
        async with self._context.db.read(who.unit) as session:
            return await ProgressStore(session).all(who.unit)
