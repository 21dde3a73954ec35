"""What each kind of question accepts, refuses and stores."""

import pytest

from accountability.survey import domain
from accountability.survey.domain import (
    KINDS,
    FivePoint,
    MultipleChoice,
    OpenText,
    ScaleTo10,
    SingleChoice,
    YesNoUnsure,
)

SAMPLES = {
    "scale_0_10": (
        ScaleTo10(low="No", high="Yes", is_recommendation=True),
        ["7"],
        ["11"],
    ),
    "five_point": (FivePoint(steps="frequency"), ["5"], ["6"]),
    "single_choice": (SingleChoice(labels=("Tea", "Coffee")), ["2"], ["3"]),
    "multiple_choice": (MultipleChoice(labels=("Tea", "Coffee")), ["1", "2"], ["0"]),
    "yes_no_unsure": (YesNoUnsure(), ["unsure"], ["maybe"]),
    "open_text": (OpenText(), ["A word."], ["x" * 2001]),
}


def test_every_kind_has_a_sample_here():
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_survives_being_stored(name):
    kind, _, _ = SAMPLES[name]
    assert KINDS[name].restored(kind.stored()) == kind


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_with_good_settings_may_be_published(name):
    kind, _, _ = SAMPLES[name]
    assert kind.checked() is kind


@pytest.mark.parametrize("name", KINDS)
def test_an_offered_answer_is_accepted(name):
    kind, good, _ = SAMPLES[name]
    assert kind.check(good) == tuple(good)


@pytest.mark.parametrize("name", KINDS)
def test_an_answer_that_is_not_offered_is_refused(name):
    kind, _, bad = SAMPLES[name]
    with pytest.raises((domain.AnswerIsNotOffered, domain.TextIsTooLong)):
        kind.check(bad)


@pytest.mark.parametrize("name", KINDS)
def test_every_question_may_be_skipped(name):
    kind, _, _ = SAMPLES[name]
    assert kind.check([]) == kind.check([""]) == ()


@pytest.mark.parametrize("name", ["scale_0_10", "five_point", "single_choice", "yes_no_unsure"])
def test_two_answers_to_a_question_that_takes_one_are_refused(name):
    kind, _, _ = SAMPLES[name]
    with pytest.raises(domain.AnswerIsNotOffered):
        kind.check([option.key for option in kind.options][:2])


def test_many_answers_keep_the_order_they_were_offered_in():
    assert MultipleChoice(labels=("a", "b", "c")).check(["3", "1", "3"]) == ("1", "3")


def test_a_text_loses_what_no_database_can_hold():
    assert OpenText().check([" a\x00b\r\nc "]) == ("ab\nc",)


def test_the_ends_of_a_scale_are_ours_until_they_are_named():
    low, high = ScaleTo10(high="Gladly").ends
    assert (low.label, low.is_fixed, high.label, high.is_fixed) == (
        "Not at all",
        True,
        "Gladly",
        False,
    )


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        (SingleChoice(labels=("one",)), domain.OptionsAreTooFew),
        (SingleChoice(labels=tuple(map(str, range(21)))), domain.OptionsAreTooMany),
        (MultipleChoice(labels=("Tea", "tea")), domain.OptionsAreRepeated),
        (SingleChoice(labels=("x" * 81, "y")), domain.LabelIsTooLong),
        (ScaleTo10(low="x" * 81), domain.LabelIsTooLong),
        (FivePoint(steps="own", labels=("a", "b")), domain.StepsAreNotFive),
        (
            FivePoint(steps="own", labels=("a", "b", "c", "d", "A")),
            domain.OptionsAreRepeated,
        ),
        (FivePoint(steps="mood"), domain.StepsAreNotFive),
    ],
)
def test_settings_that_would_confuse_people_are_refused(kind, refusal):
    with pytest.raises(refusal):
        kind.checked()


def test_five_steps_of_ones_own_are_worth_the_same_as_ours():
    own = FivePoint(steps="own", labels=("a", "b", "c", "d", "e"))
    assert own.checked() is own
    assert [option.worth for option in own.options] == [option.worth for option in FivePoint().options] == [0, 25, 50, 75, 100]


def test_only_kinds_with_better_and_worse_answers_count_as_voice():
    assert {name for name, (kind, _, _) in SAMPLES.items() if kind.has_worth} == {
        "scale_0_10",
        "five_point",
        "yes_no_unsure",
    }
