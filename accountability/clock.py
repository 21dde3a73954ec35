"""The only place that reads the time. Everything below web, jobs and the command line gets the time passed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The current moment, timezone-aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The current date in UTC."""
    return now().date()


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Stand still at `at` inside the block; the demo region and the tests live in times of their own."""
    token = _fixed.set(at)
    try:
        yield
    finally:
        _fixed.reset(token)
