"""Cases, petitioners, match keys, repeat links, imports."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from dbkit import plumbing, rls
from eventing import plumbing as event_plumbing
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_0001"
down_revision = None
branch_labels = None
depends_on = None

_STAMP = sa.DateTime(timezone=True)


def _required(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    plumbing.create_v1()
    event_plumbing.create_v1()
    _cases()
    _repeats()
    _imports()
    rls.case_rows("cases", column="id")
    rls.case_rows("petitioners")
    rls.case_rows("match_keys")
    rls.case_rows("repeat_links", column="earlier_case_id")
    rls.own_rows("imports")
    rls.own_rows("import_rows")
    rls.grants("intake")


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid),
        *(_required(n, sa.Text) for n in ("tenant", "case_no", "state")),
        _required("version", sa.Integer),
        *(_required(n, sa.Text) for n in ("source", "cohort")),
        sa.Column("handed_down_on", sa.Date),
        _required("registered_on", sa.Date),
        _required("channel", sa.Text),
        _required("people_count", sa.Integer),
        *(_required(n, sa.Text) for n in ("field", "category", "case_kind")),
        _required("cross_separated", sa.Boolean),
        *(sa.Column(n, sa.Text) for n in ("cross_kind", "place", "place_unit", "incident_place")),
        _required("demand", sa.Text),
        *(sa.Column(n, sa.LargeBinary) for n in ("phones", "household", "residence")),
        *(_required(n, postgresql.JSONB) for n in ("proposal", "ticks")),
        sa.Column("import_id", sa.Uuid),
        _required("created_at", _STAMP),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("case_no", name="uq_cases_case_no"),
    )
    op.create_index("ix_cases_state_registered_on", "cases", ["state", "registered_on"])
    op.create_table(
        "petitioners",
        sa.Column("id", sa.Uuid),
        _required("case_id", sa.Uuid),
        _required("seq", sa.Integer),
        _required("name", sa.LargeBinary),
        sa.Column("id_no", sa.LargeBinary),
        _required("id_state", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_petitioners"),
        sa.UniqueConstraint("case_id", "seq", name="uq_petitioners_case_id_seq"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_petitioners_case_id_cases"),
    )
    op.create_table(
        "match_keys",
        sa.Column("case_id", sa.Uuid),
        sa.Column("kind", sa.Text),
        sa.Column("digest", sa.LargeBinary),
        sa.PrimaryKeyConstraint("case_id", "kind", "digest", name="pk_match_keys"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_match_keys_case_id_cases"),
    )
    op.create_index("ix_match_keys_kind_digest", "match_keys", ["kind", "digest"])


def _repeats() -> None:
    op.create_table(
        "repeat_links",
        sa.Column("id", sa.Uuid),
        _required("earlier_case_id", sa.Uuid),
        _required("later_case_id", sa.Uuid),
        _required("basis", sa.Text),
        _required("state", sa.Text),
        _required("version", sa.Integer),
        sa.Column("repeated_on", sa.Date),
        sa.Column("reason", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", _STAMP),
        _required("created_at", _STAMP),
        sa.PrimaryKeyConstraint("id", name="pk_repeat_links"),
        sa.UniqueConstraint(
            "earlier_case_id", "later_case_id", name="uq_repeat_links_earlier_case_id_later_case_id"
        ),
        sa.ForeignKeyConstraint(
            ["earlier_case_id"], ["cases.id"], name="fk_repeat_links_earlier_case_id_cases"
        ),
        sa.ForeignKeyConstraint(
            ["later_case_id"], ["cases.id"], name="fk_repeat_links_later_case_id_cases"
        ),
    )
    op.create_index("ix_repeat_links_state_created_at", "repeat_links", ["state", "created_at"])


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid),
        *(_required(n, sa.Text) for n in ("tenant", "file_name")),
        _required("file_hash", sa.LargeBinary),
        _required("file_verdict", sa.Text),
        *(sa.Column(n, sa.Text) for n in ("reason", "reason_zh")),
        *(_required(n, sa.Integer) for n in ("rows_total", "rows_accepted")),
        _required("summary", postgresql.JSONB),
        _required("state", sa.Text),
        *(_required(n, sa.Integer) for n in ("version", "committed")),
        sa.Column("source_letter", sa.Text),
        _required("created_by", sa.Text),
        _required("created_at", _STAMP),
        sa.Column("committed_at", _STAMP),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_tenant_created_at", "imports", ["tenant", "created_at"])
    op.create_index(
        "uq_imports_live_file", "imports", ["tenant", "file_hash"], unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    )  # fmt: skip
    op.create_table(
        "import_rows",
        sa.Column("id", sa.Uuid),
        _required("import_id", sa.Uuid),
        _required("tenant", sa.Text),
        _required("row", sa.Integer),
        sa.Column("serial", sa.Integer),
        _required("verdict", sa.Text),
        *(_required(n, postgresql.JSONB) for n in ("codes", "warnings", "normalisations")),
        *(sa.Column(n, sa.Text) for n in ("column_name", "reason_zh")),
        _required("sealed", sa.LargeBinary),
        sa.Column("case_id", sa.Uuid),
        sa.PrimaryKeyConstraint("id", name="pk_import_rows"),
        sa.UniqueConstraint("import_id", "row", name="uq_import_rows_import_id_row"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_rows_import_id_imports"
        ),
    )


def downgrade() -> None:
    for table in ("import_rows", "imports", "repeat_links", "match_keys", "petitioners", "cases"):
        op.drop_table(table)
    event_plumbing.drop_v1()
    plumbing.drop_v1()
