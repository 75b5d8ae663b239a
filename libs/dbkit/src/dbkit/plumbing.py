"""Creates this library's tables in a service's first migration; frozen per version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from dbkit import rls


def create_v1() -> None:
    """case_visibility, audit_log, audit_heads, idempotency, with their policies."""
    stamp = sa.DateTime(timezone=True)
    op.create_table(
        "case_visibility",
        sa.Column("tenant", sa.Text),
        sa.Column("case_id", sa.Uuid),
        sa.Column("role", sa.Text),
        sa.Column("created_at", stamp, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "case_id", "role", name="pk_case_visibility"),
    )
    op.create_index("ix_case_visibility_case_id_tenant", "case_visibility", ["case_id", "tenant"])
    op.create_index(
        "ix_case_visibility_list", "case_visibility", ["tenant", "created_at", "case_id"]
    )
    op.create_table(
        "audit_log",
        sa.Column("tenant", sa.Text),
        sa.Column("seq", sa.BigInteger, autoincrement=False),
        sa.Column("at", stamp, nullable=False),
        sa.Column("actor_sub", sa.Text, nullable=False),
        sa.Column("actor_unit", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object_id", sa.Text, nullable=False),
        sa.Column("before", postgresql.JSONB),
        sa.Column("after", postgresql.JSONB),
        sa.Column("reason", sa.Text),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "seq", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_object_id", "audit_log", ["object_id"])
    op.create_table(
        "audit_heads",
        sa.Column("tenant", sa.Text),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_audit_heads"),
    )
    op.create_table(
        "idempotency",
        sa.Column("tenant", sa.Text),
        sa.Column("key", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("answer", postgresql.JSONB),
        sa.Column("created_at", stamp, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", name="pk_idempotency"),
    )
    for table in ("case_visibility", "audit_log", "audit_heads", "idempotency"):
        rls.own_rows(table)


def drop_v1() -> None:
    """Undo ``create_v1``."""
    for table in ("idempotency", "audit_heads", "audit_log", "case_visibility"):
        op.drop_table(table)
