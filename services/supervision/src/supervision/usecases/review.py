"""R47: 审核报结 or 退回重办."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.supervision import ClosureApprovedV1, ClosureReturnedV1
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.receipt import Receipt
from eventing.outbox import emit
from servicekit.ids import new_id

from supervision.domain.review import Checklist, Decision
from supervision.storage.cases import CaseStore
from supervision.storage.records import RecordStore
from supervision.storage.vault import TextVault
from supervision.usecases.commanding import actor_of, locked, receipt, replayed, stamp_of


@dataclass(frozen=True, slots=True)
class ReviewCommand:
    """What the reviewer decided."""

    decision: Decision
    checklist: Checklist
    reason: str | None
    occurred_on: date | None


class ReviewClosure:
    """The office accepts the closing report or sends it back (R47, 信访工作条例 Art. 38).

    Args:
        db: the service's database.
        vault: encrypts the reason.
        late_after_days: from when on an entry is late.
    """

    def __init__(self, db: Database, vault: TextVault, late_after_days: int) -> None:
        self._db = db
        self._vault = vault
        self._late_after_days = late_after_days

    async def __call__(self, caller: Caller, case_id: UUID, command: ReviewCommand) -> Receipt:
        """Decide about the standing report.

        Raises:
            CaseNotFoundError, RoleMissingError, IllegalTransitionError (before the leader agreed),
            ReviewerIsReporterError, ChecklistIncompleteError, ReasonTooShortError,
            BusinessDateError (before the leader's opinion).
        """
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return replayed(tx.replayed)
            case = await locked(tx, case_id)
            before = case.state
            review = case.review(
                actor_of(caller.principal),
                stamp_of(tx, command.occurred_on, self._late_after_days),
                review_id=new_id(),
                decision=command.decision,
                checklist=command.checklist,
                reason=command.reason,
            )
            await CaseStore(tx.session).save(case, tx.now)
            await RecordStore(tx.session, self._vault).add_review(case.id, review)
            if review.decision is Decision.APPROVED:
                event: ClosureApprovedV1 | ClosureReturnedV1 = ClosureApprovedV1(
                    report_id=review.report_id
                )
            else:
                event = ClosureReturnedV1(report_id=review.report_id, returns=case.returns)
            await emit(tx, case.id, event, occurred_on=review.entry.on, late=review.entry.late)
            tx.audit(
                f"closure.{review.decision}", case.id,
                before={"state": before}, after={"state": case.state, "review_id": review.id},
            )  # fmt: skip
            return receipt(tx, case, review.id)
