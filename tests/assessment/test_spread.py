"""How far apart raters are: exact with names, from shown shares alone without."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.assessment.domain.closing import CHOICES, KNOWLEDGE, count_answers
from accountability.assessment.domain.ratings import BLANK, Answer, Knowledge, Verdict
from accountability.assessment.domain.spread import (
    ReasonForLevelIsMissing,
    anonymous_opinion,
    check_reason,
    counts_like,
    named_opinion,
)
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, level


def named(*answers):
    return named_opinion(answers, counted=count_answers(answers))


def levels(*numbers):
    return named(*(level(number) for number in numbers))


def test_one_and_four_are_three_levels_apart_and_never_two_and_a_half():
    opinion = levels(1, 4)
    assert (opinion.range, opinion.is_split, opinion.common_level) == (3, True, None)
    assert not {Fraction(5, 2), 2.5} & set(vars(opinion).values())


def test_the_variance_is_exact():
    assert levels(0, 1, 1).variance == Fraction(2, 9)
    assert levels().variance == 0


def test_range_comes_before_variance():
    wide, narrow = levels(0, 2, 2, 2, 2, 2), levels(1, 1, 1, 2, 2, 2)
    assert wide.distance > narrow.distance
    assert levels(0, 0, 3, 3).distance > levels(0, 1, 2, 3).distance


def test_whether_it_applies_at_all_is_a_difference_too():
    mixed = named(level(2), NOT_APPLICABLE)
    assert mixed.is_split
    assert mixed.common_level is None
    assert mixed.distance > levels(2, 2).distance


@pytest.mark.parametrize("answers", [(), (level(3),), (BLANK, level(3))])
def test_one_answer_agrees_with_nobody(answers):
    opinion = named(*answers)
    assert opinion.is_thin
    assert opinion.common_level is None
    assert not opinion.is_split


def test_all_the_same_is_taken_over_only_as_a_level():
    assert levels(3, 3, 3).common_level == 3
    assert named(DONT_KNOW, DONT_KNOW).common_level is None


def test_blank_answers_are_nobodys_choice():
    assert named(level(2), level(2), BLANK).answers == 2


def test_knowledge_counts_apart_from_the_level():
    answers = [Answer(knowledge=Knowledge.KNOWS), Answer(verdict=Verdict.LEVEL, level=4, knowledge=Knowledge.HEARD_OF)]
    opinion = named(*answers)
    assert (opinion.answers, opinion.known_by, opinion.knowledge[0].people) == (1, 2, 1)


# Anonymous


def tally(**people):
    return {key.lstrip("_"): count for key, count in people.items()}


def test_nine_answers_show_nothing_and_ten_show_shares():
    assert anonymous_opinion(tally(_2=9)).shares == ()
    assert anonymous_opinion(tally(_2=9)).is_thin
    shown = anonymous_opinion(tally(_2=4, _3=6))
    assert str(shown.answers) == "10–14"
    assert [each.percent for each in shown.shares] == [5, 5, 40, 60, 5, 5, 5]


def test_it_is_never_everybody():
    shown = anonymous_opinion(tally(_3=12))
    assert max(each.percent for each in shown.shares) == 95
    assert anonymous_opinion(tally(_3=12)) == anonymous_opinion(tally(_3=11, _0=1))


def test_one_lone_voice_does_not_move_the_order():
    assert anonymous_opinion(tally(_3=19, _0=1)).distance == anonymous_opinion(tally(_3=20)).distance


def test_over_ninety_percent_is_what_can_be_taken_over():
    assert anonymous_opinion(tally(_3=11, _0=1)).common_level == 3
    assert anonymous_opinion(tally(_3=10)).common_level == 3
    nine_of_ten = anonymous_opinion(tally(_3=9, _0=1))
    assert (nine_of_ten.common_level, nine_of_ten.is_split) == (None, True)


def test_knowledge_has_its_own_ten():
    shown = anonymous_opinion(tally(_3=12, knows=9))
    assert shown.shares
    assert (shown.known_by, shown.knowledge) == (None, ())


COUNTS = st.tuples(
    st.dictionaries(st.sampled_from(CHOICES), st.integers(1, 60), max_size=7),
    st.dictionaries(st.sampled_from(KNOWLEDGE), st.integers(1, 60), max_size=3),
).map(lambda pair: pair[0] | pair[1])


@given(COUNTS)
def test_what_leaves_shows_the_very_same_and_is_made_of_nothing_else(counts):
    shown = anonymous_opinion(counts)
    made = counts_like(shown)
    assert anonymous_opinion(made) == shown
    assert counts_like(anonymous_opinion(made)) == made
    assert all(people > 0 for people in made.values())


def test_a_reason_is_needed_where_people_differ():
    with pytest.raises(ReasonForLevelIsMissing):
        check_reason(levels(1, 4), answer=level(2))
    check_reason(levels(1, 4), answer=Answer(verdict=Verdict.LEVEL, level=2, note="We looked at the minutes"))
    check_reason(levels(1, 4), answer=NOT_APPLICABLE)
    check_reason(levels(2, 2), answer=level(2))
    check_reason(levels(2), answer=level(2))
    check_reason(anonymous_opinion(tally(_2=3)), answer=level(2))
