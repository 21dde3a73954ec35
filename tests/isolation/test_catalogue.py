"""T8: the catalogue itself is asked whether every wall stands; every hole is planted once and seen."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from accountability.database import Base
from accountability.tenancy import Shared
from tests.isolation.catalogue import list_faults, tenant_tables

PLANTED = {
    "does not stand": "ALTER TABLE survey DISABLE ROW LEVEL SECURITY",
    "not before the owner": "ALTER TABLE rating NO FORCE ROW LEVEL SECURITY",
    "may be seen": "DROP POLICY own_rows ON member",
    "may be written": "DROP POLICY one_side_makes ON round_member",
    "writes without": "CREATE POLICY planted ON theme FOR INSERT WITH CHECK (true)",
    "rows of all": "CREATE POLICY planted ON theme FOR SELECT USING (true)",
    "rows of all (": "CREATE POLICY planted ON response FOR SELECT TO accountability_web "
    "USING (current_setting('app.across_tenants', true) = 'on')",
    "past the wall": "ALTER ROLE accountability_intake BYPASSRLS",
    "become another": "GRANT accountability_owner TO accountability_web",
    "owns something": "ALTER TABLE survey OWNER TO accountability_worker",
    "owner's eyes": "CREATE VIEW planted AS SELECT * FROM member",
    "owner's rights": "CREATE FUNCTION planted() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM member'",
    "empty a table": "GRANT TRUNCATE ON survey TO accountability_web",
    "refer to it": "GRANT REFERENCES ON survey TO accountability_worker",
    "handed on": "GRANT SELECT ON survey TO accountability_web WITH GRANT OPTION",
    "is everybody's": "GRANT SELECT ON survey TO PUBLIC",
    "make things": "GRANT CREATE ON SCHEMA public TO PUBLIC",
    "call a function": "GRANT EXECUTE ON FUNCTION hold_columns() TO PUBLIC",
    "record holds": "GRANT UPDATE ON journal_entry TO accountability_web",
}


def test_every_tenant_table_has_its_wall_and_nobody_a_way_around(administrator: Connection) -> None:
    assert list_faults(administrator, tenant_tables()) == []


@pytest.mark.parametrize("words", PLANTED)
def test_a_planted_hole_is_seen(administrator: Connection, words: str) -> None:
    administrator.exec_driver_sql(PLANTED[words])
    assert [fault for fault in list_faults(administrator, tenant_tables()) if words.removesuffix(" (") in fault]


def test_a_table_that_nobody_placed_is_seen(administrator: Connection) -> None:
    administrator.exec_driver_sql("CREATE TABLE planted (organisation_id uuid, id uuid, PRIMARY KEY (organisation_id, id))")
    assert [fault for fault in list_faults(administrator, [*tenant_tables(), "planted"]) if fault.startswith("planted")]


def test_both_walls_know_the_same_sides_of_shared_rows(administrator: Connection) -> None:
    asked = sa.text("SELECT encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'hold_columns' AND tgrelid = to_regclass(:t)")
    for mapper in (mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Shared)):
        shared, table = mapper.class_, Base.metadata.tables[mapper.class_.__tablename__]
        convenors, members = administrator.scalar(asked, {"t": table.name}).split("\\000")[:2]
        assert (set(convenors.split(",")), set(members.split(","))) == (shared.of_convenor, shared.of_member)
        keys = {column.name for column in table.primary_key}
        assert shared.of_convenor | shared.of_member | keys >= set(table.columns.keys()) - {"network_id"}


def test_every_table_is_for_somebody(administrator: Connection) -> None:
    """A table without any grant was forgotten in the migration that made it."""
    asked = "SELECT DISTINCT table_name FROM information_schema.role_table_grants WHERE grantee LIKE 'accountability%'"
    granted = set(administrator.scalars(sa.text(asked + " AND grantee NOT IN ('accountability_owner', 'accountability_tests')")))
    assert set(Base.metadata.tables) - granted == set()
