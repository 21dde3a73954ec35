"""Answers, their merging, means, progress and signing: true on paper."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.assessment.domain.progress import Filter, Progress, progress
from accountability.assessment.domain.ratings import BLANK, LONGEST_TEXT, Answer, Verdict, checked, merge
from accountability.assessment.domain.refusals import LevelIsMissing, ReasonIsMissing, TextIsTooLong
from accountability.assessment.domain.scores import Mean, MeanState, mean_of, mean_of_means, score
from accountability.standard.domain import Counting, Depth, Kind, Pack
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

levels = st.integers(0, 4).map(level)
answers = st.one_of(levels, st.sampled_from([NOT_APPLICABLE, DONT_KNOW, BLANK]))


ONE = pack(commitment(1, key_action("c01-a"), key_action("c01-b", Kind.POLICY), key_action("c01-c", quick=False)))


def profile_of(given_answers: dict[str, Answer], of: Pack = ONE, depth: Depth = Depth.FULL):
    return score(of, depth=depth, answers=given_answers)


# Answers


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (Answer(verdict=Verdict.LEVEL), LevelIsMissing),
        (Answer(verdict=Verdict.LEVEL, level=5), LevelIsMissing),
        (Answer(verdict=Verdict.NOT_APPLICABLE), ReasonIsMissing),
        (Answer(verdict=Verdict.NOT_APPLICABLE, reason="  "), ReasonIsMissing),
        (Answer(note="x" * (LONGEST_TEXT + 1)), TextIsTooLong),
        (replace(NOT_APPLICABLE, reason="x" * (LONGEST_TEXT + 1)), TextIsTooLong),
    ],
)
def test_an_incomplete_answer_is_refused(answer, refusal):
    with pytest.raises(refusal):
        checked(answer)


@pytest.mark.parametrize("answer", [BLANK, level(0), level(4), NOT_APPLICABLE, DONT_KNOW, Answer(note="x" * LONGEST_TEXT)])
def test_a_complete_answer_is_stored_as_given(answer):
    assert checked(answer) == answer


def test_what_belongs_to_another_kind_of_answer_is_dropped():
    assert checked(Answer(verdict=Verdict.DONT_KNOW, level=3, reason="left over")) == DONT_KNOW


def test_a_note_alone_is_no_answer():
    assert Answer(note="ask Mira").is_blank
    assert not DONT_KNOW.is_blank


# Merging


@pytest.mark.parametrize(
    ("mine", "theirs", "joined"),
    [
        (BLANK, level(2), level(2)),
        (level(2), BLANK, level(2)),
        (level(2), level(2), level(2)),
        (level(2), Answer(note="n"), replace(level(2), note="n")),
        (Answer(note="n"), Answer(is_to_revisit=True), Answer(note="n", is_to_revisit=True)),
    ],
)
def test_changes_to_different_parts_are_joined(mine, theirs, joined):
    assert merge(BLANK, mine=mine, theirs=theirs).answer == joined
    assert merge(BLANK, mine=mine, theirs=theirs).disputed == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "disputed"),
    [
        (level(2), level(3), ("answer",)),
        (level(2), DONT_KNOW, ("answer",)),
        (NOT_APPLICABLE, replace(NOT_APPLICABLE, reason="Another reason"), ("answer",)),
        (Answer(note="a"), Answer(note="b"), ("note",)),
        (replace(level(1), note="a"), replace(level(2), note="b"), ("answer", "note")),
    ],
)
def test_different_changes_to_one_part_are_disputed(mine, theirs, disputed):
    assert merge(BLANK, mine=mine, theirs=theirs).disputed == disputed


@given(base=answers, mine=answers, theirs=answers)
def test_merging_never_takes_what_neither_side_said(base, mine, theirs):
    outcome = merge(base, mine=mine, theirs=theirs)
    assert outcome.answer in (mine, theirs)
    assert outcome.disputed or merge(base, mine=theirs, theirs=mine).answer == outcome.answer


@given(base=answers, mine=answers)
def test_merging_with_an_unchanged_side_takes_the_changed_one(base, mine):
    assert merge(base, mine=mine, theirs=base).answer == mine == merge(base, mine=base, theirs=mine).answer


# Means


@pytest.mark.parametrize(
    ("given_answers", "state", "value"),
    [
        ([], MeanState.NO_KEY_ACTION, None),
        ([NOT_APPLICABLE, NOT_APPLICABLE], MeanState.NOT_APPLICABLE, None),
        ([NOT_APPLICABLE, BLANK], MeanState.NOT_RATED, None),
        ([DONT_KNOW], MeanState.NOT_RATED, None),
        ([level(0)], MeanState.KNOWN, 0.0),
        ([level(4), level(1)], MeanState.KNOWN, 2.5),
        ([level(4), NOT_APPLICABLE, DONT_KNOW, BLANK], MeanState.KNOWN, 4.0),
    ],
)
def test_a_mean_counts_levels_only_and_says_why_there_is_none(given_answers, state, value):
    mean = mean_of(given_answers)
    assert (mean.state, mean.value) == (state, value)


@given(st.lists(levels, min_size=1))
def test_a_mean_lies_between_its_lowest_and_highest_level(given_answers):
    mean = mean_of(given_answers)
    assert min(mean.levels) <= mean.exact <= max(mean.levels)
    assert 0 <= mean.share <= 100


@given(st.lists(answers).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_answers_does_not_matter(pair):
    assert mean_of(pair[0]) == mean_of(pair[1])


@given(st.lists(answers), st.sampled_from([NOT_APPLICABLE, DONT_KNOW, BLANK]), st.integers(1, 5))
def test_what_is_no_level_never_moves_a_mean(given_answers, extra, times):
    assert mean_of(given_answers + [extra] * times).exact == mean_of(given_answers).exact


@given(st.lists(levels, min_size=1), st.integers(0, 4))
def test_a_higher_level_never_lowers_a_mean(given_answers, position):
    raised = [level(min(4, each.level + (index == position))) for index, each in enumerate(given_answers)]
    assert mean_of(raised).exact >= mean_of(given_answers).exact


def test_a_mean_of_three_thirds_is_exact():
    mean = mean_of([level(1), level(2), level(2)])
    assert mean.exact * 3 == 5
    assert mean.share == pytest.approx(41.666, abs=0.001)


def test_a_mean_of_means_weighs_each_commitment_the_same():
    assert mean_of_means([mean_of([level(4)]), mean_of([level(0)] * 9)]) == 2


def test_a_mean_of_means_leaves_out_what_is_not_known():
    assert mean_of_means([mean_of([level(3)]), mean_of([DONT_KNOW])]) == 3
    assert mean_of_means([Mean(state=MeanState.NOT_RATED)]) is None


# Profile


def test_policy_and_practice_stand_apart():
    (only,) = profile_of({"c01-a": level(1), "c01-b": level(4), "c01-c": level(1)}).scores
    assert (only.practice.value, only.policy.value, only.mean.value) == (1.0, 4.0, 2.0)


def test_a_kind_the_commitment_has_no_key_action_of_is_a_state():
    (only,) = profile_of({}, of=pack(commitment(1, key_action("c01-a")))).scores
    assert only.policy.state is MeanState.NO_KEY_ACTION
    assert only.practice.state is MeanState.NOT_RATED


def test_not_applicable_may_be_looked_at_as_0_but_is_never_flagged_or_shared_as_one():
    given_answers = {"c01-a": level(4), "c01-b": NOT_APPLICABLE, "c01-c": DONT_KNOW}
    (strict,) = score(ONE, depth=Depth.FULL, answers=given_answers, counting=Counting.AS_ZERO).scores
    (usual,) = profile_of(given_answers).scores
    assert (strict.mean.value, usual.mean.value) == (2.0, 4.0)
    assert strict.zeros == ()
    assert strict.policy.value == 0.0


def test_a_quick_scan_asks_for_its_own_key_actions_only():
    (only,) = profile_of({"c01-a": level(2), "c01-c": level(0)}, depth=Depth.QUICK).scores
    assert [item.key_action.slug for item in only.items] == ["c01-a", "c01-b"]
    assert only.mean.value == 2.0


def test_a_zero_is_flagged_however_high_the_mean():
    profile = profile_of({"c01-a": level(0), "c01-b": level(4), "c01-c": level(4)})
    assert [item.key_action.slug for _, item in profile.zeros] == ["c01-a"]


@given(st.lists(answers, min_size=3, max_size=3))
def test_the_flags_are_exactly_the_zeros(given_answers):
    slugs = ["c01-a", "c01-b", "c01-c"]
    profile = profile_of(dict(zip(slugs, given_answers, strict=True)))
    zeros = {slug for slug, answer in zip(slugs, given_answers, strict=True) if answer.level == 0}
    assert {item.key_action.slug for _, item in profile.zeros} == zeros


def test_strengths_are_at_most_three_the_highest_first():
    standard = pack(*(commitment(number, key_action(f"c0{number}-a")) for number in range(1, 6)))
    given_answers = {f"c0{number}-a": level(each) for number, each in enumerate([3, 4, 2, 3, 3], start=1)}
    strengths = profile_of(given_answers, of=standard).strengths
    assert [each.commitment.number for each in strengths] == [2, 1, 4]


def test_a_cluster_weighs_its_commitments_the_same():
    first = commitment(1, key_action("c01-a"))
    second = commitment(2, key_action("c02-a"), key_action("c02-b"))
    standard = pack(first, second)
    profile = profile_of({"c01-a": level(4), "c02-a": level(1), "c02-b": level(1)}, of=standard)
    assert profile.mean_of_cluster(standard.clusters[0]) == Fraction(5, 2)


def test_what_is_shared_is_0_to_100_or_nothing():
    standard = pack(commitment(1, key_action("c01-a")), commitment(2, key_action("c02-a")))
    assert profile_of({"c01-a": level(3)}, of=standard).shares() == {"c01": 75.0, "c02": None}


# Progress


@pytest.mark.parametrize(
    ("answer", "answered"), [(level(0), 1), (NOT_APPLICABLE, 1), (DONT_KNOW, 1), (BLANK, 0), (Answer(note="n"), 0)]
)
def test_answered_means_level_not_applicable_or_dont_know(answer, answered):
    assert progress(["a", "b"], depth=Depth.QUICK, answers={"a": answer}).answered == answered


@pytest.mark.parametrize(
    ("answered", "total", "depth", "minutes"),
    [
        (0, 24, Depth.QUICK, 25),
        (24, 24, Depth.QUICK, 0),
        (23, 24, Depth.QUICK, 5),
        (0, 48, Depth.FULL, 195),
        (31, 48, Depth.FULL, 70),
    ],
)
def test_minutes_left_are_rounded_up_to_five(answered, total, depth, minutes):
    assert Progress(answered=answered, total=total, depth=depth).minutes_left == minutes


def test_an_assessment_is_complete_when_all_is_answered():
    assert Progress(answered=2, total=2, depth=Depth.QUICK).is_complete
    assert not Progress(answered=1, total=2, depth=Depth.QUICK).is_complete


@pytest.mark.parametrize(
    ("shown", "admitted"),
    [
        (Filter.ALL, {"blank", "flag", "unsure", "level"}),
        (Filter.TO_REVISIT, {"flag"}),
        (Filter.UNANSWERED, {"blank", "flag"}),
        (Filter.DONT_KNOW, {"unsure"}),
    ],
)
def test_a_filter_admits_what_it_names(shown, admitted):
    examples = {"blank": BLANK, "flag": Answer(is_to_revisit=True), "unsure": DONT_KNOW, "level": level(2)}
    assert {name for name, answer in examples.items() if shown.admits(answer)} == admitted
