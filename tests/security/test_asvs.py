"""The table of the verification standard is whole, and everything it points at is there."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.security.asvs import ROOT, Row, exists, list_faults, read_table, sum_up

HERE = "tests/security/test_asvs.py"


def test_the_table_is_whole_and_points_at_what_is_there() -> None:
    assert not list_faults(read_table())


def test_it_says_how_much_is_met() -> None:
    assert [line.split()[:2] for line in sum_up(read_table()).splitlines()[1:3]] == [["all", "277"], ["V1", "29"]]


def changed(row: int, **fields: object) -> list[Row]:
    rows = read_table()
    rows[row] = replace(rows[row], **fields)  # type: ignore[arg-type]
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        read_table()[1:],
        [*read_table()[1:], read_table()[1]],
        [*read_table(), read_table()[-1]],
        changed(0, evidence=(f"{HERE}::test_that_never_was",)),
        changed(0, evidence=("SECURITY.md#a-heading-that-never-was",)),
        changed(0, evidence=("tests/security/test_nothing.py::test_x",)),
        changed(0, status="met", evidence=()),
        changed(0, status="open", note=""),
        changed(0, status="done"),
        changed(0, level="2" if read_table()[0].level == "1" else "1"),
        changed(0, requirement="V6.3.5", level="3"),
    ],
)
def test_a_planted_fault_is_seen(rows: list[Row]) -> None:
    assert list_faults(rows)


def test_only_functions_count_as_tests_and_only_headings_as_lines(tmp_path: Path) -> None:
    assert exists(f"{HERE}::test_it_says_how_much_is_met")
    assert exists("SECURITY.md#what-is-not-promised-yet")
    assert not exists(f"{HERE}::changed")
    assert not exists("SECURITY.md#security.md")
    assert not exists(str(ROOT / HERE))
