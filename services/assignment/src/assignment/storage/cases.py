"""The store of the case aggregate: taken under a row lock, saved under a version check."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assignment.domain.case import AssignedCase
from assignment.domain.errors import CaseNotFoundError
from assignment.domain.values import Registered
from assignment.storage.mapping import (
    deadline_doc,
    duty_rows,
    fact_doc,
    leader_doc,
    opt_doc,
    task_force_doc,
    to_domain,
    write_duties,
)
from assignment.storage.tables import CaseRow, ObjectionRow, OverrideRow, PlanRow, StepRow

_TABLE = cast("Table", CaseRow.__table__)
_UPDATE = update(_TABLE).where(_TABLE.c.case_id == bindparam("_id"))


def _values(case: AssignedCase) -> dict[str, Any]:
    letter = case.letter
    return {
        "version": case.version,
        "state": case.state.value,
        "state_since": case.state_since,
        "due_on": case.deadline.due_on if case.deadline else None,
        "batch_id": letter.batch_id if letter else None,
        "batch_no": letter.batch_no if letter else None,
        "letter_no": letter.letter_no if letter else None,
        "verified": opt_doc(case.verified),
        "issued": opt_doc(case.issued),
        "started": opt_doc(case.started),
        "closed": opt_doc(case.closed),
        "leader": leader_doc(case.leader),
        "task_force": task_force_doc(case.task_force),
        "deadline": deadline_doc(case.deadline),
    }


def _registered(r: Registered) -> dict[str, Any]:
    return {
        "case_no": r.case_no,
        "source": r.source.value,
        "cohort": r.cohort.value,
        "field": r.field.value,
        "category": r.category,
        "case_kind": r.case_kind.value,
        "cross_separated": r.cross_separated,
        "registered_on": r.registered_on,
        "handed_down_on": r.handed_down_on,
        "place_unit": r.place_unit,
        "proposed_unit": r.proposed_unit,
        "proposed_assist_units": list(r.proposed_assist_units),
        "proposed_deadline": r.proposed_deadline,
        "sealed": r.sealed,
        "tags": [t.value for t in r.tags],
        "registrar_unit": r.registrar_unit,
    }


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

    async def add_all(self, cases: Sequence[AssignedCase]) -> None:
        """Insert cases that are new here."""
        connection = await self._session.connection()
        await connection.execute(
            insert(_TABLE),
            [{"case_id": c.id, **_registered(c.registered), **_values(c)} for c in cases],
        )

    def save(self, case: AssignedCase) -> None:
        """Write a taken case back as its next version; a lost race shows when it is flushed."""
        row = self._rows[case.id]
        case.version = row.version + 1
        for name, value in {**_registered(case.registered), **_values(case)}.items():
            setattr(row, name, value)
        write_duties(row, case.duties)
        self._write_objections(row, case)
        self._write_override(row, case)
        self._write_plan(row, case)

    async def save_issued(self, cases: Sequence[AssignedCase]) -> None:
        """Write many just issued cases in two round trips instead of one each.

        The rows are locked since ``take_many``, so no version can have moved on meanwhile.
        """
        if not cases:
            return
        for case in cases:
            case.version = self._rows[case.id].version + 1
            self._session.add_all(duty_rows(case.id, case.duties))
        await self._session.flush()
        connection = await self._session.connection()
        await connection.execute(_UPDATE, [{"_id": c.id, **_values(c)} for c in cases])

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
