"""Cases, duties, objections, overrides, plans and batches, behind forced row security."""

import sqlalchemy as sa
from alembic import op
from dbkit import plumbing as db_plumbing
from dbkit import rls
from eventing import plumbing as event_plumbing
from sqlalchemy.dialects.postgresql import JSONB

revision = "assignment_0001"
down_revision = None
branch_labels = None
depends_on = None

_BY_CASE = ("cases", "duties", "objections", "leader_overrides", "plans", "plan_steps")
_OWN = ("batches", "batch_items")


def upgrade() -> None:
    db_plumbing.create_v1()
    event_plumbing.create_v1()
    _cases()
    _parts()
    _plans()
    _batches()
    for table in _BY_CASE:
        rls.case_rows(table)
    for table in _OWN:
        rls.own_rows(table)
    rls.grants("assignment")


def downgrade() -> None:
    for table in ("batch_items", "batches", *reversed(_BY_CASE)):
        op.drop_table(table)
    event_plumbing.drop_v1()
    db_plumbing.drop_v1()


def _case_id(table: str) -> tuple[sa.Column[object], sa.ForeignKeyConstraint]:
    return (
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name=f"fk_{table}_case_id_cases"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid),
        sa.Column("case_no", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("cohort", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("case_kind", sa.Text, nullable=False),
        sa.Column("cross_separated", sa.Boolean, nullable=False),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("handed_down_on", sa.Date),
        sa.Column("place_unit", sa.Text),
        sa.Column("proposed_unit", sa.Text),
        sa.Column("proposed_assist_units", JSONB, nullable=False),
        sa.Column("proposed_deadline", sa.Date),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("state_since", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("batch_id", sa.Uuid),
        sa.Column("batch_no", sa.Text),
        sa.Column("letter_no", sa.Text),
        *(
            sa.Column(name, JSONB)
            for name in (
                "verified", "issued", "started", "closed", "leader", "task_force", "deadline",
            )
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
        sa.UniqueConstraint("case_no", name="uq_cases_case_no"),
    )  # fmt: skip
    op.create_index("ix_cases_state_due_on", "cases", ["state", "due_on"])


def _parts() -> None:
    op.create_table(
        "duties",
        *_case_id("duties"),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("signed", JSONB),
        sa.PrimaryKeyConstraint("case_id", "unit", name="pk_duties"),
    )
    op.create_index("ix_duties_unit_case_id", "duties", ["unit", "case_id"])
    op.create_index(
        "uq_duties_one_lead", "duties", ["case_id"], unique=True,
        postgresql_where=sa.text("role = 'lead'"),
    )  # fmt: skip
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid),
        *_case_id("objections"),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("raised", JSONB, nullable=False),
        sa.Column("accepted", sa.Boolean),
        sa.Column("decision_reason", sa.Text),
        sa.Column("decided", JSONB),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
    )
    op.create_index("ix_objections_case_id", "objections", ["case_id"])
    op.create_table(
        "leader_overrides",
        sa.Column("id", sa.Uuid),
        *_case_id("leader_overrides"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("allowed", JSONB, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leader_overrides"),
    )
    op.create_index("ix_leader_overrides_case_id", "leader_overrides", ["case_id"])


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid),
        *_case_id("plans"),
        sa.Column("measures", sa.Text, nullable=False),
        sa.Column("target_on", sa.Date, nullable=False),
        sa.Column("filed", JSONB, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_case_id", "plans", ["case_id"])
    op.create_table(
        "plan_steps",
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        *_case_id("plan_steps"),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done", JSONB),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("plan_id", "n", name="pk_plan_steps"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_steps_plan_id_plans"),
    )


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("batch_no", sa.Text, nullable=False),
        sa.Column("letter_no", sa.Text, nullable=False),
        sa.Column("made", JSONB, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("tenant", "batch_no", name="uq_batches_tenant_batch_no"),
    )
    op.create_table(
        "batch_items",
        sa.Column("id", sa.Uuid),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("batch_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("case_no", sa.Text, nullable=False),
        sa.Column("duties", JSONB, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("issued", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batch_items"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name="fk_batch_items_batch_id_batches"
        ),
    )
    op.create_index("ix_batch_items_batch_id", "batch_items", ["batch_id"])
