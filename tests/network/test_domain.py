"""Dates, steps, invitations: what a network and a round are on paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from accountability.network import domain
from accountability.network.domain import Consent, Phase, Progress, RoundDates, RoundPlan, Step

DATES = RoundDates(opens_on=date(2026, 5, 1), closes_on=date(2026, 5, 31), publishes_on=date(2026, 6, 30))
GIVEN = Consent(given_at=datetime(2026, 5, 2, tzinfo=UTC), revoked_at=None)
NOT_GIVEN = Consent(given_at=None, revoked_at=None)


def _plan(opens: int, closes: int, publishes: int | None = None) -> RoundPlan:
    return RoundPlan(
        name="2026",
        opens_on=date(2026, 5, opens),
        closes_on=date(2026, 5, closes),
        publishes_on=date(2026, 5, publishes) if publishes else None,
    )


def test_results_come_30_days_after_closing_unless_said_otherwise() -> None:
    assert domain.plan_dates(_plan(1, 31), today=date(2026, 5, 1)) == DATES
    assert domain.plan_dates(_plan(1, 20, 21), today=date(2026, 5, 1)).publishes_on == date(2026, 5, 21)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (_plan(1, 20), domain.OpensInThePast),
        (_plan(5, 4), domain.ClosesBeforeItOpens),
        (replace(_plan(5, 9), closes_on=date.max), domain.PublishesBeforeItCloses),
        (_plan(5, 9, 9), domain.PublishesBeforeItCloses),
    ],
)
def test_impossible_dates_are_refused(plan: RoundPlan, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        domain.plan_dates(plan, today=date(2026, 5, 2))


def _extend(closes: date, publishes: date, today: date) -> RoundDates:
    return domain.extend_dates(DATES, closes_on=closes, publishes_on=publishes, today=today)


def test_dates_move_later_before_they_have_come() -> None:
    assert _extend(date(2026, 6, 5), DATES.publishes_on, date(2026, 5, 31)).closes_on == date(2026, 6, 5)
    assert _extend(DATES.closes_on, date(2026, 7, 9), date(2026, 6, 29)).publishes_on == date(2026, 7, 9)


@pytest.mark.parametrize(
    ("closes", "publishes", "today", "refusal"),
    [
        (date(2026, 5, 30), DATES.publishes_on, date(2026, 5, 2), domain.DatesOnlyMoveLater),
        (DATES.closes_on, date(2026, 6, 29), date(2026, 5, 2), domain.DatesOnlyMoveLater),
        (DATES.closes_on, DATES.publishes_on, date(2026, 5, 2), domain.DatesOnlyMoveLater),
        (date(2026, 6, 5), DATES.publishes_on, date(2026, 6, 1), domain.ClosingDateHasPassed),
        (DATES.closes_on, date(2026, 7, 9), date(2026, 6, 30), domain.PublicationDateHasPassed),
        (date(2026, 6, 30), DATES.publishes_on, date(2026, 5, 2), domain.PublishesBeforeItCloses),
    ],
)
def test_dates_never_become_earlier_or_move_after_they_came(
    closes: date, publishes: date, today: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _extend(closes, publishes, today)


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 4, 30), Phase.PLANNED),
        (date(2026, 5, 1), Phase.OPEN),
        (date(2026, 5, 31), Phase.OPEN),
        (date(2026, 6, 1), Phase.CLOSED),
        (date(2026, 6, 30), Phase.PUBLISHED),
    ],
)
def test_a_round_is_open_to_the_end_of_its_closing_day(today: date, phase: Phase) -> None:
    assert domain.phase_of(DATES, today=today) is phase


@pytest.mark.parametrize(
    ("has_started", "signed_on", "has_contributed", "progress"),
    [
        (False, None, False, Progress.NOT_STARTED),
        (True, None, False, Progress.RATING),
        (True, date(2026, 5, 1), False, Progress.SIGNED_OFF),
        (True, date(2026, 4, 30), False, Progress.RATING),
        (False, date(2025, 10, 30), False, Progress.SIGNED_OFF),
        (False, date(2025, 10, 29), False, Progress.NOT_STARTED),
        (True, date(2026, 5, 3), True, Progress.CONTRIBUTED),
    ],
)
def test_progress_is_one_of_four_words(
    has_started: bool, signed_on: date | None, has_contributed: bool, progress: Progress
) -> None:
    found = domain.progress_of(
        has_started=has_started, signed_on=signed_on, has_contributed=has_contributed, opens_on=DATES.opens_on
    )
    assert found is progress


@pytest.mark.parametrize(
    ("phase", "progress", "consent", "step"),
    [
        (Phase.PLANNED, Progress.SIGNED_OFF, GIVEN, Step.WAIT_FOR_OPENING),
        (Phase.OPEN, Progress.NOT_STARTED, NOT_GIVEN, Step.RATE),
        (Phase.OPEN, Progress.RATING, NOT_GIVEN, Step.SIGN_OFF),
        (Phase.OPEN, Progress.SIGNED_OFF, NOT_GIVEN, Step.CONSENT),
        (Phase.OPEN, Progress.SIGNED_OFF, GIVEN, Step.CONTRIBUTE),
        (Phase.OPEN, Progress.CONTRIBUTED, GIVEN, Step.WAIT_FOR_RELEASE),
        (Phase.CLOSED, Progress.CONTRIBUTED, GIVEN, Step.WAIT_FOR_RELEASE),
        (Phase.CLOSED, Progress.SIGNED_OFF, GIVEN, Step.MISSED),
        (Phase.PUBLISHED, Progress.NOT_STARTED, NOT_GIVEN, Step.READ_RELEASE),
    ],
)
def test_there_is_one_next_step(phase: Phase, progress: Progress, consent: Consent, step: Step) -> None:
    assert domain.next_step(phase, progress=progress, consent=consent) is step


def test_a_revoked_consent_does_not_hold() -> None:
    assert GIVEN.holds
    assert not Consent(given_at=GIVEN.given_at, revoked_at=GIVEN.given_at).holds
    assert not NOT_GIVEN.holds


def test_addresses_are_read_from_lines_commas_and_tables() -> None:
    text = 'Name;Mail\n"Org, One";<A@Example.org>\nb@example.org, a@example.org\nnothing here'
    assert domain.read_addresses(text).good == ("a@example.org", "b@example.org")


@pytest.mark.parametrize(
    "wrong", ["a@b", "a@@example.org", "a@example..org", "a@" + "x" * 250 + ".org", "!.:?@b:.b.org", "a:b@x.org", "a\0b@x.org"]
)
def test_what_only_looks_like_an_address_is_named(wrong: str) -> None:
    assert domain.read_addresses(wrong).bad == (wrong,)


def test_no_more_than_two_hundred_are_invited_at_once() -> None:
    domain.check_count(200)
    with pytest.raises(domain.TooManyAddresses, match="201"):
        domain.check_count(201)


def test_an_invitation_lasts_sixty_days() -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    assert domain.is_invitation_open(invited_at=at, at=at + timedelta(days=60))
    assert not domain.is_invitation_open(invited_at=at, at=at + timedelta(days=61))


def test_progress_is_counted_for_every_state() -> None:
    counted = domain.count_by_progress([Progress.RATING, Progress.RATING])
    assert counted == {Progress.NOT_STARTED: 0, Progress.RATING: 2, Progress.SIGNED_OFF: 0, Progress.CONTRIBUTED: 0}
