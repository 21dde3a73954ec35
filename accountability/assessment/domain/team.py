"""Who is asked to rate, who has finished, and what may still be changed about it."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.refusals import AssessmentIsSubmitted, RatingIsClosed, RatingIsFinished, YouAreNotOnTheTeam
from accountability.assessment.domain.ways import LEAST_NAMED, MOST_RATERS, Standing, Way, least_of
from accountability.fact import Fact
from accountability.refusal import Refusal

REMINDED_AGAIN_AFTER = timedelta(hours=20)  # a morning's mail does not keep the next morning's from leaving


class WayIsFixed(Refusal):
    """Who rated was told who will see it; that stays true."""

    message = "Somebody has rated already, so the way of rating and the least number of raters stay as they are."


class TooFewToReveal(Refusal):
    """Fewer raters could be told apart."""

    message = "Enter %(least)s or more."
    field = "least_raters"


class NobodyIsChosen(Refusal):
    """A team needs somebody."""

    message = "Select at least one person."
    field = "members"


class MayNotRate(Refusal):
    """Somebody left or got another role while the page was open."""

    message = "Somebody you selected may not rate any more. Look at the list again."
    field = "members"


class TeamIsTooLarge(Refusal):
    """More would be a survey."""

    message = "A team has %(most)s people at most."
    field = "members"


class ResultsAreShown(Refusal):
    """Nobody new could rate blind."""

    message = "What people chose is shown already, so nobody new can rate without having seen it."


class HasRated(Refusal):
    """What somebody wrote is not taken away by taking them off the team."""

    message = "This person has rated already. Their answers stay, so they stay on the team."


class TeamStands(Refusal):
    """Whether somebody may be taken off would tell whether they have rated."""

    message = (
        "Somebody has rated already. Raters are anonymous here, so nobody is taken off the team any more: "
        "otherwise trying it would tell who has rated."
    )


class IsRemindedToday(Refusal):
    """Once a day is enough."""

    message = "Everybody was reminded today already. You can do it again tomorrow."


class NobodyIsWaitedFor(Refusal):
    """Nobody to remind."""

    message = "Nobody has to be reminded: everybody on the team has finished."


class NothingIsAnswered(Refusal):
    """An empty sheet says nothing, and would count as somebody who rated."""

    message = "You have not answered any key action yet. Answer at least one, then finish."


class NobodyRatesAlone(Refusal):
    """On one sheet there is nothing to finish, close or compare."""

    message = "You work together on one sheet here, so there is nothing to finish or close."


@dataclass(frozen=True, kw_only=True)
class WayChosen(Fact):
    """How the raters work was changed before anybody rated."""

    way: Way
    least: int


@dataclass(frozen=True, kw_only=True)
class RatersAsked(Fact):
    """Members were asked to rate."""

    count: int


@dataclass(frozen=True, kw_only=True)
class SectionsGiven(Fact):
    """A rater was given other sections."""

    member_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class RaterRemoved(Fact):
    """A member who had not rated was taken off the team."""

    member_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class RatersReminded(Fact):
    """The team was reminded by mail. Not how many: that would tell how many have finished."""


def check_open_team(*, is_closed: bool, is_submitted: bool) -> None:
    """Raise what keeps a team from changing: AssessmentIsSubmitted or RatingIsClosed."""
    if is_submitted:
        raise AssessmentIsSubmitted
    if is_closed:
        raise RatingIsClosed


def check_way(now: tuple[Way, int], *, new: tuple[Way, int], has_begun: bool) -> None:
    """Raise TooFewToReveal, or WayIsFixed once somebody rated. `new` is what was typed; anonymous raters are ten or more anyway."""
    way, least = new
    if least < LEAST_NAMED:
        raise TooFewToReveal(least=LEAST_NAMED)
    if has_begun and now != (way, least_of(way, least)):
        raise WayIsFixed


def check_asking(chosen: Collection[object], *, may_rate: Collection[object], team: int, standing: Standing) -> None:
    """Raise NobodyIsChosen, MayNotRate, TeamIsTooLarge, or ResultsAreShown to those who are not on the team."""
    if not chosen:
        raise NobodyIsChosen
    if not set(chosen) <= set(may_rate):
        raise MayNotRate
    if team + len(chosen) > MOST_RATERS:
        raise TeamIsTooLarge(most=MOST_RATERS)
    if standing.are_results_shown:
        raise ResultsAreShown


def check_removal_of_rater(*, way: Way, has_rated: bool, has_begun: bool) -> None:
    """Raise TeamStands where raters are anonymous and anybody has rated, else HasRated when this one has."""
    if way is Way.ANONYMOUS and has_begun:
        raise TeamStands
    if way.is_blind and has_rated:
        raise HasRated


def check_reminding(waited_for: Collection[object], *, reminded_at: Iterable[datetime | None], at: datetime) -> None:
    """Raise NobodyIsWaitedFor, or IsRemindedToday when any mail left within a day."""
    if not waited_for:
        raise NobodyIsWaitedFor
    if any(each is not None and at - each < REMINDED_AGAIN_AFTER for each in reminded_at):
        raise IsRemindedToday


def check_finishing(standing: Standing, *, answers: Iterable[Answer], is_submitted: bool) -> None:
    """Raise what keeps somebody from saying that they are done.

    NobodyRatesAlone, AssessmentIsSubmitted, RatingIsClosed, YouAreNotOnTheTeam, RatingIsFinished or NothingIsAnswered.
    """
    if not standing.way.is_blind:
        raise NobodyRatesAlone
    check_open_team(is_closed=standing.is_closed, is_submitted=is_submitted)
    if not standing.is_rater:
        raise YouAreNotOnTheTeam
    if standing.has_finished:
        raise RatingIsFinished
    if all(each.is_blank for each in answers):
        raise NothingIsAnswered
