"""Consumed events, cases, facts, frozen milestones, the figures for Prometheus."""

import dbkit.plumbing
import eventing.plumbing
import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0001"
down_revision = None
branch_labels = None
depends_on = None

stamp = sa.DateTime(timezone=True)


def upgrade() -> None:
    dbkit.plumbing.create_v1()
    eventing.plumbing.create_v1()
    _create_tables()
    for table in ("case_events", "case_facts", "cases"):
        rls.case_rows(table)
    for table in ("frozen_milestones", "metric_snapshot"):
        rls.own_rows(table)
    rls.grants("reporting")


def _create_tables() -> None:
    op.create_table(
        "case_events",
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", stamp, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("actor_sub", sa.Text, nullable=False),
        sa.Column("actor_unit", sa.Text, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("causation_id", sa.Text),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_case_events"),
        sa.UniqueConstraint(
            "case_id", "source", "version", name="uq_case_events_case_id_source_version"
        ),
    )
    op.create_table(
        "case_facts",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", stamp, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("actor_unit", sa.Text, nullable=False),
        sa.Column("ref", sa.Uuid),
        sa.Column("unit", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.PrimaryKeyConstraint("case_id", "source", "version", "kind", name="pk_case_facts"),
    )
    op.create_index("ix_case_facts_kind_occurred_on", "case_facts", ["kind", "occurred_on"])
    op.create_index("ix_case_facts_recorded_at", "case_facts", ["recorded_at"])
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("intake_version", sa.Integer, nullable=False),
        sa.Column("intake_events", sa.Integer, nullable=False),
        sa.Column("case_no", sa.Text(collation="C")),
        sa.Column("source", sa.Text),
        sa.Column("cohort", sa.Text),
        sa.Column("handed_down_on", sa.Date),
        sa.Column("registered_on", sa.Date),
        sa.Column("channel", sa.Text),
        sa.Column("people_count", sa.Integer),
        sa.Column("field", sa.Text),
        sa.Column("category", sa.Text),
        sa.Column("case_kind", sa.Text),
        sa.Column("cross_separated", sa.Boolean, nullable=False),
        sa.Column("place_unit", sa.Text),
        sa.Column("proposed_unit", sa.Text),
        sa.Column("proposed_assist_units", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("proposed_deadline", sa.Date),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("registrar_unit", sa.Text),
        sa.Column("verified_on", sa.Date),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.Column("assignment_version", sa.Integer, nullable=False),
        sa.Column("assignment_events", sa.Integer, nullable=False),
        sa.Column("batch_id", sa.Uuid),
        sa.Column("letter_no", sa.Text),
        sa.Column("issued_on", sa.Date),
        sa.Column("lead_unit", sa.Text),
        sa.Column("assist_units", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("cooperate_units", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("signed_on", sa.Date),
        sa.Column("objected", sa.Boolean, nullable=False),
        sa.Column("leader_account", sa.Text),
        sa.Column("leader_unit", sa.Text),
        sa.Column("leader_level", sa.Text),
        sa.Column("leader_override", sa.Boolean, nullable=False),
        sa.Column("task_force", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("due_set_on", sa.Date),
        sa.Column("started_on", sa.Date),
        sa.Column("plan_id", sa.Uuid),
        sa.Column("plan_steps", sa.Integer, nullable=False),
        sa.Column("plan_steps_done", sa.Integer, nullable=False),
        sa.Column("plan_target_on", sa.Date),
        sa.Column("mediation_version", sa.Integer, nullable=False),
        sa.Column("mediation_events", sa.Integer, nullable=False),
        sa.Column("activities", sa.Integer, nullable=False),
        sa.Column("face_to_face", sa.Integer, nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("measures", sa.Integer, nullable=False),
        sa.Column("notices", sa.Integer, nullable=False),
        sa.Column("last_activity_on", sa.Date),
        sa.Column("report_id", sa.Uuid),
        sa.Column("report_round", sa.Integer, nullable=False),
        sa.Column("reported_on", sa.Date),
        sa.Column("opinion_agreed", sa.Boolean),
        sa.Column("opinion_on", sa.Date),
        sa.Column("supervision_version", sa.Integer, nullable=False),
        sa.Column("supervision_events", sa.Integer, nullable=False),
        sa.Column("approved_report", sa.Uuid),
        sa.Column("approved_on", sa.Date),
        sa.Column("ended_report", sa.Uuid),
        sa.Column("returns", sa.Integer, nullable=False),
        sa.Column("recognition_id", sa.Uuid),
        sa.Column("recognised_on", sa.Date),
        sa.Column("observe_until", sa.Date),
        sa.Column("written_off_on", sa.Date),
        sa.Column("revoked_on", sa.Date),
        sa.Column("revocation_cause", sa.Text),
        sa.Column("revocations", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
    )
    op.create_index("ix_cases_unit", "cases", ["unit"])
    op.create_index("ix_cases_state", "cases", ["state"])
    op.create_index("ix_cases_cohort", "cases", ["cohort"])
    op.create_index("ix_cases_case_no", "cases", ["case_no"])
    op.create_table(
        "frozen_milestones",
        sa.Column("cohort", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("target", sa.Numeric, nullable=False),
        sa.Column("needed", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("claimed", sa.Integer, nullable=False),
        sa.Column("resolved", sa.Integer, nullable=False),
        sa.Column("reached", sa.Boolean, nullable=False),
        sa.Column("known_at", stamp, nullable=False),
        sa.Column("frozen_at", stamp, nullable=False),
        sa.Column("frozen_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("cohort", "day", name="pk_frozen_milestones"),
    )
    op.create_table(
        "metric_snapshot",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("taken_at", stamp, nullable=False),
        sa.Column("figures", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_metric_snapshot"),
    )


def downgrade() -> None:
    for table in ("metric_snapshot", "frozen_milestones", "cases", "case_facts", "case_events"):
        op.drop_table(table)
    eventing.plumbing.drop_v1()
    dbkit.plumbing.drop_v1()
