"""What a case is about and who registered it: who sees it is worked out from them (R72)."""

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects.postgresql import JSONB

revision = "assignment_0002"
down_revision = "assignment_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("tags", JSONB, nullable=False, server_default="[]"))
    op.alter_column("cases", "tags", server_default=None)
    op.add_column("cases", sa.Column("registrar_unit", sa.Text))
    # The owner, too, stands behind the wall: only as the system it sees the cases it fills.
    op.execute("select set_config('app.tenant', '*', true)")
    op.execute(
        "update cases c set registrar_unit = (select min(v.tenant) from case_visibility v"
        " where v.case_id = c.case_id and v.role = 'registrar')"
    )
    rls.grants("assignment")


def downgrade() -> None:
    op.drop_column("cases", "registrar_unit")
    op.drop_column("cases", "tags")
