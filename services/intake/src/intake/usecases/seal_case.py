"""Seals a case that turned out to be 揭发控告, and takes the seal off again (R72)."""

from typing import Any
from uuid import UUID

from contracts.intake import CaseSealedV1, CaseUnsealedV1
from contracts.vocab import CaseTag, Role, UnitKind, VisibilityRole
from dbkit.caller import SYSTEM_TENANT, Caller
from dbkit.forgetting import forget_answers
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction
from dbkit.visibility import replace
from eventing.outbox import Told, emit_all
from servicekit.auth import RoleMissingError

from intake.domain.compartment import HIDDEN_ACTOR
from intake.domain.petition import Petition
from intake.storage.petitions import PetitionStore
from intake.storage.traces import wipe_previews
from intake.usecases.context import Context
from intake.usecases.publish import case_amended, tell
from intake.usecases.registering import Registering
from intake.usecases.sight import seeing
from intake.usecases.suspecting import Suspecting

DUTIES = (Role.REGISTRAR, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR)
"""Duties of 纪检监察 that handle sealed cases."""


class Sealing:
    """Takes a case out of everybody's sight; part of two use cases."""

    def __init__(self, context: Context, registering: Registering, suspecting: Suspecting) -> None:
        self._context = context
        self._registering = registering
        self._suspecting = suspecting

    async def __call__(self, tx: Transaction, petition: Petition, *, reason: str) -> None:
        """Seal a locked case at once: sight, number, advice, previews and stored answers.

        Raises:
            IllegalTransitionError: sealed before.
            CompartmentMissingError: no 纪检监察 in the directory.
        """
        compartments = self._context.compartments
        sight, discipline = (
            compartments.sealed(petition.registered_by or tx.actor_sub),
            (compartments.discipline),
        )
        petition.seal(tx.actor_sub)
        number = await self._registering.sealed_number(tx)
        store = PetitionStore(tx.session, self._context.vault)
        await store.save(petition)
        await store.set_sealed(petition, number=number, before=petition.case_no)
        await tx.session.flush()
        async with tx.as_tenant(SYSTEM_TENANT):
            await replace(tx, petition.id, set(VisibilityRole), sight)
            await forget_answers(tx.session, petition.id, keep_for=petition.registered_by)
            await wipe_previews(
                tx.session, self._context.vault, case_no=petition.case_no, case_id=petition.id
            )
        await self._suspecting.move(tx, petition.id)
        await tell(tx, petition, CaseSealedV1(case_no=number), on=tx.today, discipline=discipline)
        tx.audit(
            "case.sealed", petition.id, after={"case_no": number}, reason=reason, chain=discipline
        )
        petition.case_no = number


class SealCase:
    """A registrar or the office notices an accusation."""

    def __init__(self, context: Context, sealing: Sealing) -> None:
        self._context = context
        self._sealing = sealing

    async def __call__(self, caller: Caller, case_id: UUID, *, reason: str) -> dict[str, Any]:
        """Seal.

        Raises:
            CaseNotFoundError: none that the caller sees.
            IllegalTransitionError: sealed before.
        """
        caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            async with seeing(tx, case_id):
                store = PetitionStore(tx.session, self._context.vault)
                petition = await store.lock(case_id)
                caller.check_version(petition.version)
                registration = await store.registration(petition)
                tagged = registration.amended({"tags": (*registration.tags, CaseTag.ACCUSATION)})
                await store.rewrite(petition, tagged, parties=False)
                await self._sealing(tx, petition, reason=reason)
            receipt = Receipt(id=case_id, case_id=case_id, version=petition.version, state="sealed")
            return tx.respond(receipt.model_dump(mode="json"))


class UnsealCase:
    """纪检监察 decides that a case is no accusation: the unit and the offices see it again."""

    def __init__(self, context: Context, suspecting: Suspecting) -> None:
        self._context = context
        self._suspecting = suspecting

    async def __call__(self, caller: Caller, case_id: UUID, *, reason: str) -> dict[str, Any]:
        """Unseal; the case goes by its number in the open again, if nobody took that meanwhile.

        Nobody is accused any more: the field is emptied, so that no unit reads it afterwards.

        Raises:
            CaseNotFoundError: none that the caller sees.
            RoleMissingError: not 纪检监察.
            IllegalTransitionError: not sealed.
        """
        require_discipline(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = PetitionStore(tx.session, self._context.vault)
            petition = await store.lock(case_id)
            caller.check_version(petition.version)
            petition.unseal()
            registration = await store.registration(petition)
            plain = registration.amended(
                {
                    "tags": tuple(t for t in registration.tags if t is not CaseTag.ACCUSATION),
                    "accused": (),
                }
            )
            number = await self._number(tx, store, petition)
            await store.rewrite(petition, plain, parties=False)
            await store.save(petition)
            await store.set_sealed(petition, number=number, before=None)
            await tx.session.flush()
            await self._show(tx, petition, plain.tags)
            # Told in the unit's own name: the case is its again.
            told = [
                Told(case_id, CaseUnsealedV1(case_no=number), tx.today),
                Told(case_id, case_amended(plain, ("tags",)), tx.today),
            ]
            async with tx.as_tenant(petition.tenant):
                await emit_all(tx, told, tenant=petition.tenant, actor=HIDDEN_ACTOR)
            await self._suspecting.move(tx, case_id)
            tx.audit("case.unsealed", case_id, after={"case_no": number}, reason=reason)
            receipt = Receipt(
                id=case_id, case_id=case_id, version=petition.version, state=petition.state.value
            )
            return tx.respond(receipt.model_dump(mode="json"))

    async def _number(self, tx: Transaction, store: PetitionStore, petition: Petition) -> str:
        before = await store.open_number(petition)
        if before is None:
            return petition.case_no
        async with tx.as_tenant(SYSTEM_TENANT):
            taken = await store.taken([before])
        return petition.case_no if taken else before

    async def _show(self, tx: Transaction, petition: Petition, tags: tuple[CaseTag, ...]) -> None:
        sight = self._context.compartments.open(petition.tenant, tags)
        async with tx.as_tenant(SYSTEM_TENANT):
            await replace(tx, petition.id, set(VisibilityRole), sight)


def require_discipline(caller: Caller) -> None:
    """Refuse whoever does not handle sealed cases at 纪检监察.

    Raises:
        RoleMissingError: with that code.
    """
    caller.principal.require(*DUTIES)
    if caller.principal.unit_kind is not UnitKind.DISCIPLINE:
        raise RoleMissingError("此项由纪检监察单位办理。")
