"""A search through everything an installation keeps: files, logs, raw database pages with the write-ahead log, rows as text."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime

from tests.journeys.site import Site

ISO = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)((?::\d\d(?:\.\d+)?)?)")
ACCESS_LOG = re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d")
EPOCH = re.compile(r"(?<![\d.])(\d{10})(?:\.\d+)?(?![\d.])")
TIMED_ID = re.compile(r"(?<![0-9a-f])([0-9a-f]{8})-?([0-9a-f]{4})-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(?![0-9a-f])")
MINUTE = "%Y-%m-%d %H:%M"


def everything_in(site: Site) -> dict[str, str]:
    """Place → text: every file below the site's folder as it lies on the disk, and every row of its databases."""
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    kept = {str(path.relative_to(site.folder)): path.read_bytes().decode("latin-1") for path in files}
    return kept | {f"rows of {path.name}": _rows(str(path)) for path in files if path.suffix == ".db"}


def _rows(path: str) -> str:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump())


def find_marks(site: Site, marks: Iterable[str]) -> list[str]:
    """Where a word is kept, as "place: word"."""
    return [f"{place}: {mark}" for place, text in everything_in(site).items() for mark in marks if mark in text]


def find_moments(site: Site) -> set[tuple[str, str]]:
    """Every moment kept anywhere, as (minute, how it is written): dates with times, log stamps, seconds since 1970, timed ids.

    A whole hour without minutes is not a moment: the intake keeps it so that a flood can be discarded.
    """
    return {found for text in everything_in(site).values() for found in _moments(text)}


def _moments(text: str) -> Iterator[tuple[str, str]]:
    for found in ISO.finditer(text):
        day, minute, rest = found.groups()
        if minute[3:] != "00" or rest.strip(":.0"):
            yield f"{day} {minute}", found.group()
    for found in ACCESS_LOG.finditer(text):
        yield datetime.strptime(found.group(), "%d/%b/%Y:%H:%M").replace(tzinfo=UTC).strftime(MINUTE), found.group()
    for found in EPOCH.finditer(text):
        yield _minute(int(found.group(1))), found.group()
    for found in TIMED_ID.finditer(text):
        yield _minute(int("".join(found.groups()), 16) / 1000), found.group()


def _minute(seconds: float) -> str:
    """The minute in UTC; ids from elsewhere that only look timed may lie beyond the calendar."""
    return datetime.fromtimestamp(min(seconds, 32_503_680_000), UTC).strftime(MINUTE)
