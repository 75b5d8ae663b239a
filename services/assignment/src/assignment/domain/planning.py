"""R21: what a plan must hold before it is one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from assignment.domain.errors import PlanDatesError
from assignment.domain.leadership import named
from assignment.domain.values import Fact, Plan, PlanStep


def make_plan(
    plan_id: UUID,
    *,
    measures: str,
    steps: Sequence[tuple[str, str, date]],
    target_on: date,
    filed: Fact,
) -> Plan:
    """A plan with numbered steps.

    Args:
        plan_id: its id.
        measures: what will be done.
        steps: title, owner and due day of each step, in order.
        target_on: the day the case shall be resolved.
        filed: when the plan was filed.

    Raises:
        BlankFieldError: measures, a title, an owner or all steps are missing.
        PlanDatesError: the target lies before the filing, or a step after the target.
    """
    measures = named(measures, "化解措施")
    if not steps:
        named("", "方案步骤")
    if target_on < filed.on:
        raise PlanDatesError("目标日期不能早于方案制定日期。", field="target_on")
    late = [n for n, (_, _, due_on) in enumerate(steps, 1) if due_on > target_on]
    if late:
        numbers = "、".join(map(str, late))
        raise PlanDatesError(f"第 {numbers} 步的期限晚于目标日期。", field="steps", steps=late)
    return Plan(
        id=plan_id,
        measures=measures,
        target_on=target_on,
        filed=filed,
        steps=tuple(
            PlanStep(n, named(title, "步骤名称"), named(owner, "步骤责任人"), due_on)
            for n, (title, owner, due_on) in enumerate(steps, 1)
        ),
    )
