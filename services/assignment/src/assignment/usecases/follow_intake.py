"""Follows what intake tells of a case: registration, corrected facts, sealing and its end."""

from dataclasses import replace

from contracts.event import Envelope
from contracts.intake import CaseAmendedV1, CaseRegisteredV1, CaseSealedV1, CaseUnsealedV1
from contracts.sight import Sight, Watch
from contracts.vocab import VisibilityRole
from dbkit import visibility
from dbkit.forgetting import forget_answers
from dbkit.transaction import Transaction
from eventing.inbox import Batch

from assignment.domain.case import AssignedCase
from assignment.domain.values import Registered
from assignment.storage.cases import CaseStore


class FollowIntake:
    """Keeps a case's facts, and shows the case to whom they concern.

    Args:
        watch: the offices and compartments of the district.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    async def registered(self, tx: Transaction, batch: Batch[CaseRegisteredV1]) -> None:
        """New cases; a sealed one is told for the compartment, its registrar stays unnamed."""
        cases = [
            AssignedCase.register(
                e.case_id,
                replace(
                    _of(data, data.case_no),
                    sealed=data.sealed, registrar_unit=None if data.sealed else e.tenant,
                ),
                e.occurred_on,
            )
            for e, data in batch
        ]  # fmt: skip
        await CaseStore(tx.session).add_all(cases)
        await visibility.grant_each(tx, [(case.id, self._sight(case)) for case in cases])

    async def amended(self, tx: Transaction, e: Envelope, data: CaseAmendedV1) -> None:
        """Corrected facts replace the registered ones; 涉法涉诉 opens the case to 政法 (R72)."""
        store = CaseStore(tx.session)
        case = await store.take(e.case_id)
        before = self._sight(case)
        case.registered = case.registered.amended(_of(data, case.registered.case_no))
        await self._keep(tx, e, store, case)
        await visibility.move(tx, case.id, before=before, after=self._sight(case))

    async def sealed(self, tx: Transaction, e: Envelope, data: CaseSealedV1) -> None:
        """From now on only 纪检监察 may know of the case (R72)."""
        store = CaseStore(tx.session)
        case = await store.take(e.case_id)
        case.registered = case.registered.under_seal(data.case_no)
        await forget_answers(tx.session, case.id)
        await self._keep(tx, e, store, case)
        await visibility.replace(tx, case.id, list(VisibilityRole), self._sight(case))

    async def unsealed(self, tx: Transaction, e: Envelope, data: CaseUnsealedV1) -> None:
        """The case is handled like any other: registrar, offices and duty units see it again."""
        store = CaseStore(tx.session)
        case = await store.take(e.case_id)
        case.registered = case.registered.unsealed(data.case_no, e.tenant)
        await self._keep(tx, e, store, case)
        await visibility.replace(tx, case.id, list(VisibilityRole), self._sight(case))

    def _sight(self, case: AssignedCase) -> frozenset[Sight]:
        r, others = case.registered, set(case.viewers())
        if r.registrar_unit is not None:
            others.add((r.registrar_unit, VisibilityRole.REGISTRAR))
        return self._watch.sight(others, sealed=r.sealed, tags=r.tags)

    @staticmethod
    async def _keep(tx: Transaction, e: Envelope, store: CaseStore, case: AssignedCase) -> None:
        store.save(case)
        await tx.session.flush()
        tx.audit(
            f"case.{e.name}_followed",
            e.case_id,
            after={
                "state": case.state.value,
                "sealed": case.registered.sealed,
                "leader_level_below_county": case.leader_level_below_county,
                "event_id": str(e.id),
            },
        )


def _of(data: CaseRegisteredV1 | CaseAmendedV1, case_no: str) -> Registered:
    return Registered(
        case_no=case_no,
        source=data.source,
        cohort=data.cohort,
        field=data.field,
        category=data.category,
        case_kind=data.case_kind,
        cross_separated=data.cross_separated,
        registered_on=data.registered_on,
        handed_down_on=data.handed_down_on,
        place_unit=data.place_unit,
        proposed_unit=data.proposed_unit,
        proposed_assist_units=data.proposed_assist_units,
        proposed_deadline=data.proposed_deadline,
        tags=data.tags,
    )
