"""Tables of the event plumbing, added to a service's metadata."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import text


def add_plumbing(metadata: MetaData) -> None:
    """Add outbox, event_versions, stream_epoch, inbox, inbox_gate and dead_letter."""
    stamp = DateTime(timezone=True)
    Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False),
        Column("tenant", Text, nullable=False),
        Column("case_id", Uuid, nullable=False),
        Column("version", Integer, nullable=False),
        Column("shard", SmallInteger, nullable=False),
        Column("subject", Text, nullable=False),
        Column("payload", JSONB, nullable=False),
        Column("created_at", stamp, nullable=False),
        Column("published_at", stamp),
        Column("stream_seq", BigInteger),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        UniqueConstraint("event_id"),
        UniqueConstraint("case_id", "version"),
        Index("ix_outbox_waiting", "id", postgresql_where=text("published_at IS NULL")),
    )
    Table(
        "event_versions",
        metadata,
        Column("case_id", Uuid, primary_key=True),
        Column("last_version", Integer, nullable=False),
    )
    Table(
        "stream_epoch",
        metadata,
        Column("one", Boolean, primary_key=True),
        Column("created", Text, nullable=False),
    )
    Table(
        "inbox",
        metadata,
        Column("event_id", Uuid, primary_key=True),
        Column("source", Text, nullable=False),
        Column("case_id", Uuid, nullable=False),
        Column("version", Integer, nullable=False),
        Column("handled_at", stamp, nullable=False),
        UniqueConstraint("source", "case_id", "version"),
    )
    Table(
        "inbox_gate",
        metadata,
        Column("source", Text, primary_key=True),
        Column("case_id", Uuid, primary_key=True),
        Column("last_version", Integer, nullable=False),
    )
    Table(
        "dead_letter",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid),
        Column("source", Text, nullable=False),
        Column("case_id", Uuid),
        Column("version", Integer),
        Column("subject", Text, nullable=False),
        Column("raw", LargeBinary, nullable=False),
        Column("reason", Text, nullable=False),
        Column("failed_at", stamp, nullable=False),
        Column("replayed_at", stamp),
        Index("ix_dead_letter_open", "id", postgresql_where=text("replayed_at IS NULL")),
    )
