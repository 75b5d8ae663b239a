"""Plumbing tables that every service's metadata carries, and the naming convention."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

TYPES: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    dict[str, Any]: JSONB,
    list[Any]: JSONB,
    bytes: LargeBinary,
    UUID: Uuid,
    str: Text,
}
"""``type_annotation_map`` for a service's Base."""


def new_metadata() -> MetaData:
    """Metadata with the naming convention and the tables of this library."""
    metadata = MetaData(naming_convention=NAMING)
    Table(
        "case_visibility",
        metadata,
        Column("tenant", Text, primary_key=True),
        Column("case_id", Uuid, primary_key=True),
        Column("role", Text, primary_key=True),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Index(None, "case_id", "tenant"),
        Index("ix_case_visibility_list", "tenant", "created_at", "case_id"),
    )
    Table(
        "audit_log",
        metadata,
        Column("tenant", Text, primary_key=True),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("actor_sub", Text, nullable=False),
        Column("actor_unit", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("object_id", Text, nullable=False),
        Column("before", JSONB),
        Column("after", JSONB),
        Column("reason", Text),
        Column("correlation_id", Text, nullable=False),
        Column("prev_hash", LargeBinary, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        Index(None, "object_id"),
    )
    Table(
        "audit_heads",
        metadata,
        Column("tenant", Text, primary_key=True),
        Column("seq", BigInteger, nullable=False),
        Column("hash", LargeBinary, nullable=False),
    )
    Table(
        "idempotency",
        metadata,
        Column("tenant", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", Text, nullable=False),
        Column("answer", JSONB),
        Column("created_at", DateTime(timezone=True), nullable=False),
    )
    return metadata


__all__ = ["NAMING", "TYPES", "DeclarativeBase", "new_metadata"]
