"""Keeps, publishes and audits a revocation, whichever way it came about."""

from contracts.supervision import ResolutionRevokedV1, RevocationCause
from dbkit.transaction import Transaction
from eventing.outbox import emit

from supervision.domain.case import SupervisedCase
from supervision.domain.revocation import Revocation
from supervision.domain.states import State
from supervision.storage.cases import CaseStore
from supervision.storage.records import RecordStore
from supervision.storage.vault import TextVault


async def keep_revocation(
    tx: Transaction,
    vault: TextVault,
    case: SupervisedCase,
    revocation: Revocation,
    before: State,
) -> None:
    """Write the revoked case and its revocation, and tell the other services (R3)."""
    await CaseStore(tx.session).save(case, tx.now)
    await RecordStore(tx.session, vault).add_revocation(case.id, revocation)
    await emit(
        tx, case.id,
        ResolutionRevokedV1(
            recognition_id=revocation.recognition_id,
            cause=RevocationCause(revocation.cause.value),
            later_case_id=revocation.later_case_id,
        ),
        occurred_on=revocation.entry.on, late=revocation.entry.late,
    )  # fmt: skip
    tx.audit(
        "resolution.revoked", case.id, before={"state": before},
        after={
            "state": case.state, "revocation_id": revocation.id, "cause": revocation.cause,
            "recognition_id": revocation.recognition_id,
        },
    )  # fmt: skip
