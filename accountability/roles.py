"""PostgreSQL's roles: who owns the tables, who may do what with them, and refusing to work as somebody who may do too much.

`python -m accountability.roles` (or `make database-roles`) makes or mends them; what each may do stands in the migrations.
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

import psycopg
import sqlalchemy as sa
from environs import Env
from psycopg import sql
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)

OWNER = "accountability_owner"  # owns the tables and migrates them; no process that answers people uses it
WEB = "accountability_web"  # the members' pages
INTAKE = "accountability_intake"  # the constituents' pages: takes answers in, reads none
WORKER = "accountability_worker"  # jobs; may look across organisations which of them have work due
BENCHMARK = "accountability_benchmark"  # panels and releases, from bands alone
QUEUE = "accountability_queue"  # "look now"; its own schema, none of the tables
ROLES = (OWNER, WEB, INTAKE, WORKER, BENCHMARK, QUEUE)
# The variable with each role's address.
VARIABLES = {
    OWNER: "DATABASE_OWNER_URL",
    WEB: "DATABASE_URL",
    INTAKE: "DATABASE_INTAKE_URL",
    WORKER: "DATABASE_WORKER_URL",
    BENCHMARK: "DATABASE_BENCHMARK_URL",
    QUEUE: "QUEUE_URL",
}
# PostgreSQL's own roles that reach the server's files and programs, and so everything.
SERVER_ROLES = {"pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"}
WHAT_TO_DO = "Run 'make database-roles' and put the address of {role} into {variable}."

MAY_BECOME = """
    SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, EXISTS (
        SELECT FROM pg_class c
        WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    ) FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER') ORDER BY r.rolname = session_user DESC, r.rolname
"""

TABLES_OF_OTHERS = """
    SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname NOT LIKE 'huey%%'
    AND relnamespace = 'public'::regnamespace AND relowner <> %s::regrole
"""
FUNCTIONS_OF_OTHERS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
    WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> %s::regrole
"""


class UnsafeRole(Exception):
    """The database would let this process past the wall between organisations; the text says what to do."""


def guard(engine: Engine, role: str) -> None:
    """Refuse every connection as anybody who may do more than `role`; raises UnsafeRole at once if the database can be reached.

    A database that cannot be reached now is asked at the first connection: none is ever handed out unasked.
    """
    if engine.dialect.name != "postgresql":
        return

    def ask(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            may_become = cursor.execute(MAY_BECOME).fetchall()
        try:
            refuse_unsafe(may_become, role)
        except UnsafeRole:
            connection.close()
            raise

    sa.event.listen(engine, "connect", ask)
    try:
        with engine.connect():
            pass
    except OperationalError:
        log.warning("the database cannot be reached yet")
    # Nothing of it may be inherited by processes that are started from this one.
    engine.dispose()


def refuse_unsafe(may_become: list[tuple[str, bool, bool, bool, bool]], role: str) -> None:
    """Raise UnsafeRole if a login is anything but `role`; rows as from MAY_BECOME, itself first."""
    login = may_become[0][0]
    faults = [fault for row in may_become if (fault := _fault_of(*row))]
    others = {row[0] for row in may_become} & set(ROLES) - {role}
    if not faults and others:
        faults = [f"may act as {min(others)}"]
    if not faults and role not in {row[0] for row in may_become}:
        faults = [f"is not {role}"]
    if faults:
        todo = WHAT_TO_DO.format(role=role, variable=VARIABLES[role])
        raise UnsafeRole(f"The app does not start as PostgreSQL's role {login}, which {faults[0]}. {todo}")


def _fault_of(name: str, is_super: bool, bypasses: bool, makes_roles: bool, owns: bool) -> str | None:
    if is_super:
        return f"is the superuser {name} or may become it: row-level security holds for no superuser"
    if bypasses:
        return f"is or may become {name}, for whom row-level security does not hold"
    if makes_roles or name in SERVER_ROLES:
        return f"is or may become {name}, who may give itself any right"
    return f"is or may become {name}, who owns tables and may take their wall down" if owns else None


def create_roles(admin: URL, passwords: Mapping[str, str | None]) -> None:
    """Make the roles, or mend them, in the server and the database that `admin` leads to. Doing it again changes nothing."""
    address = admin.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        for role in ROLES:
            _create_role(connection, role, passwords.get(role))
        _place_roles(connection, database=connection.info.dbname)
        _hand_over(connection)


def _create_role(connection: psycopg.Connection[Any], role: str, password: str | None) -> None:
    name = sql.Identifier(role)
    asked = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = %s"
    found = connection.execute(asked, [role]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(name))
    elif found[0]:
        connection.execute(sql.SQL("ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEROLE").format(name))
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN").format(name))
    if password:
        # Hashed here, so that the server's log never holds it.
        hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(hashed)))
    more = "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = %s::regrole"
    for (group,) in connection.execute(more, [role]).fetchall():
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(group), name))


