"""Numbers as sentences: what a reader sees of a sum, of a change and of a small example."""

from dataclasses import replace
from fractions import Fraction

import pytest

from accountability.assessment.domain import worked
from accountability.assessment.domain.scores import Mean, MeanState, mean_of, mean_of_means, score
from accountability.assessment.domain.trends import Change
from accountability.assessment.domain.worked import EXAMPLE, WEIGHTED_EXAMPLE, show_on
from accountability.assessment.routes import words
from accountability.standard.domain import Counting, Depth, Kind
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

PAIR = pack(commitment(1, key_action("c01-a"), key_action("c01-b", Kind.POLICY)), commitment(2, key_action("c02-a")))
HEAVY = pack(commitment(1, replace(key_action("c01-a"), weight=Fraction(3, 2)), key_action("c01-b")))


def known(*levels, weights=None):
    return mean_of([level(each) for each in levels], weights=weights)


@pytest.mark.parametrize(
    ("mean", "written"),
    [
        (known(4, 1), "(1 + 4) ÷ 2 = 2.5"),
        (known(4, 1, weights=[Fraction(1), Fraction(3)]), "(1 × 3 + 4 × 1) ÷ 4 = 1.8"),
        (known(2, 3, weights=[Fraction(3, 2), Fraction(1)]), "(2 × (3/2) + 3 × 1) ÷ (5/2) = 2.4"),
        (Mean(state=MeanState.NOT_RATED), "not rated yet"),
        (Mean(state=MeanState.NOT_APPLICABLE), "not applicable"),
    ],
)
def test_a_sum_is_written_so_that_anybody_can_do_it_again(mean, written):
    assert words.sum_in_words(mean) == written


@pytest.mark.parametrize(
    ("levels", "written"), [((2, 3), "2.5 ÷ 4 × 100 = 63"), ((0,), "0.0 ÷ 4 × 100 = 0"), ((), "not rated yet")]
)
def test_a_mean_is_brought_to_a_hundred(levels, written):
    assert words.hundredths_in_words(known(*levels) if levels else Mean(state=MeanState.NOT_RATED)) == written


@pytest.mark.parametrize(
    ("before", "after", "more", "written"),
    [
        (1, Fraction(3, 2), {"shared": 4, "new": 2}, "up 0.5 on 4 shared key actions; 2 new key actions are not compared"),
        (3, 1, {"shared": 1, "gone": 1}, "down 2.0 on one shared key action; one was asked only before"),
        (2, 2, {"shared": 3}, "the same on 3 shared key actions"),
        (2, Fraction(201, 100), {"shared": 9}, "up by less than 0.1 on 9 shared key actions"),
        (2, Fraction(199, 100), {"shared": 9}, "down by less than 0.1 on 9 shared key actions"),
    ],
)
def test_a_change_says_how_far_and_over_how_many_key_actions(before, after, more, written):
    assert words.change_in_words(Change(before=Fraction(before), after=Fraction(after), **more)) == written


def test_without_anything_shared_there_is_nothing_to_compare():
    assert words.change_in_words(None) == "nothing to compare"


def test_a_cluster_adds_up_what_is_known():
    means = [known(3), Mean(state=MeanState.NOT_RATED), known(1, 2)]
    assert words.mean_of_means_in_words(means, mean_of_means(means)) == "(3.0 + 1.5) ÷ 2 = 2.3"
    assert words.mean_of_means_in_words([], None) == "not rated yet"


@pytest.mark.parametrize(
    ("holds", "answers", "is_own"),
    [
        (worked.has_a_sum, {"c01-a": level(1), "c01-b": level(2)}, True),
        (worked.has_a_sum, {"c01-a": level(1)}, False),
        (worked.has_both_kinds, {"c01-a": level(1), "c01-b": level(2)}, True),
        (worked.has_both_kinds, {"c01-a": level(1)}, False),
        (worked.has_weights, {"c01-a": level(1), "c01-b": level(2)}, False),
        (worked.leaves_out, {"c01-a": level(1), "c01-b": NOT_APPLICABLE}, True),
        (worked.leaves_out, {"c01-a": NOT_APPLICABLE, "c01-b": NOT_APPLICABLE}, False),
        (worked.does_not_know, {"c01-a": level(1), "c01-b": DONT_KNOW}, True),
        (worked.does_not_know, {"c01-a": DONT_KNOW}, False),
        (worked.has_a_zero, {"c02-a": level(0)}, True),
        (worked.has_a_zero, {"c02-a": level(1)}, False),
        (worked.is_rounded, {"c02-a": level(1)}, False),
        (worked.is_rounded, {"c02-a": DONT_KNOW}, False),
    ],
)
def test_a_rule_is_shown_on_own_numbers_where_one_of_them_shows_it(holds, answers, is_own):
    profile = score(PAIR, depth=Depth.FULL, answers=answers)
    shown = show_on(profile, holds, example=EXAMPLE)
    assert shown.is_own is is_own
    assert holds(shown.score) or shown.score is EXAMPLE


def test_weights_and_rounding_are_shown_on_own_numbers_too():
    profile = score(HEAVY, depth=Depth.FULL, answers={"c01-a": level(1), "c01-b": level(2)})
    assert show_on(profile, worked.has_weights, example=WEIGHTED_EXAMPLE).is_own
    thirds = score(pack(commitment(1, *(key_action(f"c01-{each}") for each in "abc"))), depth=Depth.FULL, answers={})
    assert not show_on(thirds, worked.is_rounded, example=EXAMPLE).is_own


@pytest.mark.parametrize(
    "holds",
    [worked.has_a_sum, worked.has_both_kinds, worked.leaves_out, worked.does_not_know, worked.has_a_zero, worked.is_rounded],
)
def test_the_example_shows_every_rule_that_it_stands_in_for(holds):
    assert holds(EXAMPLE)
    assert worked.has_weights(WEIGHTED_EXAMPLE)


def test_both_ways_to_count_not_applicable_are_worked_on_the_same_answers():
    plain, strict = worked.both_countings(replace(EXAMPLE, counting=Counting.AS_ZERO))
    assert (plain.mean.exact, strict.mean.exact) == (Fraction(5, 3), Fraction(5, 4))
