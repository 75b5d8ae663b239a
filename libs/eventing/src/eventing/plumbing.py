"""Creates the event tables in a service's first migration; frozen per version."""

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql


def create_v1() -> None:
    """outbox, event_versions, stream_epoch, inbox, inbox_gate, dead_letter, with their policies."""
    stamp = sa.DateTime(timezone=True)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True)),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("shard", sa.SmallInteger, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("payload", postgresql.JSONB, nullable=False),
        sa.Column("created_at", stamp, nullable=False),
        sa.Column("published_at", stamp),
        sa.Column("stream_seq", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
        sa.UniqueConstraint("case_id", "version", name="uq_outbox_case_id_version"),
    )
    op.create_index(
        "ix_outbox_waiting", "outbox", ["id"], postgresql_where=sa.text("published_at IS NULL")
    )
    op.create_table(
        "event_versions",
        sa.Column("case_id", sa.Uuid),
        sa.Column("last_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_event_versions"),
    )
    op.create_table(
        "stream_epoch",
        sa.Column("one", sa.Boolean),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_stream_epoch"),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Uuid),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("handled_at", stamp, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_inbox"),
        sa.UniqueConstraint("source", "case_id", "version", name="uq_inbox_source_case_id_version"),
    )
    op.create_table(
        "inbox_gate",
        sa.Column("source", sa.Text),
        sa.Column("case_id", sa.Uuid),
        sa.Column("last_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("source", "case_id", name="pk_inbox_gate"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True)),
        sa.Column("event_id", sa.Uuid),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("case_id", sa.Uuid),
        sa.Column("version", sa.Integer),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("failed_at", stamp, nullable=False),
        sa.Column("replayed_at", stamp),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letter"),
    )
    op.create_index(
        "ix_dead_letter_open", "dead_letter", ["id"],
        postgresql_where=sa.text("replayed_at IS NULL"),
    )  # fmt: skip
    rls.own_rows("outbox")
    rls.case_rows("event_versions")
    for table in ("stream_epoch", "inbox", "inbox_gate", "dead_letter"):
        rls.system_rows(table)


def drop_v1() -> None:
    """Undo ``create_v1``."""
    for table in (
        "dead_letter", "inbox_gate", "inbox", "stream_epoch", "event_versions", "outbox",
    ):  # fmt: skip
        op.drop_table(table)
