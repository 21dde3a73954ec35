"""Closing rating: when, what it shows, and what is left of anonymous raters."""

import pytest
import sqlalchemy as sa

from accountability.assessment import commands, queries
from accountability.assessment.domain.closing import (
    NobodyHasFinished,
    RatingIsClosedAlready,
    TooFewToClose,
    WordsAreMissing,
    WordsAreTooLong,
)
from accountability.assessment.domain.ratings import Answer, Knowledge, Verdict
from accountability.assessment.domain.refusals import RatingIsClosed, RatingIsOpen
from accountability.assessment.domain.spread import NothingToTakeOver, ReasonForLevelIsMissing
from accountability.assessment.domain.team import NobodyRatesAlone
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Rating, RatingTally, ReviewStep
from accountability.journal import JournalEntry
from tests.factories.assessment import FIRST, LAST, NOT_APPLICABLE, SECOND, level, start
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, says, spread_for, start_blind


def count(session, kind):
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


def blind(ours, session, number, *, way=Way.NAMED, answers=lambda _number: {FIRST: level(2)}, finished=None):
    """An assessment with so many raters, who answered and of whom so many finished (all unless said)."""
    people = add_colleagues(ours, session, number, at=ours.at)
    assessment = start_blind(ours, session, way=way)
    ask(ours, session, assessment, people)
    for each, rater in enumerate(people):
        rate_alone(session, assessment, rater, answers(each), at=ours.at)
    finish(session, assessment, *people[: number if finished is None else finished], at=ours.at)
    return assessment, people


# With names


def test_results_are_shown_from_the_fifth_on_but_not_to_who_still_rates(ours, session):
    assessment, people = blind(ours, session, 6, finished=4)
    assert [spread_for(ours, session, assessment, who) for who in (ours.actor("owner"), people[0], people[5])] == [None] * 3
    finish(session, assessment, people[4], at=ours.at)
    assert spread_for(ours, session, assessment, people[0]) is not None
    assert spread_for(ours, session, assessment, people[5]) is None


def test_what_is_not_finished_is_never_shown(ours, session):
    assessment, people = blind(ours, session, 6, finished=5, answers=lambda number: {FIRST: level(number % 5)})
    close(ours, session, assessment)
    (item,) = spread_for(ours, session, assessment).apart
    assert people[5].member_id not in item.said
    assert item.opinion.answers == 5


def test_closing_early_needs_a_sentence_that_stays(ours, session):
    assessment, _people = blind(ours, session, 4)
    with pytest.raises(WordsAreMissing):
        close(ours, session, assessment, words="  ")
    with pytest.raises(WordsAreTooLong):
        close(ours, session, assessment, words="x" * 501)
    close(ours, session, assessment, words="The board meets tomorrow")
    assert session.scalars(sa.select(ReviewStep)).one().words == "The board meets tomorrow"
    entry = session.scalars(sa.select(JournalEntry).where(JournalEntry.kind == "RatingClosed")).one()
    assert entry.details == {"way": "named", "is_early": True}


def test_closing_needs_somebody_who_finished_and_happens_once(ours, session):
    assessment, people = blind(ours, session, 5, finished=0)
    with pytest.raises(NobodyHasFinished):
        close(ours, session, assessment, words="Now")
    finish(session, assessment, *people, at=ours.at)
    close(ours, session, assessment)
    with pytest.raises(RatingIsClosedAlready):
        close(ours, session, assessment)
    with pytest.raises(RatingIsClosed):
        rate_alone(session, assessment, people[0], {SECOND: level(1)}, at=ours.at)
    with pytest.raises(NobodyRatesAlone):
        close(ours, session, start(ours, session))


def test_items_come_furthest_apart_first(ours, session):
    def answers(number):
        return {FIRST: level(2), SECOND: level(number % 2), LAST: level(1 if number else 4)}

    assessment, _people = blind(ours, session, 5, answers=answers)
    close(ours, session, assessment)
    spread = spread_for(ours, session, assessment)
    assert [each.key_action.slug for each in spread.apart] == [LAST, SECOND]
    assert [each.key_action.slug for each in spread.same] == [FIRST]
    assert len(spread.items) == 24


# Anonymous


