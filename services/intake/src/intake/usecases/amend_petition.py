"""Corrects registered facts and classifies a case anew."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.vocab import CaseTag, Role, UnitKind, VisibilityRole
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction
from dbkit.visibility import grant, revoke
from servicekit.auth import RoleMissingError

from intake.domain import rules
from intake.domain.errors import RegistrationInvalidError
from intake.domain.hard_case import check_kind, hard_case_reasons
from intake.domain.petition import Petition
from intake.domain.registration import PERSONAL, Registration, changed_facts
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context
from intake.usecases.publish import case_amended, tell
from intake.usecases.seal_case import Sealing
from intake.usecases.sight import seeing
from intake.usecases.suspecting import Suspecting

_PARTIES = frozenset({"petitioners", "agents", "phones"})
_COMPARED = _PARTIES | {"accused", "demand", "household", "residence", "registered_on"}
"""What the matcher looks at: advice on the case is renewed when it changes."""


class AmendPetition:
    """The registering unit or the office puts right what was registered; nothing is lost in the trail."""

    def __init__(self, context: Context, sealing: Sealing, suspecting: Suspecting) -> None:
        self._context = context
        self._sealing = sealing
        self._suspecting = suspecting

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        changes: Mapping[str, Any],
        *,
        reason: str | None,
        kind_decided: bool = False,
    ) -> dict[str, Any]:
        """Amend one case.

        Args:
            caller: a registrar of the registering unit, or a supervisor of the office; of a sealed
                case the registering officer or 纪检监察.
            case_id: the case.
            changes: new values by the names of ``Registration.amended``.
            reason: why, for the trail.
            kind_decided: the officer decides on the kind of case now, so the rule for hard cases holds.

        Raises:
            CaseNotFoundError: none that the caller sees.
            RoleMissingError: the case is another unit's.
            RegistrationInvalidError: the facts would contradict each other.
            HardCaseUnexplainedError: kept ordinary against the suggestion, without a reason.
            StaleVersionError: ``If-Match`` names another version.
        """
        caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            async with seeing(tx, case_id):
                petition = await PetitionStore(tx.session, self._context.vault).lock(case_id)
                caller.check_version(petition.version)
                await self._amend(tx, petition, changes, reason=reason, kind_decided=kind_decided)
            receipt = Receipt(
                id=case_id, case_id=case_id, version=petition.version, state=petition.state.value
            )
            return tx.respond(receipt.model_dump(mode="json"))

    async def amend(
        self,
        tx: Transaction,
        case_id: UUID,
        changes: Mapping[str, Any],
        *,
        reason: str | None = None,
        kind_decided: bool = False,
    ) -> tuple[str, ...]:
        """Amend inside an open transaction of a user, such as an import of corrections.

        Returns:
            Names of the facts that really changed; nothing is written or told when there are none.

        Raises:
            KeyError: ``changes`` names no fact of a registration.
        """
        async with seeing(tx, case_id):
            petition = await PetitionStore(tx.session, self._context.vault).lock(case_id)
            return await self._amend(
                tx, petition, changes, reason=reason, kind_decided=kind_decided
            )

    async def _amend(
        self,
        tx: Transaction,
        petition: Petition,
        changes: Mapping[str, Any],
        *,
        reason: str | None,
        kind_decided: bool,
    ) -> tuple[str, ...]:
        store = PetitionStore(tx.session, self._context.vault)
        self._allow(tx, petition)
        before = await store.registration(petition)
        after = rules.with_representative(before.amended(changes))
        changed = changed_facts(before, after)
        if kind_decided:
            check_kind(after, hard_case_reasons(after, tx.today, self._context.hard))
        if not changed:
            return ()
        self._check(tx, petition, after, changed)
        petition.touch()
        await store.save(petition)
        await store.rewrite(petition, after, parties=bool(_PARTIES & set(changed)))
        self._note(tx, petition, before, after, changed, reason)
        if after.sealed and not petition.sealed:
            await self._sealing(tx, petition, reason=reason or "分类为揭发控告")
            return changed
        await tx.session.flush()
        if not petition.sealed:
            await self._litigation(tx, petition, before, after)
            await tell(tx, petition, case_amended(after, changed), on=tx.today)
        if _COMPARED & set(changed):
            await self._suspecting.renew(tx, petition.id)
        return changed

    def _allow(self, tx: Transaction, petition: Petition) -> None:
        who = tx.user.principal
        own = petition.tenant == who.unit and who.has(Role.REGISTRAR)
        office = who.is_office and who.has(Role.SUPERVISOR)
        discipline = petition.sealed and who.unit_kind is UnitKind.DISCIPLINE
        if not (own or office or discipline):
            raise RoleMissingError("登记信息由登记单位或信访工作机构更正。")

    def _check(
        self,
        tx: Transaction,
        petition: Petition,
        after: Registration,
        changed: tuple[str, ...],
    ) -> None:
        rules.check(after, new=False)
        if petition.sealed and CaseTag.ACCUSATION not in after.tags:
            raise RegistrationInvalidError(
                "揭发控告件须由纪检监察单位解除封存。", rule="unseal_first"
            )
        who = tx.user.principal
        if "first_unit" in changed and not (who.is_office and who.has(Role.SUPERVISOR)):
            raise RoleMissingError("首办单位确定后不随交接改变，确有错误的由信访工作机构更正。")
        for unit in (after.place_unit, after.first_unit, after.proposal.lead_unit):
            self._context.check_unit(unit)
        for day in (after.registered_on, after.received_on, after.first_petition_on):
            if day is not None:
                self._context.is_late(tx, day)

    async def _litigation(
        self, tx: Transaction, petition: Petition, before: Registration, after: Registration
    ) -> None:
        old, new = (
            set(self._context.compartments.litigation(r.tags)) for r in (before, after)
        )  # fmt: skip
        await grant(tx, petition.id, sorted(new - old))
        for unit, role in sorted(old - new):
            await revoke(tx, petition.id, unit, VisibilityRole(role))

    def _note(
        self,
        tx: Transaction,
        petition: Petition,
        before: Registration,
        after: Registration,
        changed: tuple[str, ...],
        reason: str | None,
    ) -> None:
        old, new = before.facts(), after.facts()
        shown = [n for n in changed if n not in PERSONAL]
        tx.audit(
            "case.amended", petition.id,
            before={n: _plain(old[n]) for n in shown},
            after={"changed": list(changed)} | {n: _plain(new[n]) for n in shown},
            reason=reason,
            chain=self._context.compartments.discipline if after.sealed else None,
        )  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
