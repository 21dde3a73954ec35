"""What PostgreSQL's catalogue says about the walls, held against what the models say is whose."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from accountability import roles
from accountability.database import Base
from accountability.tenancy import Shared, TenantOwned

WORKING = (roles.WEB, roles.INTAKE, roles.WORKER, roles.BENCHMARK)
# Functions that work with their owner's rights, each for a reason.
OWNERS_FUNCTIONS = {"receive_response"}  # takes an answer in for a role that may not read any
SAYS_WHOSE = "%current_setting(''app.organisation''%"

FAULTS = {
    "the wall does not stand, or not before the owner": """
        SELECT c.relname FROM pg_class c
        WHERE c.oid = to_regclass(:table) AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    """,
    "no rule says whose rows may be seen": f"""
        SELECT CAST(:table AS text) WHERE NOT EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = to_regclass(:table) AND p.polcmd IN ('*', 'r') AND p.polroles = '{{0}}'
            AND pg_get_expr(p.polqual, p.polrelid) LIKE '{SAYS_WHOSE}')
    """,
    "no rule says whose rows may be written": f"""
        SELECT CAST(:table AS text) WHERE NOT EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = to_regclass(:table) AND p.polcmd IN ('*', 'a')
            AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '{SAYS_WHOSE}')
    """,
    "a rule writes without saying whose": f"""
        SELECT p.polname FROM pg_policy p
        WHERE p.polrelid = to_regclass(:table) AND p.polpermissive AND p.polcmd IN ('*', 'a', 'w')
        AND COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), '') NOT LIKE '{SAYS_WHOSE}'
    """,
    "a rule lets somebody else than the looking worker see the rows of all": f"""
        SELECT p.polname FROM pg_policy p WHERE p.polrelid = to_regclass(:table) AND p.polpermissive AND p.polcmd <> 'a'
        AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '{SAYS_WHOSE}'
        AND NOT (p.polcmd = 'r' AND p.polroles = ARRAY['{roles.WORKER}'::regrole]::oid[]
                 AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.across_tenants%')
    """,
}
FAULTS_ANYWHERE = {
    "a role that works may look past the wall": f"""
        SELECT rolname FROM pg_roles WHERE rolname IN {(*WORKING, roles.OWNER)} AND (rolsuper OR rolbypassrls OR rolcreaterole)
    """,
    "a role that works may become another": f"""
        SELECT m.rolname || ' → ' || g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member
        JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname IN {(*WORKING, roles.OWNER)}
    """,
    "a role that works owns something": f"""
        SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname IN {WORKING} AND c.relnamespace = 'public'::regnamespace
    """,
    "a view looks with its owner's eyes": """
        SELECT c.relname FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace
        AND NOT COALESCE('security_invoker=true' = ANY (c.reloptions), false)
    """,
    "a function works with its owner's rights": f"""
        SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
        AND proname <> ALL (ARRAY{sorted(OWNERS_FUNCTIONS)})
    """,
    "a role may empty a table, refer to it or hang triggers on it": f"""
        SELECT table_name || ' ' || privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER') AND grantee IN {WORKING}
    """,
    "a right may be handed on, or is everybody's": f"""
        SELECT table_name || ' ' || grantee FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND (grantee = 'PUBLIC' OR (is_grantable = 'YES' AND grantee IN {WORKING}))
    """,
    "everybody may call a function or make things in the schema": """
        SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND has_function_privilege('public', oid, 'EXECUTE')
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'public' AND has_schema_privilege('public', oid, 'CREATE')
    """,
    "the members' pages may change or remove what the record holds": f"""
        SELECT privilege_type FROM information_schema.role_table_grants
        WHERE table_name = 'journal_entry' AND grantee = '{roles.WEB}' AND privilege_type IN ('UPDATE', 'DELETE')
    """,
}


def tenant_tables() -> list[str]:
    """Every table whose rows belong to an organisation or lie between two, from the models."""
    kinds = (mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantOwned | Shared))
    return sorted(str(mapper.local_table.name) for mapper in kinds)  # type: ignore[attr-defined]


def list_faults(connection: Connection, tables: list[str]) -> list[str]:
    """Every place where a wall is missing or has a hole, in words."""
    found = [
        f"{table}: {fault} ({place})"
        for table in tables
        for fault, query in FAULTS.items()
        for place in connection.scalars(sa.text(query), {"table": table})
    ]
    return found + [f"{fault}: {place}" for fault, query in FAULTS_ANYWHERE.items() for place in connection.scalars(sa.text(query))]
