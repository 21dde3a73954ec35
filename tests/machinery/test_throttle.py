"""Limits hold, and nobody's address stands in them."""

import pytest

from accountability.throttle import Throttle, TooMany


def test_the_limit_holds_for_each_by_themselves() -> None:
    throttle = Throttle()
    throttle.knock("door", "192.0.2.7", "2/minute")
    throttle.knock("door", "192.0.2.7", "2/minute")
    with pytest.raises(TooMany) as caught:
        throttle.knock("door", "192.0.2.7", "2/minute")
    assert 0 < caught.value.seconds <= 60
    throttle.knock("door", "192.0.2.8", "2/minute")
    throttle.knock("other door", "192.0.2.7", "2/minute")


def test_no_address_is_kept() -> None:
    throttle = Throttle()
    throttle.knock("door", "192.0.2.7", "2/minute")
    assert "192.0.2.7" not in repr(throttle._limiter.storage.__dict__)


def test_the_key_changes_within_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    throttle = Throttle()
    first = throttle._hash("192.0.2.7")
    assert throttle._hash("192.0.2.7") == first
    monkeypatch.setattr(throttle, "_born", throttle._born - 601)
    assert throttle._hash("192.0.2.7") != first


def test_a_dead_store_neither_opens_nor_closes_the_door() -> None:
    throttle = Throttle("redis://127.0.0.1:1/0")
    throttle.knock("door", "192.0.2.7", "1/minute")
    with pytest.raises(TooMany):
        throttle.knock("door", "192.0.2.7", "1/minute")
