"""Whether a case is sealed and what it is about: who sees it is worked out from them (R72)."""

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0002"
down_revision = "2026_11_25_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("sealed", sa.Boolean, nullable=False, server_default="false"))
    op.add_column("cases", sa.Column("tags", postgresql.JSONB, nullable=False, server_default="[]"))
    for column in ("sealed", "tags"):
        op.alter_column("cases", column, server_default=None)
    # A case that was sealed before this column is one that no office sees.
    op.execute("select set_config('app.tenant', '*', true)")
    op.execute(
        "update cases c set sealed = true where c.case_no is not null and not exists"
        " (select 1 from case_visibility v where v.case_id = c.case_id and v.role = 'supervision')"
    )
    rls.grants("mediation")


def downgrade() -> None:
    op.drop_column("cases", "tags")
    op.drop_column("cases", "sealed")
