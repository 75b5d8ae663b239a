"""Repeats: person and matter keys, bands, matters."""

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0004"
down_revision = "2026_11_25_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Which keys the running code has written of a case; the worker writes those of the others.
    op.add_column(
        "cases", sa.Column("keyed_version", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index("ix_cases_keyed_version", "cases", ["keyed_version"])
    for table in ("person_keys", "matter_keys"):
        _keys(table)
    _links()
    _members()
    _forget_name_with_phone()
    rls.grants("intake")


def _keys(table: str) -> None:
    op.create_table(
        table,
        sa.Column("key", sa.BigInteger, autoincrement=False),
        sa.Column("case_id", sa.Uuid),
        sa.PrimaryKeyConstraint("key", "case_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_case_id", table, ["case_id"])
    rls.case_rows(table)


def _links() -> None:
    for column in (
        sa.Column("band", sa.Text),
        *(
            sa.Column(n, sa.Double)
            for n in ("probability", "person_probability", "matter_probability")
        ),
        sa.Column("reason_codes", postgresql.JSONB),
        sa.Column("reasons", sa.LargeBinary),
        sa.Column("code", sa.Text),
    ):
        op.add_column("repeat_links", column)
    op.create_index("ix_repeat_links_state_probability", "repeat_links", ["state", "probability"])
    op.create_index("ix_repeat_links_later_case_id", "repeat_links", ["later_case_id"])


def _members() -> None:
    op.create_table(
        "matter_members",
        sa.Column("case_id", sa.Uuid),
        sa.Column("matter_id", sa.Uuid),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_matter_members"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_matter_members_case_id_cases"),
    )
    op.create_index("ix_matter_members_matter_id", "matter_members", ["matter_id"])
    rls.case_rows("matter_members")


def _forget_name_with_phone() -> None:
    # Keys of the first matcher; the person keys take their place.
    op.execute("select set_config('app.tenant', '*', true)")
    op.execute("delete from match_keys where kind = 'same_phone_and_name'")
    op.execute("select set_config('app.tenant', '', true)")


def downgrade() -> None:
    op.drop_index("ix_repeat_links_later_case_id", "repeat_links")
    op.drop_index("ix_repeat_links_state_probability", "repeat_links")
    for column in (
        "code", "reasons", "reason_codes", "matter_probability", "person_probability",
        "probability", "band",
    ):  # fmt: skip
        op.drop_column("repeat_links", column)
    for table in ("matter_members", "matter_keys", "person_keys"):
        op.drop_table(table)
    op.drop_index("ix_cases_keyed_version", "cases")
    op.drop_column("cases", "keyed_version")
