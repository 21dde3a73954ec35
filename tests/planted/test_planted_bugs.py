"""A sample of the planted faults is caught in every run of the tests; `make planted-bugs` plants them all."""

import ast
from pathlib import Path

import pytest

from tests.planted.bug import ROOT, Bug, copy_tree, is_caught, run_tests
from tests.planted.bugs import BUGS

EVERY = 31  # the sample: seven of them, for a minute of every run


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code to plant in."""
    return copy_tree(tmp_path_factory.mktemp("tree"))


def test_there_are_two_hundred_faults_each_of_its_own() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 200
    assert len({(bug.file, bug.old, bug.new) for bug in BUGS}) == len(BUGS)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_fault_still_has_its_place_and_is_no_mere_typing_mistake(bug: Bug) -> None:
    text = bug.planted_in((ROOT / bug.file).read_text())
    if bug.file.endswith(".py"):
        ast.parse(text)
    assert [each for each in bug.tests if (ROOT / each.split("::")[0]).exists()] == list(bug.tests)


@pytest.mark.parametrize("bug", BUGS[::EVERY], ids=lambda bug: bug.name)
def test_a_sample_of_the_faults_is_caught(bug: Bug, tree: Path, postgres_server: str) -> None:
    assert is_caught(bug, tree, postgres=postgres_server)


def test_code_without_a_fault_is_not_caught(tree: Path, postgres_server: str) -> None:
    assert run_tests(tree, BUGS[0].tests, postgres=postgres_server).returncode == 0
