"""How the people of the demo region answer: a little lower than the organisation sees itself, and each differently.

One person has one mood towards the organisation, so that answers hang together, and an own view of every question.
Nothing here knows who answers: a person is a number in a random stream.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from accountability.demo import texts
from accountability.demo.figures import voice_gap
from accountability.demo.levels import Sheet, commitment_means
from accountability.demo.stories import SurveyStory, World

PEOPLE_SPREAD = 13.0  # points of 100: how much people differ from each other
QUESTION_SPREAD = 15.0
ORGANISATION_SPREAD = 0.25  # levels: some organisations are seen as they see themselves, some much lower
SKIP_SHARE = 0.04
TEXT_SHARE = 0.35
UNSURE_SHARE = 0.14
MANY_SHARES = (0.05, 0.45)  # how likely an option of a multiple choice is ticked: from rarely to often


class Offered(Protocol):
    """One option of a question: `worth` 0 to 100, or None when it is neither better nor worse."""

    @property
    def key(self) -> str: ...
    @property
    def worth(self) -> int | None: ...


class Question(Protocol):
    """What answering needs to know about the kind of a question."""

    @property
    def options(self) -> Sequence[Offered]: ...
    @property
    def takes_many(self) -> bool: ...
    @property
    def is_text(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question of the demo's survey: its name in the form, its kind, its commitment if it has one, its bank key."""

    field: str
    kind: Question
    commitment: str | None
    key: str


def voice_of(world: World, survey: SurveyStory, sheet: Sheet) -> dict[str, float]:
    """How the people concerned see each commitment, 0 to 100: the organisation's own mean less its gap."""
    random = Random(f"{world.seed}:gap:{survey.organisation}")
    own_gap = random.gauss(0, ORGANISATION_SPREAD)
    return {
        commitment: _clip(25 * (mean - voice_gap(commitment) - own_gap)) for commitment, mean in commitment_means(sheet).items()
    }


def draw_responses(
    world: World, survey: SurveyStory, *, voice: Mapping[str, float], asked: Sequence[Asked]
) -> Iterator[dict[str, list[str]]]:
    """One mapping of form field to posted values per response, `survey.responses` of them; a skipped question is missing."""
    random = Random(f"{world.seed}:answers:{survey.organisation}:{survey.title}")
    for _ in range(survey.responses):
        mood = random.gauss(0, PEOPLE_SPREAD)
        answers = {question.field: _answer(random, question, mood=mood, voice=voice) for question in asked}
        yield {field: values for field, values in answers.items() if values}


def _answer(random: Random, asked: Asked, *, mood: float, voice: Mapping[str, float]) -> list[str]:
    middle = voice.get(asked.commitment or "", 62.0)
    lean = _clip(middle + mood + random.gauss(0, QUESTION_SPREAD))
    if asked.kind.is_text:
        return [texts.choose(random, asked.key, is_pleased=lean > 55)] if random.random() < TEXT_SHARE else []
    if random.random() < SKIP_SHARE:
        return []
    return choose_options(random, asked.kind, lean=lean)


def choose_options(random: Random, kind: Question, *, lean: float) -> list[str]:
    """The keys of what somebody leaning to `lean` (0 to 100) picks."""
    if kind.takes_many:
        nothing, *hurdles = kind.options  # the demo's multiple choice begins with "nothing", which goes with no other
        is_content = random.random() * 200 < lean
        return [nothing.key] if is_content else [option.key for option in hurdles if random.random() < _popularity(option)]
    graded = [option for option in kind.options if option.worth is not None]
    neutral = [option for option in kind.options if option.worth is None]
    if not graded or (neutral and random.random() < UNSURE_SHARE):
        return [random.choice(neutral).key]
    if len(graded) == 2:
        return [graded[_better(graded) if random.random() * 100 < lean else 1 - _better(graded)].key]
    return [min(graded, key=lambda option: abs((option.worth or 0) - lean)).key]


def _popularity(option: Offered) -> float:
    return Random(f"option {option.key}").uniform(*MANY_SHARES)


def _better(pair: Sequence[Offered]) -> int:
    return 0 if (pair[0].worth or 0) > (pair[1].worth or 0) else 1


def _clip(value: float) -> float:
    return min(100.0, max(0.0, value))
