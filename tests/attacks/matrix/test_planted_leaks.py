"""Pages that leak are found: otherwise a matrix without leaks would say nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from accountability.access import Role
from tests.attacks.matrix.asking import Asker, Who
from tests.attacks.matrix.bodies import Bodies
from tests.attacks.matrix.crossing import Crossing
from tests.attacks.matrix.planted import planted_app
from tests.factories.world import Universe
from tests.support.databases import PinnedDatabase, without_orm_guard, without_row_level_security

on_postgresql = pytest.mark.parametrize("filled", ["postgresql"], indirect=True)
OWNER = Who("A1", Role.OWNER)
FOUND = {
    "/planted/read/": {"existence", "content"},
    "/planted/child/": {"existence", "content"},
    "/planted/status/": {"existence"},
    "/planted/write/": {"write"},
}


@pytest.fixture
def planted(config: Any, database: PinnedDatabase, universe: Universe) -> Asker:
    return Asker(planted_app(config, database), universe, database)


@pytest.fixture
def without_database_wall(database: PinnedDatabase) -> Iterator[None]:
    """PostgreSQL would hold what is planted; it must be found where only the application could."""
    with without_row_level_security(database):
        yield


def leaks(asker: Asker, prefix: str) -> set[str]:
    """What kinds of leaks the matrix finds below a path."""
    crossing = Crossing(asker)
    for route in crossing.routes():
        if route.rule.startswith(prefix):
            crossing.cross(OWNER, route)
    return {leak.kind for leak in crossing.leaks}


@pytest.mark.usefixtures("without_database_wall")
@pytest.mark.parametrize(("prefix", "kinds"), FOUND.items())
def test_a_planted_leak_is_found(planted: Asker, prefix: str, kinds: set[str]) -> None:
    assert leaks(planted, prefix) == kinds


def test_a_planted_query_without_filter_is_found_without_walls(planted: Asker, database: PinnedDatabase) -> None:
    with without_orm_guard(), without_row_level_security(database):
        assert leaks(planted, "/planted/unscoped/") == {"existence", "content"}


def test_a_planted_query_without_filter_is_held_by_the_application_alone(planted: Asker, database: PinnedDatabase) -> None:
    with without_row_level_security(database):
        assert not leaks(planted, "/planted/unscoped/")


@on_postgresql
@pytest.mark.parametrize(
    "prefix", ["/planted/unscoped/", "/planted/read/", "/planted/child/", "/planted/status/", "/planted/write/"]
)
def test_what_is_planted_is_held_by_the_database_alone(planted: Asker, prefix: str) -> None:
    with without_orm_guard():
        assert not leaks(planted, prefix)


@pytest.mark.usefixtures("without_database_wall")
@pytest.mark.parametrize(("method", "rule"), [("POST", "/planted/body"), ("GET", "/planted/question")])
def test_a_planted_leak_through_what_people_send_is_found(planted: Asker, method: str, rule: str) -> None:
    bodies = Bodies(planted)
    (route,) = [route for route in bodies.routes(method) if route.rule == rule]
    bodies.cross("A1", route)
    assert "existence" in {leak.kind for leak in bodies.leaks}
