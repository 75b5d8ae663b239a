"""The store of the case aggregate: taken under a row lock, saved under a version check."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assignment.domain.case import AssignedCase
from assignment.domain.errors import CaseNotFoundError
from assignment.storage.mapping import (
    deadline_doc,
    fact_doc,
    leader_doc,
    opt_doc,
    task_force_doc,
    to_domain,
    write_duties,
)
from assignment.storage.tables import CaseRow, ObjectionRow, OverrideRow, PlanRow, StepRow


class CaseStore:
    """Cases within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._rows: dict[UUID, CaseRow] = {}

    async def take(self, case_id: UUID) -> AssignedCase:
        """Lock a case and load it.

        Raises:
            CaseNotFoundError: there is none, or the tenant does not see it.
        """
        found = await self.take_many([case_id])
        if case_id not in found:
            raise CaseNotFoundError
        return found[case_id]

    async def take_many(self, case_ids: Sequence[UUID]) -> dict[UUID, AssignedCase]:
        """Lock and load those of ``case_ids`` that the tenant sees, always in the same order."""
        query = (
            select(CaseRow)
            .where(CaseRow.case_id.in_(set(case_ids)))
            .order_by(CaseRow.case_id)
            .with_for_update(of=CaseRow)
        )
        rows = (await self._session.scalars(query)).all()
        self._rows.update({r.case_id: r for r in rows})
        return {r.case_id: to_domain(r) for r in rows}

    async def exists(self, case_id: UUID) -> bool:
        """Whether the case is known here."""
        return await self._session.get(CaseRow, case_id) is not None

    def add(self, case: AssignedCase) -> None:
        """Keep a case that is new here."""
        r = case.registered
        self._session.add(
            CaseRow(
                case_id=case.id, case_no=r.case_no, source=r.source.value, cohort=r.cohort.value,
                field=r.field.value, category=r.category, case_kind=r.case_kind.value,
                cross_separated=r.cross_separated, registered_on=r.registered_on,
                handed_down_on=r.handed_down_on, place_unit=r.place_unit,
                proposed_unit=r.proposed_unit, proposed_deadline=r.proposed_deadline,
                proposed_assist_units=list(r.proposed_assist_units), sealed=r.sealed,
                state=case.state.value, state_since=case.state_since, version=case.version,
            )
        )  # fmt: skip

    def save(self, case: AssignedCase) -> None:
        """Write a taken case back as its next version; a lost race shows when it is flushed."""
        row = self._rows[case.id]
        case.version = row.version + 1
        row.version = case.version
        row.state, row.state_since = case.state.value, case.state_since
        row.due_on = case.deadline.due_on if case.deadline else None
        row.batch_id = case.letter.batch_id if case.letter else None
        row.batch_no = case.letter.batch_no if case.letter else None
        row.letter_no = case.letter.letter_no if case.letter else None
        row.verified, row.issued = opt_doc(case.verified), opt_doc(case.issued)
        row.started, row.closed = opt_doc(case.started), opt_doc(case.closed)
        row.leader, row.task_force = leader_doc(case.leader), task_force_doc(case.task_force)
        row.deadline = deadline_doc(case.deadline)
        write_duties(row, case.duties)
        self._write_objections(row, case)
        self._write_override(row, case)
        self._write_plan(row, case)

    @staticmethod
    def _write_objections(row: CaseRow, case: AssignedCase) -> None:
        held = {o.id: o for o in row.objections}
        for o in case.objections:
            kept = held.get(o.id)
            if kept is None:
                kept = ObjectionRow(
                    id=o.id, unit=o.unit, reason=o.reason, raised=fact_doc(o.raised)
                )
                row.objections.append(kept)
            if o.decision is not None and kept.accepted is None:
                kept.accepted, kept.decision_reason = o.decision.accepted, o.decision.reason
                kept.decided = fact_doc(o.decision.decided)

    @staticmethod
    def _write_override(row: CaseRow, case: AssignedCase) -> None:
        current = case.override
        for kept in row.overrides:
            kept.standing = current is not None and kept.id == current.id
        if current is not None and current.id not in {o.id for o in row.overrides}:
            row.overrides.append(
                OverrideRow(
                    id=current.id, reason=current.reason, allowed=fact_doc(current.allowed),
                    standing=True,
                )
            )  # fmt: skip

    @staticmethod
    def _write_plan(row: CaseRow, case: AssignedCase) -> None:
        plan = case.plan
        for kept in row.plans:
            kept.standing = plan is not None and kept.id == plan.id
        if plan is None:
            return
        held = next((p for p in row.plans if p.id == plan.id), None)
        if held is None:
            steps = [
                StepRow(n=s.n, case_id=case.id, title=s.title, owner=s.owner, due_on=s.due_on)
                for s in plan.steps
            ]
            row.plans.append(
                PlanRow(
                    id=plan.id, measures=plan.measures, target_on=plan.target_on,
                    filed=fact_doc(plan.filed), standing=True, steps=steps,
                )
            )  # fmt: skip
            return
        for kept_step, step in zip(held.steps, plan.steps, strict=True):
            if step.done is not None and kept_step.done is None:
                kept_step.done, kept_step.note = fact_doc(step.done), step.note
