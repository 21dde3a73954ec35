"""What a planted fault is, and what happens when the tests meet it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAILED = 1  # pytest's answer when tests ran and at least one failed; a fault that breaks the import answers otherwise
LEFT_OUT = (".*", "__pycache__", "build", "instance")
PATIENCE = 900  # seconds; a fault that makes a test hang is noticed, too, but does not count as caught


@dataclass(frozen=True, kw_only=True)
class Bug:
    """A fault: in `file`, the only `old` becomes `new`. `tests` are the paths, files or ids that must notice."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted_in(self, text: str) -> str:
        """The file's text with the fault in it."""
        found = text.count(self.old)
        if found != 1:
            raise LookupError(f"{self.name}: its place was found {found} times in {self.file}")
        return text.replace(self.old, self.new)


def run_tests(tree: Path, tests: tuple[str, ...], *, postgres: str, patience: int = PATIENCE) -> subprocess.CompletedProcess[str]:
    """Run the tests in a copy of the code; stops at the first that fails, and after `patience` seconds.

    `postgres` is a server's address; "" lets the tests start servers of their own.
    """
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", *tests],
        cwd=tree,
        env={"PATH": os.environ["PATH"], "TEST_POSTGRES_URL": postgres, "HOME": str(tree)},
        capture_output=True,
        text=True,
        timeout=patience,
    )


def is_caught(bug: Bug, tree: Path, *, postgres: str) -> bool:
    """Plant the fault in the copy, run its tests, take it out again."""
    path = tree / bug.file
    sound = path.read_text()
    path.write_text(bug.planted_in(sound))
    try:
        return run_tests(tree, bug.tests, postgres=postgres).returncode == FAILED
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(sound)


def copy_tree(to: Path) -> Path:
    """A copy of the code as it stands."""
    return Path(shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True))
