"""Words for migrations that add a table: the wall between tenants, and who may do what. A word that is used stays as it is.

The same walls and roles as in 0012, which were set for all tables that there were.
"""

from alembic import op

ROLES = {name: f"accountability_{name}" for name in ("web", "worker", "benchmark", "intake")}
VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
US = "(SELECT NULLIF(current_setting('app.organisation', true), '')::uuid)"


def guard(table: str, *, web: str = "", worker: str = "", benchmark: str = "", intake: str = "") -> None:
    """Rows of one organisation: walled, and granted by letters (Select, Insert, Update, Delete) to each role."""
    if not _has_walls():
        return
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_rows ON {table} USING (organisation_id = {US}) WITH CHECK (organisation_id = {US})")
    grant(table, web=web, worker=worker, benchmark=benchmark, intake=intake)


def grant(table: str, *, web: str = "", worker: str = "", benchmark: str = "", intake: str = "") -> None:
    """What each role may do with a table, by letters; for tables of the installation, which have no wall."""
    if not _has_walls():
        return
    for role, may in (("web", web), ("worker", worker), ("benchmark", benchmark), ("intake", intake)):
        if may:
            op.execute(f"GRANT {', '.join(VERBS[letter] for letter in may)} ON {table} TO {ROLES[role]}")


def let_worker_look(table: str) -> None:
    """The worker may see which organisations have work due in this table, while `app.across_tenants` says so."""
    if _has_walls():
        may = "USING (current_setting('app.across_tenants', true) = 'on')"
        op.execute(f"CREATE POLICY worker_looks ON {table} FOR SELECT TO {ROLES['worker']} {may}")


def before_the_wall(table: str, *, while_doing: str) -> None:
    """Run one statement as the owner over the rows of all organisations, which FORCE would hide."""
    if _has_walls():
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(while_doing)
    if _has_walls():
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _has_walls() -> bool:
    return op.get_bind().dialect.name == "postgresql"
