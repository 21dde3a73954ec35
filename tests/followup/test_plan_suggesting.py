"""What is suggested, in which order, and what never is; and what would be if it were done."""

from dataclasses import replace

import pytest

from accountability.assessment.domain.ratings import BLANK, Answer
from accountability.assessment.domain.scores import Profile, score
from accountability.followup.domain.plan import Ground, Grounds, Serves, in_front, suggest
from accountability.followup.domain.plan.forecasting import forecast
from accountability.followup.domain.plan.values import TITLE_LIMIT
from accountability.standard.domain import Depth, Effort, KeyAction, Suggestion
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

TALK = Suggestion(text="Talk about it", effort=Effort.SMALL)
NEXT = Suggestion(text="Take a step", effort=Effort.LARGE)
ASK = Suggestion(text="Ask them", effort=Effort.MEDIUM)


def speaking(slug: str) -> KeyAction:
    return replace(key_action(slug), suggestions=((0, NEXT), (1, NEXT)))


PACK = pack(
    replace(commitment(1, speaking("c01-a"), speaking("c01-b"), speaking("c01-c")), gap_suggestion=ASK),
    replace(commitment(2, speaking("c02-a"), key_action("c02-b")), gap_suggestion=ASK),
    commitment(3, key_action("c03-a")),
)


def profile(**answers: Answer) -> Profile:
    return score(PACK, depth=Depth.FULL, answers={slug.replace("_", "-"): answer for slug, answer in answers.items()})


def grounds(of: Profile, **more: object) -> Grounds:
    return Grounds(scores=of.scores, spread_suggestion=TALK, **more)  # type: ignore[arg-type]


def slugs(given: Grounds) -> list[tuple[str, str]]:
    return [(each.ground.value, each.serves.slug) for each in suggest(given)]


@pytest.mark.parametrize(
    ("answer", "spread", "expected"),
    [
        (level(0), None, "zero"),
        (level(0), 4, "zero"),
        (level(1), None, "low"),
        (level(1), 2, "low"),
        (level(2), None, None),
        (level(2), 1, None),
        (level(2), 2, "spread"),
        (level(4), 3, "spread"),
        (DONT_KNOW, None, None),
        (DONT_KNOW, 2, "spread"),
        (NOT_APPLICABLE, None, None),
        (Answer(), None, None),
        (Answer(), 2, "spread"),
    ],
)
def test_low_levels_and_raters_far_apart_are_suggested(answer: Answer, spread: int | None, expected: str | None) -> None:
    found = slugs(grounds(profile(c01_a=answer), spreads={"c01-a": spread} if spread else {}))
    assert found == ([(expected, "c01-a")] if expected else [])


@pytest.mark.parametrize(
    ("ours", "voice", "points"),
    [(4, 80.0, 20), (4, 80.1, None), (2, 30.0, 20), (2, 60.0, None), (4, None, None), (3, 10.0, 65)],
)
def test_people_who_see_twenty_points_less_are_a_reason(ours: int, voice: float | None, points: int | None) -> None:
    found = suggest(grounds(profile(c02_a=level(ours), c02_b=level(ours)), voices={"c02": voice}))
    assert [each.points for each in found] == ([points] if points else [])


def test_a_commitment_without_a_level_has_no_gap() -> None:
    assert slugs(grounds(profile(c02_a=DONT_KNOW), voices={"c02": 0.0})) == []


def test_zeros_come_first_then_ones_then_spreads_then_gaps() -> None:
    of = profile(c01_a=level(1), c01_b=level(4), c01_c=level(3), c02_a=level(0), c02_b=level(4), c03_a=level(0))
    found = slugs(grounds(of, spreads={"c01-b": 2, "c01-c": 3}, voices={"c01": 40.0, "c02": 10.0}))
    assert found == [
        ("zero", "c02-a"),
        ("zero", "c03-a"),
        ("low", "c01-a"),
        ("spread", "c01-c"),
        ("spread", "c01-b"),
        ("gap", "c02"),
        ("gap", "c01"),
    ]


