"""Reads the question bank. It ships with the software, so it is read once per process."""

from functools import cache
from pathlib import Path

import yaml

from accountability.survey.domain import BankQuestion, read_bank

STARTER = Path(__file__).parent.parent / "bank" / "starter.yaml"


def list_bank_questions() -> list[BankQuestion]:
    """All questions of the starter bank, in its order."""
    return list(_read(STARTER))


@cache
def _read(file: Path) -> tuple[BankQuestion, ...]:
    return read_bank(yaml.safe_load(file.read_text(encoding="utf-8"))["questions"])
