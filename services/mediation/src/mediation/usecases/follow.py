"""Follows what other services tell about a case: registration, duties, leader, review, relapse."""

from collections.abc import Callable
from datetime import date

from contracts.assignment import CaseIssuedV1, LeaderAssignedV1
from contracts.event import Envelope
from contracts.intake import CaseAmendedV1, CaseRegisteredV1, CaseSealedV1, CaseUnsealedV1
from contracts.sight import Sight
from contracts.supervision import ResolutionReinstatedV1
from contracts.vocab import VisibilityRole
from dbkit import visibility
from dbkit.forgetting import forget_answers
from dbkit.transaction import Transaction
from eventing.inbox import Batch

from mediation.domain.acts import Duty, Leader
from mediation.domain.case import Case
from mediation.domain.states import State
from mediation.storage.cases import CaseStore
from mediation.usecases.context import Context


class FollowCase:
    """Applies one foreign fact inside the consumer's transaction.

    Events of one service come in order, those of two services in any: the first one about a case
    makes its row, and no fact of one service waits for another's.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    async def registered(self, tx: Transaction, batch: Batch[CaseRegisteredV1]) -> None:
        """Intake knows the cases' numbers; offices or compartments may look (R72)."""
        known = await CaseStore(tx.session).held([e.case_id for e, _ in batch])
        await self._begin(tx, [(e, data) for e, data in batch if e.case_id not in known])
        for e, data in batch:
            if e.case_id in known:
                tx.cause = e
                await self._numbered(tx, e, data)

    async def _begin(self, tx: Transaction, batch: Batch[CaseRegisteredV1]) -> None:
        cases = [
            Case(e.case_id, case_no=data.case_no, sealed=data.sealed, tags=data.tags)
            for e, data in batch
        ]
        await CaseStore(tx.session).add_all(cases, tx.now)
        await visibility.grant_each(tx, [(case.case_id, self._sight(case)) for case in cases])
        for (e, _), case in zip(batch, cases, strict=True):
            tx.cause = e
            _audit(tx, e, case, case.state)

    async def _numbered(self, tx: Transaction, e: Envelope, data: CaseRegisteredV1) -> None:
        def change(case: Case) -> None:
            case.case_no, case.sealed, case.tags = data.case_no, data.sealed, data.tags

        await self._change(tx, e, change)

    async def amended(self, tx: Transaction, e: Envelope, data: CaseAmendedV1) -> None:
        """Corrected facts: here only what the case is about, for who may look."""

        def change(case: Case) -> None:
            case.tags = data.tags

        await self._change(tx, e, change)

    async def sealed(self, tx: Transaction, e: Envelope, data: CaseSealedV1) -> None:
        """From now on only 纪检监察 may know of the case (R72)."""

        def change(case: Case) -> None:
            case.sealed, case.case_no = True, data.case_no or case.case_no

        await self._change(tx, e, change)
        await forget_answers(tx.session, e.case_id)

    async def unsealed(self, tx: Transaction, e: Envelope, data: CaseUnsealedV1) -> None:
        """Offices, duty units and the leader see the case again."""

        def change(case: Case) -> None:
            case.sealed, case.case_no = False, data.case_no or case.case_no

        await self._change(tx, e, change)

    async def issued(self, tx: Transaction, e: Envelope, data: CaseIssuedV1) -> None:
        """交办: the units with duties see the case, those whose duty ended no longer (R34)."""
        duties = tuple(Duty(d.unit, d.role) for d in data.duties)

        def change(case: Case) -> None:
            case.issue(duties, e.occurred_on)

        await self._change(tx, e, change)

    async def taken_back(self, tx: Transaction, e: Envelope) -> None:
        """An accepted objection takes the case from its units and its leader (T3)."""
        await self._change(tx, e, Case.take_back)

    async def leader_assigned(self, tx: Transaction, e: Envelope, data: LeaderAssignedV1) -> None:
        """包案领导 named: the leader's unit sees the case, that of the one before no longer."""

        def change(case: Case) -> None:
            case.assign(Leader(data.leader_account, data.leader_unit))

        await self._change(tx, e, change)

    async def reinstated(self, tx: Transaction, e: Envelope, data: ResolutionReinstatedV1) -> None:
        """The recognition stands again, from the days it stood on before."""

        def change(case: Case) -> None:
            case.reinstate(data.recognised_on or e.occurred_on, data.written_off_on)

        await self._change(tx, e, change)

    async def deadline_set(self, tx: Transaction, e: Envelope, due_on: date) -> None:
        """化解时限, for the desk."""

        def change(case: Case) -> None:
            case.due_on = due_on

        await self._change(tx, e, change)

    async def moved(self, tx: Transaction, e: Envelope, move: Callable[[Case, date], None]) -> None:
        """A fact that moves the case's state, such as ``Case.start`` or ``Case.revoke``.

        Raises:
            IllegalTransitionError: the table holds no such step; the event becomes a dead letter.
        """
        await self._change(tx, e, lambda case: move(case, e.occurred_on))

    async def _change(self, tx: Transaction, e: Envelope, change: Callable[[Case], None]) -> None:
        cases = CaseStore(tx.session)
        case = await cases.obtain(e.case_id, tx.now)
        before, sealed, seen_by = case.state, case.sealed, self._sight(case)
        change(case)
        await cases.save(case, tx.now)
        if case.sealed != sealed:
            await visibility.replace(tx, e.case_id, list(VisibilityRole), self._sight(case))
        else:
            await visibility.move(tx, e.case_id, before=seen_by, after=self._sight(case))
        _audit(tx, e, case, before)

    def _sight(self, case: Case) -> frozenset[Sight]:
        return self._context.watch.sight(
            case.viewers(), sealed=case.sealed, tags=case.tags, known=case.case_no is not None
        )


def _audit(tx: Transaction, e: Envelope, case: Case, before: State) -> None:
    tx.audit(
        f"case.{e.name}",
        e.case_id,
        before={"state": before.value},
        after={"state": case.state.value, "version": case.version, "event_id": str(e.id)},
    )
