"""When a grant is open, and what reason it needs."""

from datetime import UTC, datetime, timedelta

import pytest

from accountability.operating import domain
from accountability.operating.domain import Length, check_reason, is_open

AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize("length", Length)
def test_a_grant_is_open_until_its_time_is_over(length: Length) -> None:
    lapses_at = AT + length.time
    assert is_open(lapses_at=lapses_at, ended_at=None, at=lapses_at - timedelta(seconds=1))
    assert not is_open(lapses_at=lapses_at, ended_at=None, at=lapses_at)


def test_a_grant_that_was_ended_is_not_open() -> None:
    assert not is_open(lapses_at=AT + timedelta(hours=1), ended_at=AT, at=AT)


def test_a_reason_is_tidied() -> None:
    assert check_reason("  The page \n stays empty ") == "The page stays empty"


@pytest.mark.parametrize(("reason", "refusal"), [(" \n", domain.ReasonIsMissing), ("x" * 501, domain.ReasonIsTooLong)])
def test_a_grant_needs_a_reason_of_some_length(reason: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_reason(reason)
