"""Registration: channels, persons, places, classification, sealing, fast closing."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0002"
down_revision = "2026_11_25_0001"
branch_labels = None
depends_on = None

_STAMP = sa.DateTime(timezone=True)
_NO, _NONE, _NOTHING = sa.text("false"), sa.text("0"), sa.text("'[]'::jsonb")
_NEW_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("demand_sealed", sa.LargeBinary), ("received_on", sa.Date), ("first_petition_on", sa.Date),
    ("first_here", sa.Boolean), ("first_nationwide", sa.Boolean), ("category_level2", sa.Text),
    ("category_level3", sa.Text), ("demand_class", sa.Text), ("letter_no", sa.Text),
    ("ordinary_because", sa.Text), ("accused", sa.LargeBinary), ("first_unit", sa.Text),
    ("first_person", sa.Text), ("registered_by", sa.Text), ("open_no", sa.LargeBinary),
    ("fast_eligible_on", sa.Date), ("fast_because", sa.Text), ("fast_closed_on", sa.Date),
    ("fast_document_no", sa.Text), ("fast_basis", sa.Text),
)  # fmt: skip
_NEW_FLAGS = ("special_hardship", "anonymous", "sealed", "issued")
_CROSS_WORDS = (
    ("regions", "跨地区|跨区域"), ("departments", "跨部门"), ("trades", "跨行业"),
    ("matter_apart", "人事分离"), ("household_apart", "人户分离"), ("all_apart", "人事户分离"),
)  # fmt: skip


def upgrade() -> None:
    for name, kind in _NEW_COLUMNS:
        op.add_column("cases", sa.Column(name, kind))
    for name in _NEW_FLAGS:
        op.add_column("cases", sa.Column(name, sa.Boolean, nullable=False, server_default=_NO))
    op.add_column(
        "cases", sa.Column("repeat_visits", sa.Integer, nullable=False, server_default=_NONE)
    )
    for name in ("cross_kinds", "tags"):
        op.add_column(
            "cases",
            sa.Column(name, postgresql.JSONB, nullable=False, server_default=_NOTHING),
        )
    op.alter_column("cases", "demand", nullable=True)
    op.add_column(
        "petitioners", sa.Column("representative", sa.Boolean, nullable=False, server_default=_NO)
    )
    op.add_column("petitioners", sa.Column("details", sa.LargeBinary))
    _tables()
    rls.case_rows("agents")
    rls.case_rows("legal_references")
    rls.own_rows("compartment_progress")
    rls.system_rows("case_numbers")
    _carry_over()
    rls.grants("intake")


def _tables() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("acts_for", sa.Integer, nullable=False),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
        sa.UniqueConstraint("case_id", "seq", name="uq_agents_case_id_seq"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_agents_case_id_cases"),
    )
    op.create_table(
        "legal_references",
        sa.Column("id", sa.Uuid),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("document_no", sa.Text, nullable=False),
        sa.Column("organ", sa.Text, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_legal_references"),
        sa.UniqueConstraint(
            "case_id", "document_no", name="uq_legal_references_case_id_document_no"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_legal_references_case_id_cases"
        ),
    )
    op.create_table(
        "compartment_progress",
        sa.Column("tenant", sa.Text),
        sa.Column("id", sa.Uuid),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date, nullable=False),
        sa.Column("recorded_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_compartment_progress"),
    )
    op.create_table(
        "case_numbers",
        sa.Column("series", sa.Text),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_case_numbers"),
    )


def _carry_over() -> None:
    # Texts are encrypted by the service, which has the key; everything else follows from what is there.
    op.execute("select set_config('app.tenant', '*', true)")
    op.execute(
        "update cases c set first_unit = coalesce(place_unit, tenant),"
        " registered_by = (select a.actor_sub from audit_log a where a.action = 'case.registered'"
        " and a.object_id = c.id::text order by a.seq limit 1),"
        " issued = exists (select 1 from case_visibility v where v.case_id = c.id and v.role = 'lead')"
    )
    for code, words in _CROSS_WORDS:
        op.execute(
            sa.text(
                "update cases set cross_kinds = cross_kinds || to_jsonb(cast(:code as text))"
                " where cross_kind ~ :words"
            ).bindparams(code=code, words=words)
        )
    op.execute("select set_config('app.tenant', '', true)")


def downgrade() -> None:
    for table in ("case_numbers", "compartment_progress", "legal_references", "agents"):
        op.drop_table(table)
    for name in ("details", "representative"):
        op.drop_column("petitioners", name)
    # A text that is encrypted already cannot be brought back here: such rows keep a placeholder.
    op.execute("select set_config('app.tenant', '*', true)")
    op.execute("update cases set demand = '（已加密）' where demand is null")
    op.execute("select set_config('app.tenant', '', true)")
    op.alter_column("cases", "demand", nullable=False)
    for name in ("tags", "cross_kinds", "repeat_visits", *_NEW_FLAGS):
        op.drop_column("cases", name)
    for name, _ in _NEW_COLUMNS:
        op.drop_column("cases", name)
