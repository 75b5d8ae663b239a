"""First schema: cases, records of work, closing reports, leaders' opinions."""

import sqlalchemy as sa
from alembic import op
from dbkit import plumbing as db_plumbing
from dbkit import rls
from eventing import plumbing as event_plumbing
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0001"
down_revision = None
branch_labels = None
depends_on = None

_STAMP = sa.DateTime(timezone=True)
_TABLES = (
    "cases", "activities", "sessions", "measures", "notices", "closure_reports",
    "report_openings", "leader_opinions",
)  # fmt: skip


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=False)


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _record_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        _text("unit"),
        _text("author_sub"),
        _text("author_account"),
        sa.Column("occurred_on", sa.Date, nullable=False),
        _flag("late"),
        sa.Column("recorded_at", _STAMP, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name=f"fk_{name}_case_id_cases"),
    )
    op.create_index(f"ix_{name}_case_id", name, ["case_id"])


def upgrade() -> None:
    db_plumbing.create_v1()
    event_plumbing.create_v1()
    _create_cases()
    _create_work()
    _create_closure()
    for table in _TABLES:
        rls.case_rows(table)
    rls.grants("mediation")


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid),
        sa.Column("case_no", sa.Text),
        _text("state"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("duties", postgresql.JSONB, nullable=False),
        sa.Column("lead_unit", sa.Text),
        sa.Column("leader_account", sa.Text),
        sa.Column("leader_unit", sa.Text),
        _day("issued_on"),
        _day("started_on"),
        _day("reopened_on"),
        _day("reported_on"),
        _day("since"),
        _day("due_on"),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Uuid),
        sa.Column("reporter", sa.Text),
        _day("met_on"),
        _day("executed_on"),
        _day("replied_on"),
        sa.Column("updated_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
    )
    op.create_index("ix_cases_lead_unit_state", "cases", ["lead_unit", "state"])
    op.create_index(
        "ix_cases_leader_unit_leader_account_state",
        "cases",
        ["leader_unit", "leader_account", "state"],
    )


def _create_work() -> None:
    _record_table("activities", _text("kind"), _flag("by_leader"), _flag("face_to_face"))
    _record_table("sessions", _text("kind"), _text("outcome"), _day("confirm_by"))
    op.create_index("ix_sessions_unit_confirm_by", "sessions", ["unit", "confirm_by"])
    _record_table(
        "measures",
        sa.Column("means", postgresql.JSONB, nullable=False),
        _day("executed_on"),
        sa.Column("executed_late", sa.Boolean),
        sa.Column("executed_recorded_at", _STAMP),
        sa.Column("executed_by_unit", sa.Text),
        sa.Column("sealed_result", sa.LargeBinary),
    )
    _record_table("notices", _text("kind"), _flag("receipt"))


def _create_closure() -> None:
    _record_table(
        "closure_reports",
        sa.Column("round", sa.Integer, nullable=False),
        sa.UniqueConstraint("case_id", "round", name="uq_closure_reports_case_id_round"),
    )
    op.create_table(
        "report_openings",
        sa.Column("report_id", sa.Uuid),
        sa.Column("account", sa.Text),
        sa.Column("unit", sa.Text),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("opened_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "account", "unit", name="pk_report_openings"),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["closure_reports.id"],
            name="fk_report_openings_report_id_closure_reports",
        ),
    )
    op.create_index("ix_report_openings_case_id", "report_openings", ["case_id"])
    _record_table(
        "leader_opinions",
        sa.Column("report_id", sa.Uuid, nullable=False),
        _flag("agreed"),
        sa.UniqueConstraint("report_id", name="uq_leader_opinions_report_id"),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["closure_reports.id"],
            name="fk_leader_opinions_report_id_closure_reports",
        ),
    )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    event_plumbing.drop_v1()
    db_plumbing.drop_v1()
