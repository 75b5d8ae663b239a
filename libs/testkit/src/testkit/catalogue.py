"""Proofs from the database's own catalogue that tenants are kept apart."""

import asyncpg

_TABLES = """
select c.relname, c.relrowsecurity, c.relforcerowsecurity,
       exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polcmd = '*') as has_policy,
       not exists (select 1 from pg_policy p where p.polrelid = c.oid
                   and p.polname <> c.relname || '_published'
                   and (p.polqual is null or p.polwithcheck is null)) as both_ways,
       exists (select 1 from pg_policy p where p.polrelid = c.oid
               and p.polname = c.relname || '_published' and p.polcmd <> 'r') as published_writes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'alembic_version'
"""
_ROLE = """
select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong,
       (select count(*) from pg_class c where c.relowner = r.oid) as owns,
       (select count(*) from pg_auth_members m where m.member = r.oid) as member_of
from pg_roles r where rolname = $1
"""
_GRANTS = """
select has_table_privilege($1, 'audit_log', 'UPDATE')
    or has_table_privilege($1, 'audit_log', 'DELETE')
"""


async def findings(admin_dsn: str, service: str) -> list[str]:
    """Everything in one service's database that would let a tenant see another's rows.

    Returns:
        One sentence per finding; empty when the walls stand.
    """
    connection = await asyncpg.connect(admin_dsn)
    try:
        found = []
        tables = await connection.fetch(_TABLES)
        if not tables:
            found.append("no tables")
        for t in tables:
            if not (t["relrowsecurity"] and t["relforcerowsecurity"]):
                found.append(f"{t['relname']}: row security is not enabled and forced")
            if not (t["has_policy"] and t["both_ways"]):
                found.append(f"{t['relname']}: no policy with USING and WITH CHECK")
            if t["published_writes"]:
                found.append(f"{t['relname']}: what every tenant reads may be written by all")
        for role in (f"{service}_app", f"{service}_ro"):
            r = await connection.fetchrow(_ROLE, role)
            if r is None or r["strong"] or r["owns"] or r["member_of"]:
                found.append(f"{role}: missing, too strong, an owner or a member of another role")
        if await connection.fetchval(_GRANTS, f"{service}_app"):
            found.append("the application role may change the audit log")
        return found
    finally:
        await connection.close()
