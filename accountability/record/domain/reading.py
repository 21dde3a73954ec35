"""Reading the record: which part of it, and in which form it may leave."""

import enum
import uuid
from dataclasses import dataclass
from datetime import date

from accountability.fact import Fact

PER_PAGE = 50
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


class Area(enum.Enum):
    """What an entry is about, for those who look for something."""

    ORGANISATION = "organisation"
    SIGN_IN = "sign-in"
    OPERATOR = "operator"
    ASSESSMENT = "assessment"
    EVIDENCE = "evidence"
    SURVEY = "survey"
    REPLY = "reply"
    PLAN = "plan"
    NETWORK = "network"
    BENCHMARK = "benchmark"
    RECORD = "record"


class Format(enum.Enum):
    """How the record may leave: for a spreadsheet, or line by line with all that verifying it needs."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which entries to show; None: all. `month` is its first day, `page` counts from 1."""

    month: date | None = None
    area: Area | None = None
    member_id: uuid.UUID | None = None
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class RecordExported(Fact):
    """An owner took the record out."""

    form: Format


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from one day to another, the newest first."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in reversed(months)]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell
