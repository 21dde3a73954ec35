"""Rounds: their three days, how far an organisation is, what it agreed to, and what it does next."""

import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from accountability.network.domain.refusals import (
    ClosesBeforeItOpens,
    ClosingDateHasPassed,
    DatesOnlyMoveLater,
    OpensInThePast,
    PublicationDateHasPassed,
    PublishesBeforeItCloses,
)

RoundId = NewType("RoundId", uuid.UUID)
PROMISE = "2026-1"  # the wording of the promise that a consent was given to; changed with the text
PUBLICATION_DELAY = timedelta(days=30)  # from closing to publication, unless the coordinator chooses
RECENT = timedelta(days=183)  # signed longer before the opening it belongs to the round of the year before


class Progress(enum.Enum):
    """How far an organisation is in a round. All that a coordinator learns of its assessment."""

    NOT_STARTED = "not_started"
    RATING = "rating"
    SIGNED_OFF = "signed_off"
    CONTRIBUTED = "contributed"


class Phase(enum.Enum):
    """Where a round stands on a day."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"  # the panel is fixed, nothing is published yet
    PUBLISHED = "published"  # the publication date has come


@dataclass(frozen=True, kw_only=True)
class RoundDates:
    """The three days of a round. Open from the first to the end of the second; published on the third."""

    opens_on: date
    closes_on: date
    publishes_on: date


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """A round as the coordinator plans it; without `publishes_on` the usual delay applies."""

    name: str
    opens_on: date
    closes_on: date
    publishes_on: date | None


@dataclass(frozen=True, kw_only=True)
class Consent:
    """When an organisation agreed to share into a round, and when it took that back."""

    given_at: datetime | None
    revoked_at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether it is given and not taken back."""
        return self.given_at is not None and self.revoked_at is None


def plan_dates(plan: RoundPlan, *, today: date) -> RoundDates:
    """The dates of a new round. Raises OpensInThePast, ClosesBeforeItOpens, PublishesBeforeItCloses."""
    # On the last days that a calendar has, the delay ends before the closing date and is refused below.
    publishes_on = plan.publishes_on or min(plan.closes_on, date.max - PUBLICATION_DELAY) + PUBLICATION_DELAY
    if plan.opens_on < today:
        raise OpensInThePast
    if plan.closes_on < plan.opens_on:
        raise ClosesBeforeItOpens
    if publishes_on <= plan.closes_on:
        raise PublishesBeforeItCloses
    return RoundDates(opens_on=plan.opens_on, closes_on=plan.closes_on, publishes_on=publishes_on)


def extend_dates(dates: RoundDates, *, closes_on: date, publishes_on: date, today: date) -> RoundDates:
    """Later dates for a running round, each only before the date it replaces.

    Raises DatesOnlyMoveLater, ClosingDateHasPassed, PublicationDateHasPassed, PublishesBeforeItCloses.
    """
    unchanged = (closes_on, publishes_on) == (dates.closes_on, dates.publishes_on)
    if unchanged or closes_on < dates.closes_on or publishes_on < dates.publishes_on:
        raise DatesOnlyMoveLater
    if closes_on > dates.closes_on and today > dates.closes_on:
        raise ClosingDateHasPassed
    if publishes_on > dates.publishes_on and today >= dates.publishes_on:
        raise PublicationDateHasPassed
    if publishes_on <= closes_on:
        raise PublishesBeforeItCloses
    return RoundDates(opens_on=dates.opens_on, closes_on=closes_on, publishes_on=publishes_on)


def phase_of(dates: RoundDates, *, today: date) -> Phase:
    """Where a round stands on a day."""
    if today < dates.opens_on:
        return Phase.PLANNED
    if today <= dates.closes_on:
        return Phase.OPEN
    return Phase.PUBLISHED if today >= dates.publishes_on else Phase.CLOSED


def progress_of(*, has_started: bool, signed_on: date | None, has_contributed: bool, opens_on: date) -> Progress:
    """How far an organisation is, from what it knows of itself.

    A signature from before the opening counts when it is recent and nothing newer is being rated.
    """
    if has_contributed:
        return Progress.CONTRIBUTED
    counts_from = opens_on if has_started else opens_on - RECENT
    if signed_on is not None and signed_on >= counts_from:
        return Progress.SIGNED_OFF
    return Progress.RATING if has_started else Progress.NOT_STARTED


class Step(enum.Enum):
    """What an organisation does next in a round."""

    WAIT_FOR_OPENING = "wait_for_opening"
    RATE = "rate"
    SIGN_OFF = "sign_off"
    CONSENT = "consent"
    CONTRIBUTE = "contribute"
    WAIT_FOR_RELEASE = "wait_for_release"
    READ_RELEASE = "read_release"
    MISSED = "missed"


def next_step(phase: Phase, *, progress: Progress, consent: Consent) -> Step:
    """The one thing to do or wait for."""
    if phase is Phase.PLANNED:
        return Step.WAIT_FOR_OPENING
    if phase is Phase.PUBLISHED:
        return Step.READ_RELEASE
    if progress is Progress.CONTRIBUTED:
        return Step.WAIT_FOR_RELEASE
    if phase is Phase.CLOSED:
        return Step.MISSED
    return _open_step(progress, consent)


def _open_step(progress: Progress, consent: Consent) -> Step:
    if progress is Progress.NOT_STARTED:
        return Step.RATE
    if progress is Progress.RATING:
        return Step.SIGN_OFF
    return Step.CONTRIBUTE if consent.holds else Step.CONSENT


def count_by_progress(progresses: Sequence[Progress]) -> dict[Progress, int]:
    """How many organisations stand where, every state named."""
    return {progress: progresses.count(progress) for progress in Progress}
