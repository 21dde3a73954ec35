"""Guessing passwords: counted at the door, slowed down for longer and longer, and nobody locked out."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accountability.identity import commands, domain
from accountability.identity.domain import FORGOTTEN_AFTER, GUESSES, guessing
from tests.identity.conftest import EMAIL, RIGHT
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import link_to

AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
H, M = timedelta(hours=1), timedelta(minutes=1)
WRONG = RIGHT | {"password": "not the right one"}
KEYS = ("a key of the tests", "an older key")
A_DAY = 260  # wrong passwords that one account has to bear in 24 hours at most, as SECURITY.md says
PERSON = uuid.UUID(int=7)


@pytest.mark.parametrize(("failures", "pause"), [(0, 0), (9, 0), (10, 15), (11, 0), (20, 30), (30, 60), (40, 60), (10_000, 60)])
def test_a_pause_grows_to_an_hour_and_not_beyond(failures: int, pause: int) -> None:
    assert domain.pause_after(failures) == pause * M


def test_a_pause_ends_by_itself() -> None:
    assert domain.must_pause(failures=10, failed_at=AT - 14 * M, at=AT)
    assert not domain.must_pause(failures=10, failed_at=AT - 15 * M, at=AT)
    assert not domain.must_pause(failures=0, failed_at=None, at=AT)


def test_wrong_passwords_of_yesterday_are_forgotten() -> None:
    assert domain.failures_after(failures=9, failed_at=AT - FORGOTTEN_AFTER, at=AT) == 1
    assert domain.failures_after(failures=9, failed_at=AT - FORGOTTEN_AFTER + M, at=AT) == 10
    assert domain.failures_after(failures=0, failed_at=None, at=AT) == 1


def test_a_mark_is_good_for_its_person_its_key_and_its_time_only() -> None:
    mark = domain.mark_device(KEYS[1], PERSON, at=AT)
    assert domain.knows_device(KEYS, mark, PERSON, at=AT)
    assert not domain.knows_device(KEYS, mark, uuid.UUID(int=8), at=AT)
    assert not domain.knows_device(KEYS, mark, None, at=AT)
    assert not domain.knows_device(KEYS[:1], mark, PERSON, at=AT)
    assert not domain.knows_device(KEYS, mark, PERSON, at=AT + 402 * 24 * H)
    assert str(PERSON) not in mark


@pytest.mark.parametrize("mark", ["", "x", "..", "1.2.3", "9" * 400 + ".x.y", "٣.x.\ud7ff"])
def test_a_mark_made_up_is_no_mark(mark: str) -> None:
    assert not domain.knows_device(KEYS, mark, PERSON, at=AT)


def guess_for_a_day(session: Session, accounts: int, guesses: int, at: datetime) -> int:
    """How many of the guesses are looked at, spread evenly over the accounts and over a day."""
    looked_at = 0
    for number in range(guesses):
        when = at + number * timedelta(days=1) / guesses
        try:
            commands.count_guess(session, email=f"{number % accounts}@example.org", mark="", keys=KEYS, at=when)
            looked_at += 1
        except domain.SignInPauses:
            continue
    return looked_at


def test_of_ten_thousand_guesses_no_more_than_promised_are_looked_at(session: Session, at: datetime) -> None:
    assert 4 * 100 < guess_for_a_day(session, 4, 10_000, at) <= 4 * A_DAY


def test_the_same_count_sees_a_pause_that_never_comes(session: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "pause_after", lambda _failures: timedelta())
    assert guess_for_a_day(session, 1, 500, at) > A_DAY


def exhaust(visitor: CheckingClient) -> None:
    for _ in range(GUESSES):
        visitor.post("/sign-in", WRONG, expect=422)


def test_a_mail_link_works_while_the_password_rests(visitor: CheckingClient, database: PinnedDatabase) -> None:
    exhaust(visitor)
    assert "Too many tries" in visitor.post("/sign-in", RIGHT, expect=422).text
    visitor.post("/sign-in/link", {"email": EMAIL})
    visitor.post(link_to(database, EMAIL))
    visitor.get("/account")


def test_coming_in_by_a_mail_link_ends_the_pause(visitor: CheckingClient, database: PinnedDatabase) -> None:
    exhaust(visitor)
    visitor.post("/sign-in/link", {"email": EMAIL})
    visitor.post(link_to(database, EMAIL))
    visitor.post("/sign-out")
    visitor.post("/sign-in", RIGHT)


def test_strangers_do_not_make_a_device_wait_that_was_here_before(mira: CheckingClient, stranger: CheckingClient) -> None:
    mira.post("/sign-out")
    exhaust(stranger)
    assert "Too many tries" in stranger.post("/sign-in", RIGHT, expect=422).text
    mira.post("/sign-in", RIGHT)


def test_a_device_that_was_here_has_no_endless_allowance(mira: CheckingClient, stranger: CheckingClient) -> None:
    mira.post("/sign-out")
    exhaust(mira)
    assert "Too many tries" in mira.post("/sign-in", RIGHT, expect=422).text
    stranger.post("/sign-in", RIGHT)


def test_guesses_spread_over_senders_are_counted_together(visitor: CheckingClient) -> None:
    for number in range(GUESSES):
        visitor.post("/sign-in", WRONG, expect=422, environ_overrides={"REMOTE_ADDR": f"198.51.100.{number}"})
    answer = visitor.post("/sign-in", RIGHT, expect=422, environ_overrides={"REMOTE_ADDR": "203.0.113.1"})
    assert "Too many tries" in answer.text


def test_the_pause_is_told_when_its_owner_is_back(visitor: CheckingClient, told: Callable[[], list[str]]) -> None:
    exhaust(visitor)
    visitor.at += 16 * M
    visitor.post("/sign-in", RIGHT)
    assert told() == ["SignInPaused", "SignedIn"]


def test_a_few_wrong_passwords_are_nobodys_business(visitor: CheckingClient, told: Callable[[], list[str]]) -> None:
    visitor.post("/sign-in", WRONG, expect=422)
    visitor.post("/sign-in", RIGHT)
    assert told() == ["SignedIn"]
