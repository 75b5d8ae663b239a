"""Row level security and grants, as statements for migrations."""

from alembic import op

CURRENT = "nullif(current_setting('app.tenant', true), '')"
"""The tenant of the running transaction; NULL, which matches nothing, when none is set."""


def _protect(table: str, condition: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy {table}_tenant on {table} using ({condition}) with check ({condition})"
    )


def own_rows(table: str) -> None:
    """Rows with a ``tenant`` column: a tenant sees and writes its own; the system all."""
    _protect(table, f"tenant = {CURRENT} or {CURRENT} = '*'")


def case_rows(table: str, column: str = "case_id") -> None:
    """Rows of a case: seen and written by the tenants that ``case_visibility`` names for it."""
    _protect(
        table,
        f"{CURRENT} = '*' or exists (select 1 from case_visibility v"
        f" where v.case_id = {table}.{column} and v.tenant = {CURRENT})",
    )


def sighted_rows(table: str, sight: str, column: str = "id") -> None:
    """Rows of another kind of object than a case: seen and written by the tenants that ``sight`` names.

    ``sight`` is a table of tenant and ``object_id``, with rows of its own.
    """
    _protect(
        table,
        f"{CURRENT} = '*' or exists (select 1 from {sight} v"
        f" where v.object_id = {table}.{column} and v.tenant = {CURRENT})",
    )


def published_rows(table: str) -> None:
    """Rows with a ``tenant`` column that every tenant may read and only its own (or the system) writes."""
    own_rows(table)
    op.execute(
        f"create policy {table}_published on {table} for select using ({CURRENT} is not null)"
    )


def system_rows(table: str) -> None:
    """Rows that only the service's own jobs touch."""
    _protect(table, f"{CURRENT} = '*'")


def grants(service: str) -> None:
    """Give the application role what it needs and the read-only role its reads; run it last.

    The audit log can be read and appended to, never changed; outbox rows are never deleted.
    """
    app, ro = f"{service}_app", f"{service}_ro"
    op.execute(f"grant usage on schema public to {app}, {ro}")
    op.execute(f"grant select on all tables in schema public to {app}, {ro}")
    op.execute(f"grant insert, update, delete on all tables in schema public to {app}")
    op.execute(f"grant usage on all sequences in schema public to {app}")
    op.execute(f"revoke update, delete on audit_log from {app}")
    op.execute(f"revoke delete on audit_heads from {app}")
    op.execute(f"revoke insert, update, delete on alembic_version from {app}")
    op.execute(
        f"do $$ begin if to_regclass('outbox') is not null then"
        f" revoke delete on outbox from {app}; end if; end $$"
    )
