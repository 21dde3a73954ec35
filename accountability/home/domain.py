"""Which of the four steps of the cycle is done, which is under way, and what to do next.

What is owed to people outside comes before anything inside: an overdue reply is always the next step.
"""

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    """How far one step of the cycle is."""

    NOT_BEGUN = "not begun"
    CURRENT = "current"
    DONE = "done"
    LATE = "late"


class NextStep(StrEnum):
    """The one thing to do now."""

    ANSWER_OVERDUE = "answer overdue"
    START_ASSESSMENT = "start assessment"
    CONTINUE_ASSESSMENT = "continue assessment"
    SIGN_ASSESSMENT = "sign assessment"
    MAKE_PLAN = "make plan"
    WRITE_REPLY = "write reply"
    START_LISTENING = "start listening"
    PUBLISH_SURVEY = "publish survey"
    JOIN_ROUND = "join round"
    CONTRIBUTE = "contribute"
    WAIT_FOR_ANSWERS = "wait for answers"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the dashboard knows about one organisation, in numbers; `is_in_network` False leaves comparing out."""

    has_assessment: bool = False
    is_rated: bool = False  # every key action has an answer
    is_signed: bool = False
    is_unplanned: bool = False  # the last signed assessment, and nothing was planned since
    surveys_in_draft: int = 0
    surveys_open: int = 0
    replies_due: int = 0
    replies_overdue: int = 0
    replies_published: int = 0
    is_in_network: bool = False
    rounds_to_join: int = 0
    rounds_to_contribute: int = 0
    rounds_contributed: int = 0

    @property
    def is_new(self) -> bool:
        """Whether nothing has been begun at all."""
        return not (self.has_assessment or self.surveys_in_draft or self.has_listened)

    @property
    def has_listened(self) -> bool:
        """Whether a survey has been published at any time."""
        return bool(self.surveys_open or self.replies_due or self.replies_overdue or self.replies_published)


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The four steps of the cycle and how far each is; `compare` is None outside of a network."""

    score: StepState
    listen: StepState
    answer: StepState
    compare: StepState | None


def steps_of(standing: Standing) -> Steps:
    """How far each step of the cycle is."""
    return Steps(
        score=_first((standing.is_signed, StepState.DONE), (standing.has_assessment, StepState.CURRENT)),
        listen=_first(
            (bool(standing.surveys_open or standing.surveys_in_draft), StepState.CURRENT), (standing.has_listened, StepState.DONE)
        ),
        answer=_first(
            (standing.replies_overdue > 0, StepState.LATE),
            (standing.replies_due > 0, StepState.CURRENT),
            (standing.replies_published > 0, StepState.DONE),
        ),
        compare=_first(
            (standing.rounds_to_join + standing.rounds_to_contribute > 0, StepState.CURRENT),
            (standing.rounds_contributed > 0, StepState.DONE),
        )
        if standing.is_in_network
        else None,
    )


def next_step(standing: Standing, *, able: Container[NextStep]) -> NextStep:
    """The one thing to do now among what the reader is able to do; what people outside wait for comes first."""
    order = (
        (standing.replies_overdue > 0, NextStep.ANSWER_OVERDUE),
        (not standing.has_assessment, NextStep.START_ASSESSMENT),
        (standing.replies_due > 0, NextStep.WRITE_REPLY),
        (standing.has_assessment and not standing.is_rated and not standing.is_signed, NextStep.CONTINUE_ASSESSMENT),
        (standing.is_rated and not standing.is_signed, NextStep.SIGN_ASSESSMENT),
        (standing.is_unplanned, NextStep.MAKE_PLAN),
        (standing.is_signed and standing.rounds_to_contribute > 0, NextStep.CONTRIBUTE),
        (standing.is_signed and standing.rounds_to_join > 0, NextStep.JOIN_ROUND),
        (standing.surveys_in_draft > 0, NextStep.PUBLISH_SURVEY),
        (standing.is_signed and not standing.has_listened, NextStep.START_LISTENING),
        (standing.surveys_open > 0, NextStep.WAIT_FOR_ANSWERS),
    )
    return next((step for is_so, step in order if is_so and step in able), NextStep.NOTHING)


def _first(*order: tuple[bool, StepState]) -> StepState:
    return next((state for is_so, state in order if is_so), StepState.NOT_BEGUN)