def test_at_most_three_stand_in_front() -> None:
    found = suggest(grounds(profile(**dict.fromkeys(("c01_a", "c01_b", "c01_c", "c02_a"), level(0)))))
    assert (len(found), len(in_front(found)), len(in_front(found[:1]))) == (4, 3, 1)


@pytest.mark.parametrize(
    ("planned", "left"),
    [
        (Serves(commitment="c01", key_action="c01-a"), ["c01-b", "c01"]),
        (Serves(commitment="c01"), ["c01-a", "c01-b"]),
        (Serves(commitment="c02", key_action="c02-a"), ["c01-a", "c01-b", "c01"]),
    ],
)
def test_what_has_an_action_is_not_suggested_again(planned: Serves, left: list[str]) -> None:
    of = profile(c01_a=level(0), c01_b=level(1), c01_c=level(4))
    assert [slug for _, slug in slugs(grounds(of, planned=[planned], voices={"c01": 0.0}))] == left


def test_the_words_are_the_standards() -> None:
    of = profile(c01_a=level(0), c01_b=BLANK, c02_a=level(4))
    found = suggest(grounds(of, spreads={"c01-b": 2}, voices={"c02": 0.0}))
    assert [(each.ground, each.text, each.effort) for each in found] == [
        (Ground.ZERO, "Take a step", Effort.LARGE),
        (Ground.SPREAD, "Talk about it", Effort.SMALL),
        (Ground.GAP, "Ask them", Effort.MEDIUM),
    ]


def test_once_a_level_is_agreed_the_next_step_from_it_is_said_and_not_that_one_should_talk() -> None:
    found = suggest(grounds(profile(c01_b=level(3)), spreads={"c01-b": 2}))
    assert [(each.ground, each.text) for each in found] == [(Ground.SPREAD, "e")]


def test_without_words_of_the_standard_the_next_level_says_where_to_go() -> None:
    of = profile(c02_b=level(1), c03_a=level(4))
    given = Grounds(scores=of.scores, spreads={"c03-a": 2}, voices={"c03": 0.0})
    assert [each.text for each in suggest(given)] == ["c", "e", "We promise"]


def test_a_long_suggestion_fits_an_action() -> None:
    long = replace(key_action("c01-a"), suggestions=((0, Suggestion(text="x" * 999, effort=Effort.SMALL)),))
    of = score(pack(commitment(1, long)), depth=Depth.FULL, answers={"c01-a": level(0)})
    assert len(suggest(Grounds(scores=of.scores))[0].text) == TITLE_LIMIT


# What if it were done


def test_the_mean_rises_with_the_levels_hoped_for() -> None:
    (found,) = forecast(profile(c01_a=level(0), c01_b=level(3)).scores, expected={"c01-a": 3, "c01-b": 4})
    assert (found.now.mean.exact, found.then.mean.exact) == (1.5, 3.5)
    assert [(was.answer.level, then.answer.level) for was, then in found.changed] == [(0, 3), (3, 4)]


def test_a_key_action_without_a_level_gets_one() -> None:
    (found,) = forecast(profile(c01_a=level(2), c01_b=DONT_KNOW).scores, expected={"c01-b": 4})
    assert (found.now.mean.exact, found.then.mean.exact) == (2, 3)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(level(3), {"c01-a": 3}), (level(3), {"c01-a": 1}), (NOT_APPLICABLE, {"c01-a": 4}), (level(0), {"c99-a": 4})],
)
def test_what_is_there_or_does_not_apply_or_is_not_asked_changes_nothing(answer: Answer, expected: dict[str, int]) -> None:
    assert forecast(profile(c01_a=answer).scores, expected=expected) == ()


def test_a_dry_run_leaves_what_it_was_made_from() -> None:
    of = profile(c01_a=level(0))
    forecast(of.scores, expected={"c01-a": 4})
    assert of == profile(c01_a=level(0))
