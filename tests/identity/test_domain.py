"""When a sign-in lapses and when an account rests."""

from datetime import UTC, datetime, timedelta

import pytest

from accountability.identity import domain

AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
H, M = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("started", "seen", "lapsed"),
    [(0 * H, 0 * M, False), (11 * H, 59 * M, False), (2 * H, 61 * M, True), (12 * H + M, 1 * M, True), (12 * H, 60 * M, False)],
)
def test_a_sign_in_lapses_when_idle_or_old(started: timedelta, seen: timedelta, lapsed: bool) -> None:
    assert domain.has_lapsed(started_at=AT - started, seen_at=AT - seen, at=AT) is lapsed


def test_seen_is_written_every_five_minutes_at_most() -> None:
    assert not domain.is_seen_long_ago(AT - 4 * M, at=AT)
    assert domain.is_seen_long_ago(AT - 5 * M, at=AT)
