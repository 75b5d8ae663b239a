"""What registration has told since: letter, first unit, demand, tags, matter; quick write-offs."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from dbkit import rls

revision = "2026_11_25_0002"
down_revision = "2026_11_25_0001"
branch_labels = None
depends_on = None

_OPTIONAL: dict[str, Any] = {
    "source_letter_no": sa.Text, "first_unit": sa.Text, "demand_class": sa.Text,
    "matter_id": sa.Uuid,
}  # fmt: skip
_REQUIRED: dict[str, tuple[Any, str]] = {
    "special_hardship": (sa.Boolean(), "false"),
    "cross_kinds": (sa.ARRAY(sa.Text), "{}"),
    "tags": (sa.ARRAY(sa.Text), "{}"),
    "fast_closed": (sa.Boolean(), "false"),
}


def upgrade() -> None:
    for name, kind in _OPTIONAL.items():
        op.add_column("cases", sa.Column(name, kind))
    for name, (kind, value) in _REQUIRED.items():
        op.add_column("cases", sa.Column(name, kind, nullable=False, server_default=value))
        op.alter_column("cases", name, server_default=None)
    op.create_index("ix_cases_matter_id", "cases", ["matter_id"])
    rls.grants("reporting")


def downgrade() -> None:
    op.drop_index("ix_cases_matter_id", "cases")
    for name in (*_REQUIRED, *_OPTIONAL):
        op.drop_column("cases", name)
