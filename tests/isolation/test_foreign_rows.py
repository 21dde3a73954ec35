"""T9 and T10: keys that lead to another organisation, deletions that reach into one, and keys that tell about one."""

import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from accountability.database import Base
from accountability.tenancy import Directory, Installation, Shared, TenantOwned
from tests.factories.world import Universe
from tests.isolation.catalogue import tenant_tables
from tests.support.databases import TESTS, PostgresDatabase

NAIVE = """
    CREATE TABLE parent (organisation_id uuid, id uuid PRIMARY KEY);
    CREATE TABLE child (organisation_id uuid, id uuid PRIMARY KEY, parent_id uuid REFERENCES parent (id) ON DELETE CASCADE)
"""
WALL = """
    ALTER TABLE {0} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY, OWNER TO accountability_owner;
    CREATE POLICY own_rows ON {0} USING (organisation_id = current_setting('app.organisation')::uuid);
    GRANT SELECT, INSERT, DELETE ON {0} TO accountability_tests
"""
# Nobody types and nobody guesses what is random, or the hash of something random.
RANDOM = ("_id", "_hash", "_key")
# What a stranger could try out: why the answer tells nothing.
ANSWERED_NEUTRALLY = {
    "person_email_is_taken": "signing up answers the same for a known and an unknown address",
    "receipt_prefix_is_taken": "chosen at random by the server, tried again until one is free",
    "survey_address_pkey": "128 random bits chosen by the server",
    "sign_in_address_pkey": "random bits chosen by the server",
    "standard_pack_current_is_one": "no organisation's: operators publish, and everybody may see which version is current",
}


def act_as(connection: Connection, organisation_id: uuid.UUID) -> None:
    connection.execute(sa.text("SELECT set_config('app.organisation', :us, true)"), {"us": str(organisation_id)})


@pytest.fixture
def two(universe: Universe) -> tuple[uuid.UUID, uuid.UUID]:
    return universe.worlds["A1"].tenant.organisation_id, universe.worlds["B1"].tenant.organisation_id


def test_every_key_between_tenant_tables_carries_the_organisation(administrator: Connection, universe: Universe) -> None:
    """Asked of the catalogue: a row that points at another organisation's row cannot be written at all."""
    unscoped = sa.text(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (:tables ::regclass[]) "
        "AND confrelid = ANY (:tables ::regclass[]) AND confrelid <> 'organisation'::regclass AND NOT EXISTS ("
        "SELECT FROM pg_attribute a WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey) "
        "AND a.attname IN ('organisation_id', 'convenor_id'))"
    )
    asked = {"tables": tenant_tables()}
    assert administrator.scalars(unscoped, asked).all() == []
    administrator.exec_driver_sql(
        "ALTER TABLE survey ADD UNIQUE (id); ALTER TABLE theme ADD FOREIGN KEY (survey_id) REFERENCES survey (id)"
    )
    assert administrator.scalars(unscoped, asked).all() == ["theme_survey_id_fkey"]


def test_a_child_of_a_foreign_parent_is_refused(real: PostgresDatabase, two: tuple[uuid.UUID, uuid.UUID]) -> None:
    ours, theirs = two
    with real.as_role(TESTS).engine.connect() as connection:
        act_as(connection, theirs)
        survey_id = connection.scalars(sa.text("SELECT id FROM survey")).first()
        act_as(connection, ours)
        made = sa.text(
            "INSERT INTO theme (organisation_id, id, survey_id, heard, people)"
            " VALUES (:us, gen_random_uuid(), :survey, 'Whose?', 'many')"
        )
        with pytest.raises(IntegrityError):
            connection.execute(made, {"us": ours, "survey": survey_id})


def test_a_row_of_another_organisation_cannot_be_written_or_removed(
    real: PostgresDatabase, two: tuple[uuid.UUID, uuid.UUID]
) -> None:
    ours, theirs = two
    with real.as_role(TESTS).engine.connect() as connection:
        act_as(connection, ours)
        for table in tenant_tables():
            try:
                with connection.begin_nested():
                    assert (
                        connection.execute(sa.text(f"DELETE FROM {table} WHERE organisation_id = :them"), {"them": theirs}).rowcount
                        == 0
                    )
            except DBAPIError as refused:
                pytest.fail(f"{table}: {refused}")
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(sa.text("UPDATE survey SET organisation_id = :them"), {"them": theirs})


def test_a_plain_key_lets_a_foreign_deletion_reach_our_rows(administrator: Connection, two: tuple[uuid.UUID, uuid.UUID]) -> None:
    """The planted design: keys without the organisation pass by the wall, and so does what they remove."""
    ours, theirs = two
    parent = uuid.uuid4()
    administrator.exec_driver_sql(NAIVE)
    for table in ("parent", "child"):
        administrator.exec_driver_sql(WALL.format(table))
    administrator.exec_driver_sql(f"SET LOCAL ROLE {TESTS}")
    act_as(administrator, theirs)
    administrator.execute(sa.text("INSERT INTO parent VALUES (:them, :id)"), {"them": theirs, "id": parent})
    act_as(administrator, ours)
    administrator.execute(sa.text("INSERT INTO child VALUES (:us, gen_random_uuid(), :parent)"), {"us": ours, "parent": parent})
    act_as(administrator, theirs)
    administrator.execute(sa.text("DELETE FROM parent"))
    act_as(administrator, ours)
    assert administrator.scalar(sa.text("SELECT count(*) FROM child")) == 0


def unique_keys(kinds: tuple[type, ...]) -> dict[str, list[str]]:
    """Name of each unique key of these kinds of tables → its columns."""
    tables = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, kinds)]
    found: dict[str, list[str]] = {}
    for table in tables:
        keys = [key for key in table.constraints if isinstance(key, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]  # type: ignore[attr-defined]
        found |= {str(key.name): [column.name for column in key.columns] for key in keys}
        found |= {str(index.name): [column.name for column in index.columns] for index in table.indexes if index.unique}  # type: ignore[attr-defined]
    return found


def telling(keys: dict[str, list[str]]) -> list[str]:
    """Keys by which one organisation could learn what another one holds."""
    return sorted(name for name, columns in keys.items() if not set(columns) & {"organisation_id", "convenor_id"})


def test_unique_keys_of_organisations_begin_with_the_organisation() -> None:
    for name, columns in unique_keys((TenantOwned, Shared)).items():
        assert columns[0] in {"organisation_id", "convenor_id"}, name
    assert telling({"planted": ["slug"]}) == ["planted"]


def test_other_unique_keys_are_random_or_answered_neutrally() -> None:
    guessable = {name for name, columns in unique_keys((Directory, Installation)).items() if not has_random(columns)}
    assert guessable == set(ANSWERED_NEUTRALLY)


def has_random(columns: list[str]) -> bool:
    """Whether somebody who tries values would have to guess a random one."""
    return any(column == "id" or column.endswith(RANDOM) for column in columns)