@pytest.mark.parametrize("finished", [0, 9])
def test_fewer_than_ten_close_nothing(ours, session, finished):
    assessment, _people = blind(ours, session, 11, way=Way.ANONYMOUS, finished=finished)
    with pytest.raises(TooFewToClose):
        close(ours, session, assessment, words="We are in a hurry")
    assert spread_for(ours, session, assessment) is None
    assert count(session, Rating) == 11


def test_ten_leave_counts_and_nothing_else(ours, session):
    def answers(number):
        known = Knowledge.KNOWS if number < 8 else Knowledge.HEARD_OF
        return {FIRST: says(number % 2, note=f"canary {number}", knowledge=known), SECOND: NOT_APPLICABLE}

    assessment, people = blind(ours, session, 12, way=Way.ANONYMOUS, finished=10, answers=answers)
    close(ours, session, assessment)
    tallies = {(row.key_action, row.chosen): row.people for row in session.scalars(sa.select(RatingTally))}
    assert tallies == {
        (FIRST, "0"): 5,
        (FIRST, "1"): 5,
        (FIRST, "knows"): 8,
        (FIRST, "heard-of"): 2,
        (SECOND, "not-applicable"): 10,
    }
    assert count(session, Rating) == 0
    raters = queries.list_raters(session, assessment)
    assert {each.member_id for each in raters} == {each.member_id for each in people}
    assert {(each.finished_at, each.reminded_at, each.asked_at) for each in raters} == {(None, None, ours.at)}


def test_who_read_the_record_does_not_learn_how_many_finished(ours, session):
    assessment, _people = blind(ours, session, 12, way=Way.ANONYMOUS, finished=11)
    close(ours, session, assessment)
    told = [str(entry.details) for entry in session.scalars(sa.select(JournalEntry)) if entry.subject_id == assessment.id]
    assert not any("11" in each for each in told if "pack" not in each)


def test_an_item_with_nine_answers_says_why_it_shows_nothing(ours, session):
    def answers(number):
        return {FIRST: level(3)} | ({SECOND: level(number % 5)} if number < 9 else {})

    assessment, _people = blind(ours, session, 10, way=Way.ANONYMOUS, answers=answers)
    close(ours, session, assessment)
    item = queries.get_compared(spread_for(ours, session, assessment), SECOND)
    assert (item.opinion.shares, item.opinion.answers, item.said) == ((), None, {})


# Settling


def settle(ours, session, assessment, slug, answer, *, seen=0):
    by = ours.actor("officer")
    return commands.settle_level(session, assessment, key_action=slug, answer=answer, seen=seen, by=by, at=ours.at)


def test_one_and_four_count_as_not_rated_until_people_agree(ours, session):
    assessment, _people = blind(ours, session, 5, answers=lambda number: {FIRST: level(1 if number else 4)})
    with pytest.raises(RatingIsOpen):
        settle(ours, session, assessment, FIRST, says(2, note="x"))
    close(ours, session, assessment)
    assert all(score.mean.value is None for score in queries.get_profile(session, assessment).scores)
    with pytest.raises(ReasonForLevelIsMissing):
        settle(ours, session, assessment, FIRST, level(1))
    agreed = Answer(verdict=Verdict.LEVEL, level=1, note="The minutes show it", minority_note="One saw 4")
    settle(ours, session, assessment, FIRST, agreed)
    assert queries.list_answers(session, assessment) == {FIRST: agreed}
    assert queries.get_progress(session, assessment).answered == 1


def test_what_all_say_is_taken_over_at_once(ours, session):
    assessment, _people = blind(ours, session, 5, answers=lambda number: {FIRST: level(3), SECOND: level(number % 2)})
    with pytest.raises(RatingIsOpen):
        take_over(ours, session, assessment)
    close(ours, session, assessment)
    assert take_over(ours, session, assessment) == 1
    assert {slug: each.level for slug, each in queries.list_answers(session, assessment).items()} == {FIRST: 3}
    with pytest.raises(NothingToTakeOver):
        take_over(ours, session, assessment)


def take_over(ours, session, assessment):
    return commands.take_over_same(session, assessment, reason="All chose this.", by=ours.actor("officer"), at=ours.at)


def test_on_a_shared_sheet_there_is_nothing_to_settle(ours, session):
    with pytest.raises(NobodyRatesAlone):
        settle(ours, session, start(ours, session), FIRST, level(2))
