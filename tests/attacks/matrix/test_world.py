"""The World holds one of everything in every organisation, and stays as it was made."""

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask

from accountability.access import Role
from accountability.database import Base, load_models
from accountability.tenancy import Shared, TenantOwned
from tests.attacks.matrix.addresses import Route
from tests.attacks.matrix.asking import Asker, Who
from tests.attacks.matrix.rows import Row, owner_columns, plain
from tests.factories.world import Universe
from tests.support.routes import rules

load_models()
TENANTS = {
    mapper.local_table.name  # type: ignore[attr-defined]
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, TenantOwned | Shared)
}


def missing(rows: Iterable[Row], universe: Universe, tables: set[str]) -> list[str]:
    """Tables without a row of one of the organisations, each with what to do."""
    held = {(row.table, owner) for row in rows for owner in row.organisations}
    return [
        f"{table}: tests/factories/world puts no row into {key}; make one there"
        for table in sorted(tables)
        for key, world in universe.worlds.items()
        if (table, plain(world.tenant.organisation_id)) not in held
    ]


def without_value(app: Flask, universe: Universe) -> list[str]:
    """Places in addresses for which the World holds nothing, each with what to do."""
    found = [Route(method, rule.rule, rule.endpoint) for method in ("GET", "POST") for rule in rules(app, method)]
    return [f"{route}: {fault}" for route in found for world in universe.worlds.values() if (fault := route.missing_in(world))]


def test_every_table_of_tenants_has_a_row_in_every_organisation(asker: Asker, universe: Universe) -> None:
    assert not missing(asker.rows, universe, TENANTS)


def test_a_planted_table_without_rows_is_named(asker: Asker, universe: Universe) -> None:
    assert "planted: tests/factories/world puts no row into A1; make one there" in missing(asker.rows, universe, {"planted"})


def test_every_place_in_an_address_has_a_value(app: Flask, constituents_app: Flask, universe: Universe) -> None:
    assert not [*without_value(app, universe), *without_value(constituents_app, universe)]


def test_a_planted_place_without_value_is_named(config: Any, universe: Universe) -> None:
    planted = Flask("planted")
    planted.add_url_rule("/planted/<uuid:planted_id>", endpoint="planted.show", view_func=str)
    assert any("planted.show.planted_id: tests/factories/world holds no value" in each for each in without_value(planted, universe))


@pytest.mark.parametrize("role", Role)
def test_every_role_of_every_organisation_can_sign_in(asker: Asker, role: Role) -> None:
    answers = [asker.ask(Who(key, role), "GET", "/assessments") for key in asker.universe.worlds]
    assert not [answer for answer in answers if answer.status not in {200, 403}]


def test_all_tables_are_read(asker: Asker) -> None:
    assert set(owner_columns()) == set(Base.metadata.tables)


def test_rows_are_told_apart_by_who_may_see_them(asker: Asker, universe: Universe) -> None:
    owner, other = asker.actor(Who("A1", Role.OWNER)), asker.actor(Who("A1", Role.VIEWER))
    seen = [row for row in asker.rows if row.is_seen_by(owner)]
    assert {row.table for row in seen} >= TENANTS | {"membership", "person", "sign_in_session"}
    assert not [row for row in seen if row.person and row.is_seen_by(other)]
    neighbours = {plain(world.tenant.organisation_id) for key, world in universe.worlds.items() if key.startswith("B")}
    assert not [row for row in seen if row.organisations & neighbours]


def test_a_planted_change_is_seen(asker: Asker) -> None:
    assert not asker.changes()
    asker.database.connection.exec_driver_sql("UPDATE survey SET title = 'Other'")
    assert {row.table for row in asker.changes()} == {"survey"}
