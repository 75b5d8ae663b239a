"""Refers to legal documents of other authorities: by number only, in a restricted view (R33)."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import Role, UnitKind
from dbkit.caller import Caller
from servicekit.auth import Principal

from intake.domain.errors import RestrictedError
from intake.domain.legal_reference import LABELS, LegalKind, LegalReference
from intake.storage.legal_references import LegalReferenceStore
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context
from intake.usecases.sight import reading, seeing

_UNITS = frozenset({UnitKind.DISCIPLINE, UnitKind.POLITICS_LAW})


def may_refer(who: Principal) -> bool:
    """Whether the caller is of 纪检监察 or 政法, or a supervisor of the office."""
    own = who.unit_kind in _UNITS and who.has(
        Role.REGISTRAR, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR
    )
    return own or (who.is_office and who.has(Role.SUPERVISOR))


class ReferToLaw:
    """Keeps and shows references; no text on any person."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        document_no: str,
        organ: str,
        issued_on: date,
        kind: LegalKind,
    ) -> dict[str, Any]:
        """Refer to a document.

        Raises:
            CaseNotFoundError: none that the caller sees.
            RestrictedError: not one of those who may look.
            ReferenceTakenError: the case refers to it already.
            BusinessDateError: issued in the future.
        """
        self._restrict(caller.principal)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            async with seeing(tx, case_id):
                petition = await PetitionStore(tx.session, self._context.vault).lock(case_id)
                self._context.is_late(tx, issued_on)
                reference = LegalReference(
                    self._context.new_id(), case_id, document_no, organ, issued_on, kind,
                    tx.actor_sub, tx.now,
                )  # fmt: skip
                await LegalReferenceStore(tx.session).add(reference)
                chain = self._context.compartments.discipline if petition.sealed else None
                tx.audit(
                    "legal_reference.added", case_id,
                    after={"document_no": document_no, "kind": kind.value}, chain=chain,
                )  # fmt: skip
            return tx.respond(_shown(reference))

    async def of_case(self, who: Principal, case_id: UUID) -> list[dict[str, Any]]:
        """All references of a case.

        Raises:
            CaseNotFoundError: none that the caller sees.
            RestrictedError: not one of those who may look.
        """
        async with reading(self._context.db, who, case_id) as session:
            self._restrict(who)
            return [_shown(r) for r in await LegalReferenceStore(session).of_case(case_id)]

    def _restrict(self, who: Principal) -> None:
        if not may_refer(who):
            raise RestrictedError("法律文书索引仅限纪检监察、政法单位和信访工作机构督查人员查看。")


def _shown(r: LegalReference) -> dict[str, Any]:
    return {
        "id": str(r.id), "case_id": str(r.case_id), "document_no": r.document_no,
        "organ": r.organ, "issued_on": r.issued_on.isoformat(), "kind": r.kind.value,
        "kind_label": LABELS[r.kind],
    }  # fmt: skip
