"""The written table of who may use which route is what the apps do, line by line."""

import pytest

from tests.attacks.matrix.asking import Asker
from tests.attacks.matrix.permissions import Row, all_routes, measure, read_table

# Who may do what is decided without the database; one of them is enough for the whole table.
pytestmark = pytest.mark.parametrize("filled", ["postgresql"], indirect=True)


def measured(asker: Asker, public: Asker) -> dict[str, Row]:
    staff = [measure(asker, route) for route in all_routes(asker)]
    return {row.name: row for row in [*staff, *(measure(public, route, prefix="/s") for route in all_routes(public))]}


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


def test_the_written_table_is_what_the_apps_do(asker: Asker, public: Asker) -> None:
    assert not differences(read_table(), measured(asker, public))
    assert not asker.changes()