def _place_roles(connection: psycopg.Connection[Any], *, database: str) -> None:
    here, owner, queue = sql.Identifier(database), sql.Identifier(OWNER), sql.Identifier(QUEUE)
    everybody = sql.SQL(", ").join(map(sql.Identifier, ROLES))
    working = sql.SQL(", ").join(map(sql.Identifier, (WEB, INTAKE, WORKER, BENCHMARK)))
    if connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() != (True,):
        connection.execute(sql.SQL("GRANT {}, {} TO CURRENT_USER").format(owner, queue))
    for statement in (
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(here, everybody),
        sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC").format(here),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(working),
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner),
        sql.SQL("CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION {}").format(queue),
        sql.SQL("ALTER ROLE {} SET search_path = queue").format(queue),
        sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC").format(owner),
    ):
        connection.execute(statement)


def _hand_over(connection: psycopg.Connection[Any]) -> None:
    """Tables and functions of an installation that had one role for everything go to the owner."""
    owner = sql.Identifier(OWNER)
    for (table,) in connection.execute(TABLES_OF_OTHERS, [OWNER]).fetchall():
        connection.execute(sql.SQL("ALTER TABLE public.{} OWNER TO {}").format(sql.Identifier(table), owner))
    for (function,) in connection.execute(FUNCTIONS_OF_OTHERS, [OWNER]).fetchall():
        connection.execute(sql.SQL("ALTER FUNCTION {} OWNER TO {}").format(sql.SQL(function), owner))


def addresses(env: Mapping[str, str]) -> dict[str, str | None]:
    """Role → password, out of the addresses in the environment; raises UnsafeRole naming every address that fits no role."""
    passwords, faults = {}, []
    for role, variable in VARIABLES.items():
        url = make_url(env[variable]) if env.get(variable) else None
        if url is None or (url.get_backend_name() != "postgresql" and role != QUEUE):
            faults.append(f"{variable} must be the address of {role}: postgresql+psycopg://{role}:<password>@<host>/<database>")
        elif url.get_backend_name() == "postgresql" and url.username != role:
            faults.append(f"{variable} must name the user {role}")
        else:
            passwords[role] = url.password
    if faults:
        raise UnsafeRole("The roles were not made:\n- " + "\n- ".join(faults))
    return {role: str(password) if password else None for role, password in passwords.items()}


def main() -> int:
    """Make the roles with DATABASE_ADMIN_URL, an administrator's address, and the addresses that the processes will use."""
    env = Env()
    admin = env.str("DATABASE_ADMIN_URL", "")
    try:
        passwords = addresses({name: env.str(name, "") for name in VARIABLES.values()})
    except UnsafeRole as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    if not admin:
        sys.stderr.write("DATABASE_ADMIN_URL must be an administrator's address of the database.\n")
        return 1
    create_roles(make_url(admin), passwords)
    sys.stdout.write(f"Ready: {', '.join(ROLES)}. Next: flask --app wsgi migrate\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
