"""Imports go one way: the contracts hold, and each is seen red on a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTED = {
    "Imports go one way": ("accountability/identity/domain/people.py", "import accountability.organisation.domain"),
    "Inside a capability": ("accountability/organisation/queries/membership.py", "import accountability.organisation.commands"),
    "The domain is pure": ("accountability/organisation/domain/membership.py", "import accountability.clock"),
    "Forms are pure": ("forms/identity/people.py", "import accountability.identity.queries"),
    "What stores, reads and changes": ("accountability/identity/commands/people.py", "import flask"),
}


def broken_contracts(root: Path) -> str:
    """What import-linter says of the tree, empty when all contracts are kept."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    said = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(root), "COLUMNS": "500"}
    )
    return "" if said.returncode == 0 else said.stdout


def test_the_contracts_hold() -> None:
    assert broken_contracts(ROOT) == ""


@pytest.mark.parametrize(("contract", "planted"), PLANTED.items())
def test_each_contract_catches_a_planted_violation(contract: str, planted: tuple[str, str], tmp_path: Path) -> None:
    for name in ("accountability", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "packs"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path, line = planted
    (tmp_path / path).write_text((tmp_path / path).read_text() + f"\n{line}\n")
    assert f"{contract}" in " ".join(broken_contracts(tmp_path).split("Broken contracts")[-1].split())


def test_a_new_folder_must_be_placed(tmp_path: Path) -> None:
    for name in ("accountability", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "packs"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "accountability" / "misc").mkdir()
    (tmp_path / "accountability" / "misc" / "__init__.py").touch()
    assert "accountability.misc" in broken_contracts(tmp_path)
