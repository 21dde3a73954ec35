"""The written table of who may use which route is what the apps do, line by line."""

from dataclasses import replace

import pytest

from tests.attacks.matrix.asking import Asker
from tests.attacks.matrix.permissions import Row, measure_all, read_table

# Who may do what is decided without the database; one of them is enough for the whole table.
on_one_database = pytest.mark.parametrize("filled", ["postgresql"], indirect=True)


def differences(written: dict[str, Row], found: dict[str, Row]) -> list[str]:
    """Lines that are missing, have no route, or say something else than the app does."""
    return [
        *(f"missing in permissions.csv, add: {found[name].as_text}" for name in found.keys() - written.keys()),
        *(f"in permissions.csv without a route: {name}" for name in written.keys() - found.keys()),
        *(
            f"{name}: written {written[name].as_text}, but the app does {found[name].as_text}"
            for name in found.keys() & written.keys()
            if found[name] != written[name]
        ),
    ]


@on_one_database
def test_the_written_table_is_what_the_apps_do(asker: Asker, public: Asker) -> None:
    assert not differences(read_table(), {row.name: row for row in measure_all(asker, public)})
    assert not asker.changes()


def test_a_line_that_is_missing_wrong_or_too_many_is_named() -> None:
    written = read_table()
    name, row = next((name, row) for name, row in written.items() if ("viewer", "no") in row.allowed)
    turned = replace(row, allowed=tuple((role, "yes") for role, _ in row.allowed))
    assert "missing" in differences({}, {name: row})[0]
    assert "without a route" in differences({name: row}, {})[0]
    assert "but the app does" in differences({name: turned}, {name: row})[0]


def test_every_route_opens_for_somebody() -> None:
    closed = {name for name, row in read_table().items() if "yes" not in dict(row.allowed).values()}
    # Operators in their own organisation have no column; tests/standard/test_routes.py opens theirs.
    closed = {name for name in closed if not name.partition(" ")[2].startswith("/standard/")}
    assert closed == {"GET /sign-in/again"}  # for those whom the organisation's own provider let in
