"""The arithmetic, rule by rule, with results worked out by hand; and what must hold for any numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.assessment.domain.formulas import FORMULA, FORMULAS, NEWEST, FormulaIsUnknown, formula_of
from accountability.assessment.domain.ratings import BLANK
from accountability.assessment.domain.rounding import nearest, one_decimal
from accountability.assessment.domain.scores import Mean, mean_of, mean_of_means, score
from accountability.standard.domain import Counting, Depth, Kind
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

FIRST, SECOND = FORMULAS["1"], FORMULAS["2"]
WEIGHTED = pack(
    commitment(
        1,
        replace(key_action("c01-a"), weight=Fraction(3)),
        key_action("c01-b"),
        replace(key_action("c01-c", Kind.POLICY), weight=Fraction(3, 2)),
    )
)
STRICT = replace(WEIGHTED, counting=Counting.AS_ZERO)
weights = st.fractions(min_value=1, max_value=999, max_denominator=999)
parts = st.lists(st.tuples(st.integers(0, 4).map(level), weights), min_size=1, max_size=8)


def mean(pairs) -> Mean:
    return mean_of([answer for answer, _ in pairs], weights=[weight for _, weight in pairs])


def only(given_answers, *, of=WEIGHTED, **rules):
    (found,) = score(of, depth=Depth.FULL, answers=given_answers, **rules).scores
    return found


# One example a rule


@pytest.mark.parametrize(
    ("levels", "each_weighs", "by_hand", "written"),
    [
        ([2], [1], Fraction(2), "2.0"),
        ([0, 4], [1, 1], Fraction(2), "2.0"),  # (0 + 4) ÷ 2
        ([1, 2, 2], [1, 1, 1], Fraction(5, 3), "1.7"),  # 5 ÷ 3 = 1.666…
        ([0, 1, 2, 2], [1, 1, 1, 1], Fraction(5, 4), "1.3"),  # 1.25: a half goes up
        ([1, 4], [3, 1], Fraction(7, 4), "1.8"),  # (1×3 + 4×1) ÷ 4 = 1.75
        ([1, 4], [1, 3], Fraction(13, 4), "3.3"),  # (1×1 + 4×3) ÷ 4 = 3.25
        ([2, 3], [Fraction(3, 2), 1], Fraction(12, 5), "2.4"),  # (2×3/2 + 3×1) ÷ 5/2 = 6 ÷ 5/2
        ([0, 1], [999, 1], Fraction(1, 1000), "0.0"),
        ([3] * 17 + [2], [1] * 18, Fraction(53, 18), "2.9"),  # an index of 18 indicators, all alike: 53 ÷ 18 = 2.944…
    ],
)
def test_a_mean_is_what_comes_out_by_hand(levels, each_weighs, by_hand, written):
    found = mean(list(zip(map(level, levels), map(Fraction, each_weighs), strict=True))).exact
    assert (found, one_decimal(found)) == (by_hand, written)


def test_policy_and_practice_keep_their_weights():
    found = only({"c01-a": level(1), "c01-b": level(3), "c01-c": level(4)})
    assert found.practice.exact == Fraction(6, 4)  # (1×3 + 3×1) ÷ 4
    assert found.policy.exact == 4
    assert found.mean.exact == Fraction(24, 11)  # (1×3 + 3×1 + 4×3/2) ÷ 11/2 = 12 ÷ 11/2


def test_under_the_first_formula_every_key_action_weighs_the_same():
    given_answers = {"c01-a": level(1), "c01-b": level(3), "c01-c": level(4)}
    assert only(given_answers, formula=FIRST).mean.exact == Fraction(8, 3)  # (1 + 3 + 4) ÷ 3
    assert only(given_answers, formula=SECOND).mean.exact == Fraction(24, 11)


def test_the_pack_says_how_not_applicable_counts_unless_the_reader_chooses():
    given_answers = {"c01-a": level(4), "c01-b": NOT_APPLICABLE}
    assert only(given_answers).mean.exact == 4
    assert only(given_answers, of=STRICT).mean.exact == 3  # (4×3 + 0×1) ÷ 4
    assert only(given_answers, of=STRICT, counting=Counting.LEFT_OUT).mean.exact == 4
    assert only(given_answers, of=STRICT, formula=FIRST).mean.exact == 4


def test_what_is_compared_leaves_out_what_is_not_applicable_whatever_pack_and_reader_say():
    given_answers = {"c01-a": level(4), "c01-b": NOT_APPLICABLE, "c01-c": level(1)}
    profiles = [score(each, depth=Depth.FULL, answers=given_answers) for each in (WEIGHTED, STRICT)]
    assert [profile.shares() for profile in profiles] == [{"c01": 75.0}] * 2  # (4×3 + 1×3/2) ÷ 9/2 = 3, of 4


def test_a_cluster_is_the_mean_of_its_commitments_means():
    means = [mean_of([level(4)]), mean_of([level(1), level(2)]), mean_of([DONT_KNOW])]
    assert mean_of_means(means) == Fraction(11, 4)  # (4 + 1.5) ÷ 2; the third has no number


# Published averages of nine commitments (CHS, 89 verifications: all, own, from outside), each mean weighing the same.
PUBLISHED = [
    ((27, 26, 25, 25, 19, 30, 24, 27, 27), Fraction(23, 9), "2.6"),
    ((27, 26, 25, 25, 21, 29, 24, 28, 28), Fraction(233, 90), "2.6"),
    ((27, 25, 25, 24, 17, 30, 25, 26, 25), Fraction(224, 90), "2.5"),
]


@pytest.mark.parametrize(("tenths", "by_hand", "written"), PUBLISHED)
def test_nine_published_means_weigh_the_same(tenths, by_hand, written):
    means = [mean_of([level(0)] * (30 - each) + [level(3)] * each) for each in tenths]
    assert (mean_of_means(means), one_decimal(by_hand)) == (by_hand, written)


@pytest.mark.parametrize(
    ("value", "written", "whole"),
    [
        (Fraction(0), "0.0", 0),
        (Fraction(1, 20), "0.1", 0),
        (Fraction(1, 21), "0.0", 0),
        (Fraction(1, 2), "0.5", 1),
        (Fraction(125, 2), "62.5", 63),
        (Fraction(375, 10), "37.5", 38),
        (Fraction(-1, 4), "-0.3", 0),
        (Fraction(-1, 40), "0.0", 0),
        (Fraction(399, 100), "4.0", 4),
    ],
)
def test_a_half_goes_up_and_only_when_it_is_written(value, written, whole):
    assert (one_decimal(value), nearest(value)) == (written, whole)


# Versions


def test_the_newest_formula_is_the_one_of_new_assessments():
    assert formula_of(FORMULA) is NEWEST is FORMULAS[max(FORMULAS)]


def test_a_formula_of_a_newer_installation_is_refused():
    with pytest.raises(FormulaIsUnknown):
        formula_of("99")


def test_the_versions_stay_what_they_were():
    kept = {version: (each.is_weighted, each.asks_the_pack) for version, each in FORMULAS.items()}
    assert kept == {"1": (False, False), "2": (True, True)}


# For any numbers


@given(parts)
def test_a_weighted_mean_lies_between_its_lowest_and_highest_level(pairs):
    found = mean(pairs)
    assert min(found.levels) <= found.exact <= max(found.levels)


@given(parts, weights)
def test_equal_weights_are_the_plain_mean(pairs, weight):
    levels_only = [answer for answer, _ in pairs]
    assert mean_of(levels_only, weights=[weight] * len(pairs)) == mean_of(levels_only)


@given(parts.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_does_not_matter(pair):
    assert mean(pair[0]) == mean(pair[1])


@given(parts, st.sampled_from([NOT_APPLICABLE, DONT_KNOW, BLANK]), weights)
def test_what_has_no_level_never_moves_a_mean_whatever_it_weighs(pairs, extra, weight):
    assert mean([*pairs, (extra, weight)]).exact == mean(pairs).exact


@given(parts, st.integers(1, 4))
def test_weighing_all_more_by_the_same_factor_changes_nothing(pairs, times):
    assert mean([(answer, weight * times) for answer, weight in pairs]).exact == mean(pairs).exact


@given(parts)
def test_what_is_compared_is_never_a_binary_fraction(pairs):
    found = mean(pairs)
    assert all(type(each) is Fraction for each in (found.exact, found.hundredths, mean_of_means([found])))
    assert all(type(each) is int for each in found.levels)
