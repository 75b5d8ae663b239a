"""Follows what other services tell about a case: registration, duties, leader, review, relapse."""

from collections.abc import Callable, Iterable
from datetime import date

from contracts.assignment import CaseIssuedV1, LeaderAssignedV1
from contracts.event import Envelope
from contracts.intake import CaseRegisteredV1
from contracts.vocab import VisibilityRole
from dbkit import visibility
from dbkit.transaction import Transaction

from mediation.domain.acts import Duty, Leader
from mediation.domain.case import Case
from mediation.storage.cases import CaseStore
from mediation.usecases.context import Context


class FollowCase:
    """Applies one foreign fact inside the consumer's transaction.

    Events of one service come in order, those of two services in any: the first one about a case
    makes its row, and no fact of one service waits for another's.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    async def registered(self, tx: Transaction, e: Envelope, data: CaseRegisteredV1) -> None:
        """Intake knows the case's number; the offices may look, unless it is sealed."""

        def change(case: Case) -> None:
            case.case_no = data.case_no

        await self._change(tx, e, change)
        if not data.sealed:
            offices = ((o, VisibilityRole.SUPERVISION) for o in self._context.offices)
            await visibility.grant(tx, e.case_id, offices)

    async def issued(self, tx: Transaction, e: Envelope, data: CaseIssuedV1) -> None:
        """交办: the units with duties see the case, those whose duty ended no longer (R34)."""
        duties = tuple(Duty(d.unit, d.role) for d in data.duties)
        ended: list[Duty] = []

        def change(case: Case) -> None:
            ended.extend(case.issue(duties, e.occurred_on))

        await self._change(tx, e, change)
        await self._revoke(tx, e, ended)
        seen_as = [(d.unit, VisibilityRole(d.role.value)) for d in duties]
        await visibility.grant(tx, e.case_id, seen_as)

    async def taken_back(self, tx: Transaction, e: Envelope) -> None:
        """An accepted objection takes the case from its units and its leader (T3)."""
        await self._change(tx, e, Case.take_back)
        await visibility.replace(tx, e.case_id, visibility.BY_ISSUE, [])

    async def leader_assigned(self, tx: Transaction, e: Envelope, data: LeaderAssignedV1) -> None:
        """包案领导 named: the leader's unit sees the case, that of the one before no longer."""
        before: list[Leader] = []

        def change(case: Case) -> None:
            if former := case.assign(Leader(data.leader_account, data.leader_unit)):
                before.append(former)

        await self._change(tx, e, change)
        for former in before:
            await visibility.revoke(tx, e.case_id, former.unit, VisibilityRole.LEADER)
        await visibility.grant(tx, e.case_id, [(data.leader_unit, VisibilityRole.LEADER)])

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
        before = case.state
        change(case)
        await cases.save(case, tx.now)
        tx.audit(
            f"case.{e.name}",
            e.case_id,
            before={"state": before.value},
            after={"state": case.state.value, "version": case.version, "event_id": str(e.id)},
        )

    async def _revoke(self, tx: Transaction, e: Envelope, ended: Iterable[Duty]) -> None:
        for duty in ended:
            role = VisibilityRole(duty.role.value)
            await visibility.revoke(tx, e.case_id, duty.unit, role)
