"""Texts of proposals encrypted; numbers of rows and of sealed cases as blind indexes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_0006"
down_revision = "2026_11_25_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The service, which has the keys, encrypts and indexes what is there (``seal_texts``)."""
    op.add_column("cases", sa.Column("proposal_sealed", sa.LargeBinary))
    op.add_column("cases", sa.Column("open_key", sa.LargeBinary))
    op.add_column("import_rows", sa.Column("number_key", sa.LargeBinary))
    op.create_index(
        "ix_cases_open_key", "cases", ["open_key"],
        postgresql_where=sa.text("open_key is not null"),
    )  # fmt: skip
    op.create_index(
        "ix_cases_clear_texts", "cases", ["id"],
        postgresql_where=sa.text(
            "demand is not null or proposal ?| array['remark', 'measures']"
        ),
    )  # fmt: skip
    op.create_index("ix_import_rows_number_key", "import_rows", ["number_key"])


def downgrade() -> None:
    """Texts that were encrypted meanwhile are lost to the proposals."""
    op.drop_index("ix_import_rows_number_key", "import_rows")
    op.drop_index("ix_cases_clear_texts", "cases")
    op.drop_index("ix_cases_open_key", "cases")
    op.drop_column("import_rows", "number_key")
    op.drop_column("cases", "open_key")
    op.drop_column("cases", "proposal_sealed")
