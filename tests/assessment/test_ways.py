"""Who sees and writes what while rating runs: the whole truth table."""

from itertools import product

import pytest

from accountability.assessment.domain.refusals import (
    AssessmentIsSubmitted,
    RatingIsClosed,
    RatingIsFinished,
    RatingIsOpen,
    SectionIsNotYours,
    YouAreNotOnTheTeam,
)
from accountability.assessment.domain.ways import Sheet, Standing, Way, least_of, within
from accountability.assessment.domain.writing import check_agreeing, check_rating

YES_NO = (False, True)
CASES = [
    Standing(way=way, least=5, finished=finished, is_closed=is_closed, is_rater=is_rater, has_finished=has_finished)
    for way, finished, is_closed, is_rater, has_finished in product(Way, (4, 5, 6), YES_NO, YES_NO, YES_NO)
    if is_rater or not has_finished
]


def told(case):
    return f"{case.way.value} {case.finished} closed={case.is_closed} rater={case.is_rater} finished={case.has_finished}"


@pytest.mark.parametrize("case", CASES, ids=told)
def test_results_are_seen_exactly_when_the_contract_says_so(case):
    together = case.way is Way.TOGETHER
    enough = case.way is Way.NAMED and case.finished >= 5
    still_rates = case.is_rater and not case.has_finished
    assert case.is_revealed is (together or case.is_closed or (enough and not still_rates))


@pytest.mark.parametrize("case", CASES, ids=told)
def test_a_rater_works_on_their_own_sheet_until_rating_closes(case):
    is_own = case.way is not Way.TOGETHER and case.is_rater and not case.is_closed
    assert case.sheet is (Sheet.OWN if is_own else Sheet.AGREED)


@pytest.mark.parametrize("case", CASES, ids=told)
def test_anonymous_raters_are_revealed_by_closing_alone(case):
    assert not (case.way is Way.ANONYMOUS and not case.is_closed and (case.is_revealed or case.are_results_shown))


@pytest.mark.parametrize(("way", "chosen", "least"), [
    (Way.NAMED, 0, 3), (Way.NAMED, 3, 3), (Way.NAMED, 5, 5), (Way.ANONYMOUS, 3, 10), (Way.ANONYMOUS, 12, 12), (Way.TOGETHER, 1, 3),
])  # fmt: skip
def test_the_least_number_has_a_floor(way, chosen, least):
    assert least_of(way, chosen) == least


def test_what_is_still_needed_is_never_negative():
    assert [Standing(way=Way.NAMED, least=5, finished=n, is_closed=False).still_needed for n in (0, 4, 5, 9)] == [5, 1, 0, 0]


def test_all_sections_and_none_are_the_whole():
    known = ["c01", "c02", "c03"]
    assert within([], known) is None
    assert within(known, known) is None
    assert within(["c03", "c01", "c99"], known) == ("c01", "c03")


def standing(way, **more):
    return Standing(**({"way": way, "least": 5, "finished": 0, "is_closed": False} | more))


@pytest.mark.parametrize(("at", "runs_it", "refusal"), [
    (standing(Way.NAMED, is_rater=True), False, None),
    (standing(Way.NAMED), True, YouAreNotOnTheTeam),
    (standing(Way.NAMED, is_rater=True, has_finished=True), False, RatingIsFinished),
    (standing(Way.NAMED, is_rater=True, is_closed=True), False, RatingIsClosed),
    (standing(Way.ANONYMOUS, is_rater=True, sections=frozenset({"c02"})), False, SectionIsNotYours),
    (standing(Way.TOGETHER), False, None),
    (standing(Way.TOGETHER, has_team=True), False, YouAreNotOnTheTeam),
    (standing(Way.TOGETHER, has_team=True), True, None),
    (standing(Way.TOGETHER, has_team=True, is_rater=True, sections=frozenset({"c02"})), False, SectionIsNotYours),
])  # fmt: skip
def test_who_may_answer(at, runs_it, refusal):
    def check(**more):
        check_rating(at, commitment="c01", runs_it=runs_it, **more)

    with pytest.raises(AssessmentIsSubmitted):
        check(is_submitted=True)
    if refusal is None:
        check(is_submitted=False)
    else:
        with pytest.raises(refusal):
            check(is_submitted=False)


@pytest.mark.parametrize("way", Way)
def test_levels_are_settled_when_nobody_rates_alone_any_more(way):
    with pytest.raises(AssessmentIsSubmitted):
        check_agreeing(way=way, is_closed=True, is_submitted=True)
    check_agreeing(way=way, is_closed=True, is_submitted=False)
    if way.is_blind:
        with pytest.raises(RatingIsOpen):
            check_agreeing(way=way, is_closed=False, is_submitted=False)
    else:
        check_agreeing(way=way, is_closed=False, is_submitted=False)
