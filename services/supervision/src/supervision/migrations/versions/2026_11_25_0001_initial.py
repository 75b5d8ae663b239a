"""First schema of supervision: cases, closure facts, reviews, recognitions, revocations, repeats."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from dbkit import plumbing, rls
from eventing import plumbing as event_plumbing

revision = "supervision_0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "cases", "closure_facts", "reviews", "recognitions", "evidence", "revocations", "repeats",
)  # fmt: skip
_STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    plumbing.create_v1()
    event_plumbing.create_v1()
    _cases()
    _closure()
    _reviews()
    _recognitions()
    _revocations()
    for table in _TABLES:
        rls.case_rows(table)
    rls.grants("supervision")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    event_plumbing.drop_v1()
    plumbing.drop_v1()


def _authored() -> list[sa.Column[Any]]:
    return [
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", _STAMP, nullable=False),
        sa.Column("actor_sub", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
    ]


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name=f"fk_{table}_case_id_cases")


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("state_since", sa.Date),
        sa.Column("case_no", sa.Text),
        sa.Column("cohort", sa.Text),
        sa.Column("lead_unit", sa.Text),
        sa.Column("returns", sa.Integer, nullable=False),
        sa.Column("observe_until", sa.Date),
        sa.Column("updated_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
        sa.UniqueConstraint("case_no", name="uq_cases_case_no"),
    )
    op.create_index("ix_cases_state_state_since", "cases", ["state", "state_since"])


def _closure() -> None:
    op.create_table(
        "closure_facts",
        sa.Column("case_id", sa.Uuid),
        sa.Column("seq", sa.SmallInteger),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("ref", sa.Uuid, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        *_authored(),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_closure_facts"),
        _of_case("closure_facts"),
    )
    op.create_table(
        "repeats",
        sa.Column("link_id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("later_case_id", sa.Uuid, nullable=False),
        sa.Column("repeated_on", sa.Date, nullable=False),
        sa.Column("recorded_at", _STAMP, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("link_id", name="pk_repeats"),
        _of_case("repeats"),
    )
    op.create_index("ix_repeats_case_id", "repeats", ["case_id"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("result_answers_demand", sa.Boolean, nullable=False),
        sa.Column("measures_executed", sa.Boolean, nullable=False),
        sa.Column("receipt_present", sa.Boolean, nullable=False),
        sa.Column("leader_opinion_read", sa.Boolean, nullable=False),
        sa.Column("reason", sa.LargeBinary),
        *_authored(),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        _of_case("reviews"),
    )
    op.create_index("ix_reviews_case_id", "reviews", ["case_id"])


def _recognitions() -> None:
    op.create_table(
        "recognitions",
        sa.Column("id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("observe_until", sa.Date, nullable=False),
        *_authored(),
        sa.PrimaryKeyConstraint("id", name="pk_recognitions"),
        _of_case("recognitions"),
    )
    op.create_index("ix_recognitions_case_id", "recognitions", ["case_id"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid),
        sa.Column("recognition_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("document_no", sa.LargeBinary, nullable=False),
        sa.Column("description", sa.LargeBinary, nullable=False),
        sa.Column("confirmed_by", sa.LargeBinary),
        sa.Column("voluntary", sa.Boolean),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognitions.id"], name="fk_evidence_recognition_id_recognitions"
        ),
    )
    op.create_index("ix_evidence_case_id", "evidence", ["case_id"])
    op.create_index(
        "ix_evidence_recognition_id_slot", "evidence", ["recognition_id", "slot"], unique=True
    )


def _revocations() -> None:
    op.create_table(
        "revocations",
        sa.Column("id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("recognition_id", sa.Uuid, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("later_case_id", sa.Uuid),
        sa.Column("reason", sa.LargeBinary),
        *_authored(),
        sa.PrimaryKeyConstraint("id", name="pk_revocations"),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognitions.id"],
            name="fk_revocations_recognition_id_recognitions",
        ),
        _of_case("revocations"),
    )  # fmt: skip
    op.create_index("ix_revocations_case_id", "revocations", ["case_id"])
