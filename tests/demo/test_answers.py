"""The people of the demo region answer plausibly, and the same way every time."""

from dataclasses import dataclass
from datetime import date
from random import Random
from statistics import fmean

import pytest

from accountability.demo.answers import Asked, choose_options, draw_responses, voice_of
from accountability.demo.levels import commitment_means, draw_sheets
from accountability.demo.stories import SurveyStory, World
from accountability.demo.texts import BETTER, GOOD, THEMES, choose, choose_themes
from accountability.demo.world import build_world


@dataclass(frozen=True)
class Option:
    key: str
    worth: int | None = None


@dataclass(frozen=True)
class Kind:
    options: tuple[Option, ...] = ()
    takes_many: bool = False
    is_text: bool = False


SCALE = Kind(tuple(Option(str(number), number * 10) for number in range(11)))
YES_NO = Kind((Option("yes", 100), Option("no", 0), Option("unsure")))
NO_YES = Kind((Option("no", 0), Option("yes", 100)))
MANY = Kind((Option("1"), Option("2"), Option("3")), takes_many=True)
ONE = Kind((Option("1"), Option("2")))
TEXT = Kind(is_text=True)
ASKED = [
    Asked(field="a", kind=SCALE, commitment="c11", key="q-influence"),
    Asked(field="b", kind=SCALE, commitment="c06", key="q-partner-fair"),
    Asked(field="t", kind=TEXT, commitment=None, key="q-good"),
]


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(today=date(2026, 11, 20))


def answers(world: World, survey: SurveyStory) -> list[dict[str, list[str]]]:
    sheet = draw_sheets(world, round_index=2)[survey.organisation]
    return list(draw_responses(world, survey, voice=voice_of(world, survey, sheet), asked=ASKED))


def test_the_same_survey_is_answered_the_same_way_again(world: World) -> None:
    survey = world.surveys[0]
    assert answers(world, survey) == answers(world, survey)
    assert len(answers(world, survey)) == survey.responses


def test_people_see_complaints_and_feedback_lower_than_the_organisations_do(world: World) -> None:
    sheets = draw_sheets(world, round_index=2)
    gaps = {"c11": [], "c06": []}  # type: dict[str, list[float]]
    for survey in world.surveys:
        own, voice = commitment_means(sheets[survey.organisation]), voice_of(world, survey, sheets[survey.organisation])
        for commitment, found in gaps.items():
            found.append(own[commitment] - voice[commitment] / 25)
    assert fmean(gaps["c11"]) - fmean(gaps["c06"]) == pytest.approx(0.3, abs=0.05)
    assert fmean(gaps["c06"]) == pytest.approx(0.1, abs=0.15)


def test_answers_follow_what_people_think(world: World) -> None:
    survey = world.surveys[0]
    given = [int(response["a"][0]) for response in answers(world, survey) if "a" in response]
    sheet = draw_sheets(world, round_index=2)[survey.organisation]
    assert fmean(given) * 10 == pytest.approx(voice_of(world, survey, sheet)["c11"], abs=4)
    assert len(set(given)) > 5


def test_some_questions_are_skipped_and_some_texts_written(world: World) -> None:
    given = answers(world, world.surveys[0])
    assert 0 < sum("a" not in response for response in given) < len(given) / 8
    assert len(given) / 4 < sum("t" in response for response in given) < len(given) / 2


def test_a_yes_becomes_likelier_the_more_people_lean_to_it() -> None:
    random = Random("yes")
    shares = [sum(choose_options(random, YES_NO, lean=lean) == ["yes"] for _ in range(400)) / 400 for lean in (10, 90)]
    assert shares[0] < 0.2 < 0.65 < shares[1]
    assert sum(choose_options(random, NO_YES, lean=90) == ["yes"] for _ in range(100)) > 80


def test_choices_without_better_or_worse_are_left_to_chance() -> None:
    random = Random("chance")
    assert {tuple(choose_options(random, ONE, lean=50)) for _ in range(30)} == {("1",), ("2",)}
    assert len({tuple(choose_options(random, MANY, lean=50)) for _ in range(60)}) > 4


def test_praise_and_wishes_go_where_they_were_asked_for() -> None:
    random = Random("texts")
    assert choose(random, "q-good", is_pleased=False) in GOOD
    assert choose(random, "q-better", is_pleased=True) in BETTER
    assert choose(random, "other", is_pleased=True) in GOOD
    assert choose(random, "other", is_pleased=False) in BETTER


def test_a_reply_never_leaves_out_what_was_declined() -> None:
    for seed in range(20):
        themes = choose_themes(Random(seed), count=4)
        assert len(set(themes)) == 4
        assert "declined" in {theme.decision for theme in themes}
    assert all((theme.days is None) == (theme.decision == "declined") for theme in THEMES)
