"""What is marked on a level, and how far a key action is from where the organisation wants to be."""

import pytest

from accountability.assessment.domain.marks import (
    Mark,
    Marks,
    TargetChoice,
    TargetHasChanged,
    check_choices,
    check_targets,
    furthest,
)
from accountability.assessment.domain.refusals import AssessmentIsSubmitted
from accountability.assessment.domain.scores import score
from accountability.standard.domain import Depth
from tests.factories.assessment import DONT_KNOW, commitment, key_action, level, pack

THREE = pack(commitment(1, key_action("c01-a"), key_action("c01-b")), commitment(2, key_action("c02-a")))


def far(answers, targets):
    found = furthest(score(THREE, depth=Depth.FULL, answers=answers), targets)
    return [(each.commitment.slug, each.item.key_action.slug, each.target, each.levels) for each in found]


@pytest.mark.parametrize(
    ("at", "marked"),
    [(0, ()), (1, (Mark.PREVIOUS,)), (2, (Mark.VERIFIED,)), (3, (Mark.TARGET, Mark.VERIFIED)), (4, ())],
)
def test_a_level_bears_every_mark_that_belongs_to_it(at, marked):
    assert Marks(previous=1, target=3, verified=(2, 3)).at(at) == marked


def test_a_previous_level_of_0_is_marked_and_no_level_is_not():
    assert Marks(previous=0).at(0) == (Mark.PREVIOUS,)
    assert Marks().at(0) == ()


def test_where_nothing_is_marked_nothing_is_shown():
    assert Marks().is_empty
    assert not Marks(previous=0).is_empty


def test_the_furthest_from_its_target_comes_first():
    answers = {"c01-a": level(2), "c01-b": level(0), "c02-a": level(1)}
    found = far(answers, {"c01-a": 3, "c01-b": 4, "c02-a": 2})
    assert found == [("c01", "c01-b", 4, 4), ("c01", "c01-a", 3, 1), ("c02", "c02-a", 2, 1)]


def test_what_is_reached_not_rated_or_without_a_target_is_no_distance():
    answers = {"c01-a": level(3), "c01-b": DONT_KNOW, "c02-a": level(4)}
    assert far(answers, {"c01-a": 3, "c01-b": 4, "c02-a": 1}) == []
    assert far({"c01-a": level(0)}, {}) == []


def test_targets_stand_while_somebody_reads_to_sign():
    check_targets(is_submitted=False)
    with pytest.raises(AssessmentIsSubmitted):
        check_targets(is_submitted=True)


@pytest.mark.parametrize(
    ("seen", "chosen", "kept", "stored"),
    [
        (None, 3, {}, {"c01-a": 3}),
        (3, None, {"c01-a": 3}, {"c01-a": None}),
        (2, 4, {"c01-a": 2}, {"c01-a": 4}),
        (2, 2, {"c01-a": 4}, {}),  # left alone, so what somebody else chose stays
        (None, 4, {"c01-a": 4}, {}),  # both chose the same
    ],
)
def test_only_what_was_chosen_anew_is_stored(seen, chosen, kept, stored):
    assert check_choices({"c01-a": TargetChoice(target=chosen, seen=seen)}, kept=kept, texts={"c01-a": "x"}) == stored


def test_nobody_chooses_over_a_target_that_they_have_not_seen():
    with pytest.raises(TargetHasChanged):
        check_choices({"c01-a": TargetChoice(target=4, seen=2)}, kept={"c01-a": 3}, texts={"c01-a": "x"})
