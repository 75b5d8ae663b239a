"""Ledger imports: mappings, the kept file, progress, corrections."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from dbkit import rls
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0003"
down_revision = "2026_11_25_0002"
branch_labels = None
depends_on = None

_STAMP = sa.DateTime(timezone=True)
_LIVE = sa.text("state <> 'refused'")
_AT_WORK = sa.text("state in ('reading', 'committing')")


def upgrade() -> None:
    """Old imports keep their names in clear; what was committed before counts as begun."""
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("name", sa.LargeBinary),
        sa.Column("profile", sa.Text, nullable=False, server_default="campaign"),
        *(
            sa.Column(n, sa.Integer, nullable=False, server_default="0")
            for n in ("present", "amended", "cursor", "done", "attempts")
        ),
        sa.Column("started", sa.Boolean, nullable=False, server_default=sa.false()),
        *(
            sa.Column(n, postgresql.JSONB, nullable=False, server_default="{}")
            for n in ("options", "work")
        ),
        *(sa.Column(n, sa.LargeBinary) for n in ("mapping", "header_key")),
        sa.Column("phase", sa.Text),
        sa.Column("total", sa.Integer),
        sa.Column("kept_until", _STAMP),
    )
    for column in columns:
        op.add_column("imports", column)
    for name in ("profile", "present", "amended", "cursor", "done", "attempts", "started",
                 "options", "work"):  # fmt: skip
        op.alter_column("imports", name, server_default=None)
    op.alter_column("imports", "file_name", nullable=True)
    op.execute("alter table imports no force row level security")
    op.execute("update imports set started = true where state = 'committed'")
    op.execute("alter table imports force row level security")
    op.drop_index("uq_imports_live_file", "imports")
    op.create_index(
        "uq_imports_live_file", "imports", ["tenant", "file_hash", "profile"], unique=True,
        postgresql_where=_LIVE,
    )  # fmt: skip
    op.create_index("ix_imports_at_work", "imports", ["created_at"], postgresql_where=_AT_WORK)
    op.create_index(
        "ix_imports_kept_until", "imports", ["kept_until"],
        postgresql_where=sa.text("kept_until is not null"),
    )  # fmt: skip
    _rows()
    _files()
    _mappings()
    rls.own_rows("import_files")
    rls.own_rows("import_mappings")
    rls.grants("intake")


def _rows() -> None:
    op.add_column("import_rows", sa.Column("standing", sa.Text))
    op.add_column(
        "import_rows", sa.Column("changed", postgresql.JSONB, nullable=False, server_default="[]")
    )
    op.alter_column("import_rows", "changed", server_default=None)


def _files() -> None:
    op.create_table(
        "import_files",
        sa.Column("import_id", sa.Uuid, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("import_id", "part", name="pk_import_files"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_files_import_id_imports"
        ),
    )


def _mappings() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("id", sa.Uuid),
        sa.Column("tenant", sa.Text, nullable=False),
        *(sa.Column(n, sa.LargeBinary, nullable=False) for n in ("header_key", "sealed")),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", _STAMP, nullable=False),
        sa.Column("used_at", _STAMP),
        sa.PrimaryKeyConstraint("id", name="pk_import_mappings"),
        sa.UniqueConstraint("tenant", "header_key", name="uq_import_mappings_tenant_header_key"),
    )


def downgrade() -> None:
    """Names of newer imports are lost: they exist only encrypted."""
    op.drop_table("import_mappings")
    op.drop_table("import_files")
    for name in ("standing", "changed"):
        op.drop_column("import_rows", name)
    for name in ("ix_imports_kept_until", "ix_imports_at_work", "uq_imports_live_file"):
        op.drop_index(name, "imports")
    op.execute("alter table imports no force row level security")
    op.execute("update imports set file_name = '未命名' where file_name is null")
    op.execute("update imports set state = 'refused' where state not in ('previewed', 'committed')")
    # One file may have been taken under two profiles; the older form knows one import a file.
    op.execute(
        "update imports i set state = 'refused' where state <> 'refused' and exists (select 1 from"
        " imports o where o.tenant = i.tenant and o.file_hash = i.file_hash and o.id < i.id"
        " and o.state <> 'refused')"
    )
    op.execute("alter table imports force row level security")
    op.alter_column("imports", "file_name", nullable=False)
    op.create_index(
        "uq_imports_live_file", "imports", ["tenant", "file_hash"], unique=True,
        postgresql_where=_LIVE,
    )  # fmt: skip
    for name in ("name", "profile", "present", "amended", "cursor", "done", "attempts", "started",
                 "options", "work", "mapping", "header_key", "phase", "total", "kept_until"):  # fmt: skip
        op.drop_column("imports", name)
