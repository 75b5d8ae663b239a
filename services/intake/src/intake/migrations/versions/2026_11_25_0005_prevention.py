"""Campaign documents, declared counts, early disputes, early signs."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0005"
down_revision = "2026_11_25_0004"
branch_labels = None
depends_on = None

_STAMP = sa.DateTime(timezone=True)
_TABLES = (
    "sign_thresholds", "early_signs", "dispute_steps", "early_disputes", "declared_counts",
    "campaign_documents", "prevention_sight",
)  # fmt: skip


def _column(name: str, kind: Any, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    """New tables only."""
    op.create_table(
        "prevention_sight",
        _column("tenant", sa.Text),
        _column("object_id", sa.Uuid),
        sa.PrimaryKeyConstraint("tenant", "object_id", name="pk_prevention_sight"),
    )
    rls.own_rows("prevention_sight")
    _documents()
    _disputes()
    _signs()
    rls.grants("intake")


def _documents() -> None:
    op.create_table(
        "campaign_documents",
        _column("id", sa.Uuid),
        _column("tenant", sa.Text),
        _column("version", sa.Integer),
        *(_column(n, sa.Text) for n in ("letter_no", "title", "issuer", "level")),
        _column("issued_on", sa.Date),
        _column("received_on", sa.Date, nullable=True),
        _column("parent_id", sa.Uuid, nullable=True),
        _column("governs", postgresql.JSONB),
        _column("registered_by", sa.Text),
        _column("registered_at", _STAMP),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_documents"),
        sa.UniqueConstraint("letter_no", name="uq_campaign_documents_letter_no"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["campaign_documents.id"],
            name="fk_campaign_documents_parent_id_campaign_documents",
        ),
    )  # fmt: skip
    rls.published_rows("campaign_documents")
    op.create_table(
        "declared_counts",
        _column("source", sa.Text),
        _column("tenant", sa.Text),
        _column("version", sa.Integer),
        _column("count", sa.Integer),
        _column("letter_no", sa.Text),
        _column("declared_on", sa.Date),
        _column("declared_by", sa.Text),
        _column("declared_at", _STAMP),
        sa.PrimaryKeyConstraint("source", name="pk_declared_counts"),
    )
    rls.published_rows("declared_counts")


def _disputes() -> None:
    op.create_table(
        "early_disputes",
        _column("id", sa.Uuid),
        _column("tenant", sa.Text),
        _column("version", sa.Integer),
        *(_column(n, sa.Text) for n in ("state", "kind", "place_unit")),
        _column("place", sa.Text, nullable=True),
        _column("people_count", sa.Integer),
        _column("occurred_on", sa.Date),
        _column("level", sa.Text),
        _column("settled_on", sa.Date, nullable=True),
        _column("case_id", sa.Uuid, nullable=True),
        _column("summary", sa.LargeBinary),
        _column("recorded_by", sa.Text),
        _column("recorded_at", _STAMP),
        sa.PrimaryKeyConstraint("id", name="pk_early_disputes"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_early_disputes_case_id_cases"),
    )
    for columns in (["state", "occurred_on"], ["occurred_on"], ["case_id"]):
        op.create_index("_".join(["ix_early_disputes", *columns]), "early_disputes", columns)
    rls.sighted_rows("early_disputes", "prevention_sight")
    op.create_table(
        "dispute_steps",
        _column("dispute_id", sa.Uuid),
        _column("seq", sa.Integer),
        *(_column(n, sa.Text) for n in ("action", "level")),
        _column("occurred_on", sa.Date),
        _column("note", sa.LargeBinary, nullable=True),
        _column("entered_by", sa.Text),
        _column("entered_at", _STAMP),
        sa.PrimaryKeyConstraint("dispute_id", "seq", name="pk_dispute_steps"),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["early_disputes.id"], name="fk_dispute_steps_dispute_id_early_disputes"
        ),
    )
    rls.sighted_rows("dispute_steps", "prevention_sight", "dispute_id")


def _signs() -> None:
    op.create_table(
        "early_signs",
        _column("id", sa.Uuid),
        _column("version", sa.Integer),
        *(_column(n, sa.Text) for n in ("state", "kind", "subject")),
        _column("name", sa.LargeBinary, nullable=True),
        *(_column(n, sa.Integer) for n in ("cases", "petitioners")),
        _column("before", sa.Double),
        _column("increase", sa.Double, nullable=True),
        *(_column(n, sa.Date) for n in ("first_on", "last_on", "found_on")),
        _column("found_at", _STAMP),
        *(_column(n, postgresql.JSONB) for n in ("limits", "evidence", "steps")),
        sa.PrimaryKeyConstraint("id", name="pk_early_signs"),
    )
    op.create_index("ix_early_signs_state_found_at", "early_signs", ["state", "found_at"])
    op.create_index(
        "uq_early_signs_live", "early_signs", ["kind", "subject"], unique=True,
        postgresql_where=sa.text("state in ('open', 'acknowledged')"),
    )  # fmt: skip
    op.create_index(
        "ix_early_signs_kind_subject_last_on", "early_signs", ["kind", "subject", "last_on"]
    )
    rls.sighted_rows("early_signs", "prevention_sight")
    op.create_table(
        "sign_thresholds",
        _column("tenant", sa.Text),
        _column("version", sa.Integer),
        _column("limits", postgresql.JSONB),
        _column("set_by", sa.Text),
        _column("set_at", _STAMP),
        sa.PrimaryKeyConstraint("tenant", name="pk_sign_thresholds"),
    )
    rls.published_rows("sign_thresholds")


def downgrade() -> None:
    """What was written there is lost."""
    for table in _TABLES:
        op.drop_table(table)
