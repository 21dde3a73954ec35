"""Changes over cycles compare the same key actions and nothing else: worked out by hand, and for any numbers."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from accountability.assessment.domain.formulas import FORMULAS
from accountability.assessment.domain.trends import Change, Cycle, compare, draw_lines, level_of
from accountability.standard.domain import Kind
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

SLUGS = ("c01-a", "c01-b", "c01-c", "c01-d", "c01-e", "c01-f")
ONE = pack(commitment(1, *(key_action(slug, Kind.POLICY if slug == "c01-b" else Kind.PRACTICE) for slug in SLUGS)))
chosen = st.lists(
    st.one_of(st.integers(0, 4).map(level), st.sampled_from([None, DONT_KNOW, NOT_APPLICABLE])), min_size=6, max_size=6
)


def cycle(*answers, name="2025", **more) -> Cycle:
    given_answers = {slug: each for slug, each in zip(SLUGS, answers, strict=False) if each is not None}
    return Cycle(name=name, answers=given_answers, **more)


def line(*cycles, of=ONE):
    (only,) = draw_lines(of, cycles)
    return only


def changes(*cycles, of=ONE):
    return [point.change for point in line(*cycles, of=of).points]


def test_a_change_is_computed_over_the_key_actions_rated_in_both():
    before = cycle(level(1), level(2), level(2), level(1))
    after = cycle(level(2), level(2), level(3), level(1), level(0), level(0))
    # (1 + 2 + 2 + 1) ÷ 4 = 1.5, then (2 + 2 + 3 + 1) ÷ 4 = 2; the two new ones would have pulled it down to 1.33.
    assert changes(before, after) == [None, Change(before=Fraction(3, 2), after=Fraction(2), shared=4, new=2)]
    assert changes(before, after)[1].by == Fraction(1, 2)


def test_going_back_to_a_quick_scan_compares_what_both_asked():
    full, quick = cycle(level(4), level(4), level(0), level(0)), cycle(level(4), level(4))
    assert changes(full, quick)[1] == Change(before=Fraction(4), after=Fraction(4), shared=2, gone=2)


def test_what_is_not_a_level_in_both_is_not_compared():
    assert changes(cycle(DONT_KNOW, level(3)), cycle(level(3), NOT_APPLICABLE)) == [None, None]
    assert changes(cycle(level(1), DONT_KNOW), cycle(level(3), level(4)))[1] == Change(
        before=Fraction(1), after=Fraction(3), shared=1, new=1
    )


def test_a_change_weighs_as_the_later_cycle_does():
    heavy = pack(commitment(1, replace(key_action("c01-a"), weight=Fraction(3)), key_action("c01-b")))
    before, after = cycle(level(0), level(4)), cycle(level(2), level(4))
    assert changes(before, after, of=heavy)[1].by == Fraction(3, 2)  # (0×3 + 4) ÷ 4 = 1, (2×3 + 4) ÷ 4 = 2.5
    plain = replace(after, formula=FORMULAS["1"])
    assert changes(before, plain, of=heavy)[1].by == 1  # (0 + 4) ÷ 2 = 2, (2 + 4) ÷ 2 = 3


def test_a_cycle_that_no_mapping_leads_from_has_no_point_and_breaks_the_line():
    points = line(cycle(level(1)), Cycle(name="2026", answers=None), cycle(level(3))).points
    assert [point.is_comparable for point in points] == [True, False, True]
    assert [point.mean() for point in points][1] is None
    assert [point.change for point in points] == [None, None, None]


def test_policy_and_practice_have_lines_of_their_own():
    (point,) = line(cycle(level(1), level(4))).points
    assert (point.mean(Kind.PRACTICE).exact, point.mean(Kind.POLICY).exact, point.mean().exact) == (1, 4, Fraction(5, 2))


def test_every_key_action_that_ever_had_a_level_has_a_row():
    rows = line(cycle(level(1), None, DONT_KNOW), cycle(None, level(0)), Cycle(name="x", answers=None)).items
    assert [(each.slug, levels) for each, levels in rows] == [("c01-a", (1, None, None)), ("c01-b", (None, 0, None))]


def test_without_cycles_there_are_lines_without_points():
    assert line().points == ()
    assert level_of(Cycle(name="x", answers=None), "c01-a") is None


@given(chosen, chosen)
def test_a_change_turned_round_is_the_same_change_with_another_sign(one, other):
    there, back = changes(cycle(*one), cycle(*other))[1], changes(cycle(*other), cycle(*one))[1]
    assert (there is None) == (back is None)
    assert there is None or (there.by, there.new, there.gone) == (-back.by, back.gone, back.new)


@given(chosen)
def test_nothing_changed_is_a_change_of_nothing(answers):
    change = changes(cycle(*answers), cycle(*answers))[1]
    assert change is None or (change.by, change.new, change.gone, type(change.by)) == (0, 0, 0, Fraction)


@given(chosen, chosen, st.permutations(SLUGS))
def test_the_order_of_key_actions_does_not_matter(one, other, order):
    shuffled = pack(commitment(1, *(key_action(slug) for slug in order)))
    straight = pack(commitment(1, *(key_action(slug) for slug in SLUGS)))
    assert changes(cycle(*one), cycle(*other), of=shuffled) == changes(cycle(*one), cycle(*other), of=straight)


def test_one_commitment_may_be_compared_by_itself():
    first, second = (line(each).points[0].score for each in (cycle(level(1)), cycle(level(4))))
    assert compare(first, second).by == 3
