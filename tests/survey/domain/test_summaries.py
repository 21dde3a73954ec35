"""Numbers that may be shown: oracles, edges, and properties that hold for all numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.survey.domain import (
    KINDS,
    HiddenReason,
    MultipleChoice,
    OpenText,
    SafeShare,
    ScaleTo10,
    SingleChoice,
    YesNoUnsure,
    answers_class,
    join_voices,
    net_score,
    safe_score,
    safe_share,
    summarise,
    voice_score,
)
from tests.survey.domain.test_kinds import SAMPLES

SCALE = ScaleTo10(is_recommendation=True)
counts_of_scale = st.lists(st.integers(0, 10), min_size=10, max_size=300)


def scale_summary(answers, threshold=10):
    counts = {str(number): answers.count(number) for number in set(answers)}
    return summarise(SCALE, counts=counts, answers=len(answers), threshold=threshold)


def test_the_published_example_of_ninety_answers_gives_thirteen():
    net = net_score(promoters=37, passives=28, detractors=25)
    assert net == Fraction(40, 3)
    assert int(net) == 13


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "net"),
    [(9, 0, 0, 100), (0, 0, 9, -100), (0, 9, 0, 0), (0, 0, 0, None), (1, 1, 1, 0)],
)
def test_net_score_edges(promoters, passives, detractors, net):
    assert net_score(promoters=promoters, passives=passives, detractors=detractors) == net


@pytest.mark.parametrize(
    ("net", "answers", "shown"),
    [
        (Fraction(40, 3), 49, 10),
        (Fraction(40, 3), 50, 15),
        (Fraction(100), 12, 90),
        (Fraction(-100), 500, -90),
        (Fraction(-15), 20, -20),
        (Fraction(0), 10, 0),
    ],
)
def test_the_shown_score_is_coarse_and_never_everybody(net, answers, shown):
    assert safe_score(net, answers=answers).value == shown


def test_a_score_at_the_end_says_that_it_may_lie_beyond():
    assert safe_score(Fraction(100), answers=20).is_at_end
    assert not safe_score(Fraction(40), answers=20).is_at_end


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (5, "5–9"), (9, "5–9"), (10, "10–14"), (14, "10–14"), (15, "15–19"), (20, "20–29"), (49, "30–49"), (50, "50–99"),
        (100, "100–199"), (199, "100–199"), (200, "200–499"), (500, "500–999"), (1000, "1\u202f000–1\u202f999"),
        (2500, "2\u202f000–4\u202f999"),
    ],
)  # fmt: skip
def test_the_number_of_answers_is_shown_as_a_class(answers, words):
    assert str(answers_class(answers)) == words


@given(st.integers(5, 10**7))
def test_every_number_lies_in_its_class_and_no_class_is_narrow(answers):
    size = answers_class(answers)
    assert size.low <= answers <= size.high
    assert size.high - size.low >= 4


@pytest.mark.parametrize(
    ("count", "answers", "percent"),
    [
        (0, 10, 5),
        (1, 10, 10),
        (1, 11, 5),
        (9, 10, 90),
        (10, 10, 95),
        (19, 20, 95),
        (1, 8, 15),
        (49, 400, 10),
        (50, 400, 15),
    ],
)
def test_shares_go_in_steps_of_five(count, answers, percent):
    assert safe_share(count, answers) == percent


@given(st.data())
def test_no_share_ever_says_nobody_or_everybody(data):
    answers = data.draw(st.integers(5, 10_000))
    percent = safe_share(data.draw(st.integers(0, answers)), answers)
    assert percent in range(5, 100, 5)


@given(st.data())
def test_a_shown_share_is_near_the_truth(data):
    answers = data.draw(st.integers(5, 10_000))
    count = data.draw(st.integers(0, answers))
    percent, exact = safe_share(count, answers), Fraction(100 * count, answers)
    assert abs(percent - exact) <= (5 if percent in (5, 95) else Fraction(5, 2))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_hides_its_numbers_below_ten(name):
    kind, _, _ = SAMPLES[name]
    summary = summarise(kind, counts={}, answers=9, threshold=10)
    assert (summary.answers, summary.shares, summary.recommendation, summary.voice) == (
        None,
        (),
        None,
        None,
    )
    assert summary.hidden in (HiddenReason.TOO_FEW_ANSWERS, HiddenReason.TOO_FEW_TEXTS)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_shows_its_options_from_ten(name):
    kind, good, _ = SAMPLES[name]
    summary = summarise(kind, counts=dict.fromkeys(good, 10), answers=10, threshold=10)
    assert summary.hidden is None
    assert [share.option for share in summary.shares] == list(kind.options)


def test_texts_stay_hidden_below_ten_even_when_five_was_chosen():
    assert summarise(OpenText(), counts={}, answers=9, threshold=5).hidden is HiddenReason.TOO_FEW_TEXTS
    assert summarise(YesNoUnsure(), counts={"yes": 5}, answers=5, threshold=5).hidden is None


@given(counts_of_scale)
def test_a_summary_does_not_depend_on_the_order_of_answers(answers):
    assert scale_summary(answers) == scale_summary(sorted(answers))


@given(counts_of_scale)
def test_the_recommendation_score_equals_the_one_from_raw_answers(answers):
    promoters, detractors = sum(a >= 9 for a in answers), sum(a <= 6 for a in answers)
    net = net_score(
        promoters=promoters,
        passives=len(answers) - promoters - detractors,
        detractors=detractors,
    )
    assert scale_summary(answers).recommendation == safe_score(net, answers=len(answers))


@given(counts_of_scale)
def test_a_voice_goes_in_steps_of_five_between_0_and_100(answers):
    assert scale_summary(answers).voice in range(0, 101, 5)


@pytest.mark.parametrize(
    ("counts", "voice"),
    [({"10": 20}, 95), ({"0": 20}, 5), ({"5": 20}, 50), ({"4": 10, "8": 10}, 60)],
)
def test_a_voice_follows_the_shown_shares(counts, voice):
    shown = summarise(SCALE, counts=counts, answers=20, threshold=10).voice
    assert abs(shown - voice) <= 5


def test_not_sure_is_neither_good_nor_bad():
    assert summarise(YesNoUnsure(), counts={"yes": 8, "unsure": 12}, answers=20, threshold=10).voice in (90, 95, 100)


def test_a_choice_without_better_or_worse_has_no_voice():
    assert summarise(SingleChoice(labels=("a", "b")), counts={"1": 10}, answers=10, threshold=10).voice is None
    assert (
        summarise(
            MultipleChoice(labels=("a", "b")),
            counts={"1": 10},
            answers=10,
            threshold=10,
        ).voice
        is None
    )


def test_a_voice_without_any_share_is_none():
    assert voice_score(()) is None


def test_joined_voices_take_the_mean_and_the_smallest_class():
    one = summarise(YesNoUnsure(), counts={"yes": 20}, answers=20, threshold=10)
    two = summarise(YesNoUnsure(), counts={"no": 10}, answers=10, threshold=10)
    joined = join_voices([one, two])
    assert joined.score == 50
    assert joined.answers_class == "10–14"


@pytest.mark.parametrize(
    ("summaries", "reason"),
    [
        ([], HiddenReason.NOT_ASKED),
        (
            [summarise(YesNoUnsure(), counts={}, answers=3, threshold=10)],
            HiddenReason.TOO_FEW_ANSWERS,
        ),
        (
            [summarise(OpenText(), counts={}, answers=3, threshold=10)],
            HiddenReason.NO_SCORE,
        ),
    ],
)
def test_a_hidden_voice_says_why(summaries, reason):
    voice = join_voices(summaries)
    assert (voice.score, voice.reason_hidden) == (None, reason)


@pytest.mark.parametrize(
    ("percent", "is_under", "is_over"), [(5, True, False), (10, False, False), (90, False, False), (95, False, True)]
)
def test_the_outer_shares_are_words_instead_of_numbers(percent, is_under, is_over):
    share = SafeShare(option=SCALE.options[0], percent=percent)
    assert (share.is_under, share.is_over) == (is_under, is_over)
