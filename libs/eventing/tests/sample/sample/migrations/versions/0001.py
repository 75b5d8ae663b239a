"""First."""

import sqlalchemy as sa
from alembic import op
from dbkit import plumbing, rls
from eventing import plumbing as event_plumbing

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing.create_v1()
    event_plumbing.create_v1()
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
    )
    rls.case_rows("cases")
    rls.grants("sample")


def downgrade() -> None:
    op.drop_table("cases")
    event_plumbing.drop_v1()
    plumbing.drop_v1()
