"""Follows who a case concerns: its registration and seal from intake, its lead unit from assignment."""

from contracts.assignment import CaseIssuedV1, ObjectionDecidedV1
from contracts.event import Envelope
from contracts.intake import CaseAmendedV1, CaseRegisteredV1, CaseSealedV1, CaseUnsealedV1
from contracts.sight import Sight, Watch
from contracts.vocab import DutyRole, VisibilityRole
from dbkit import visibility
from dbkit.forgetting import forget_answers
from dbkit.transaction import Transaction
from eventing.inbox import Batch

from supervision.domain.case import SupervisedCase
from supervision.storage.cases import CaseStore


class FollowCase:
    """Keeps what decides who sees a case, and shows the case to them.

    The services may speak in any order: sight is worked out anew from the case after each event.

    Args:
        watch: the offices and compartments of the district.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    async def registered(self, tx: Transaction, batch: Batch[CaseRegisteredV1]) -> None:
        """The cases have numbers, and offices or compartments see them."""
        store = CaseStore(tx.session)
        known = await store.held([e.case_id for e, _ in batch])
        new = [SupervisedCase(e.case_id) for e, _ in batch if e.case_id not in known]
        told = {e.case_id: data for e, data in batch}
        for case in new:
            _number(case, told[case.id])
        await store.add_all(new, tx.now)
        await visibility.grant_each(tx, [(case.id, self._sight(case)) for case in new])
        for e, data in batch:
            if e.case_id in known:
                case, before = await self._taken(tx, e)
                _number(case, data)
                await self._keep(tx, case, before)

    async def amended(self, tx: Transaction, e: Envelope, data: CaseAmendedV1) -> None:
        """Corrected facts: here the cohort, and what the case is about."""
        case, before = await self._taken(tx, e)
        case.cohort, case.tags = data.cohort.value, data.tags
        await self._keep(tx, case, before)
        tx.audit("case.amended", case.id, after={"cohort": case.cohort, "event_id": e.id})

    async def sealed(self, tx: Transaction, e: Envelope, data: CaseSealedV1) -> None:
        """From now on only 纪检监察 may know of the case (R72)."""
        await self._seal(tx, e, data.case_no, sealed=True)
        await forget_answers(tx.session, e.case_id)

    async def unsealed(self, tx: Transaction, e: Envelope, data: CaseUnsealedV1) -> None:
        """Offices and the lead unit see the case again."""
        await self._seal(tx, e, data.case_no, sealed=False)

    async def issued(self, tx: Transaction, e: Envelope, data: CaseIssuedV1) -> None:
        """The lead unit sees its case; a case issued anew leaves the former lead's sight (R34)."""
        case, before = await self._taken(tx, e)
        case.lead_unit = next(d.unit for d in data.duties if d.role is DutyRole.LEAD)
        await self._keep(tx, case, before)

    async def objected(self, tx: Transaction, e: Envelope, data: ObjectionDecidedV1) -> None:
        """Nobody leads a case that was taken back (T3); a rejected objection is nothing."""
        if not data.accepted:
            return
        case, before = await self._taken(tx, e)
        case.lead_unit = None
        await self._keep(tx, case, before)

    async def _seal(
        self, tx: Transaction, e: Envelope, case_no: str | None, *, sealed: bool
    ) -> None:
        case, _ = await self._taken(tx, e)
        case.sealed, case.case_no = sealed, case_no or case.case_no
        await CaseStore(tx.session).save(case, tx.now)
        await visibility.replace(tx, case.id, list(VisibilityRole), self._sight(case))
        tx.audit(
            "case.sealed" if sealed else "case.unsealed", case.id,
            after={"state": case.state, "event_id": e.id},
        )  # fmt: skip

    async def _taken(self, tx: Transaction, e: Envelope) -> tuple[SupervisedCase, frozenset[Sight]]:
        case = await CaseStore(tx.session).obtain(e.case_id, tx.now)
        return case, self._sight(case)

    async def _keep(self, tx: Transaction, case: SupervisedCase, before: frozenset[Sight]) -> None:
        await CaseStore(tx.session).save(case, tx.now)
        await visibility.move(tx, case.id, before=before, after=self._sight(case))

    def _sight(self, case: SupervisedCase) -> frozenset[Sight]:
        lead = {(case.lead_unit, VisibilityRole.LEAD)} if case.lead_unit is not None else set()
        return self._watch.sight(
            lead, sealed=case.sealed, tags=case.tags, known=case.case_no is not None
        )


def _number(case: SupervisedCase, data: CaseRegisteredV1) -> None:
    case.case_no, case.cohort = data.case_no, data.cohort.value
    case.sealed, case.tags = data.sealed, data.tags
    case.state_since = case.state_since or data.registered_on
