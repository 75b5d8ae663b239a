"""Sealed cases and tags (R72), basis documents (R13), repeats that a person withdrew."""

import sqlalchemy as sa
from alembic import op
from dbkit import rls

revision = "supervision_0002"
down_revision = "supervision_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _required("cases", sa.Column("sealed", sa.Boolean, nullable=False, server_default="false"))
    _required("cases", sa.Column("tags", sa.ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.add_column("recognitions", sa.Column("basis", sa.LargeBinary))
    op.add_column("repeats", sa.Column("revocation_id", sa.Uuid))
    _required("repeats", sa.Column("withdrawn", sa.Boolean, nullable=False, server_default="false"))
    # The owner, too, stands behind the wall: only as the system it sees the rows it fills.
    op.execute("select set_config('app.tenant', '*', true)")
    op.execute(
        "update repeats r set revocation_id = (select max(v.id::text)::uuid from revocations v"
        " where v.case_id = r.case_id and v.later_case_id = r.later_case_id) where r.revoked"
    )
    # A case that was sealed before this column is one that no office sees.
    op.execute(
        "update cases c set sealed = true where c.case_no is not null and not exists"
        " (select 1 from case_visibility v where v.case_id = c.case_id and v.role = 'supervision')"
    )
    rls.grants("supervision")


def downgrade() -> None:
    op.drop_column("repeats", "withdrawn")
    op.drop_column("repeats", "revocation_id")
    op.drop_column("recognitions", "basis")
    op.drop_column("cases", "tags")
    op.drop_column("cases", "sealed")


def _required(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)
