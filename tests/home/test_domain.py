"""What the dashboard says is next."""

from dataclasses import replace

import pytest

from accountability.home.domain import (
    NextStep,
    Standing,
    Steps,
    StepState,
    next_step,
    steps_of,
)

SIGNED = Standing(has_assessment=True, is_rated=True, is_signed=True)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (Standing(), NextStep.START_ASSESSMENT),
        (Standing(replies_overdue=1), NextStep.ANSWER_OVERDUE),
        (Standing(has_assessment=True), NextStep.CONTINUE_ASSESSMENT),
        (Standing(has_assessment=True, replies_due=1), NextStep.WRITE_REPLY),
        (Standing(has_assessment=True, is_rated=True), NextStep.SIGN_ASSESSMENT),
        (replace(SIGNED, is_unplanned=True, rounds_to_contribute=1), NextStep.MAKE_PLAN),
        (replace(SIGNED, rounds_to_contribute=1, rounds_to_join=1), NextStep.CONTRIBUTE),
        (replace(SIGNED, rounds_to_join=1), NextStep.JOIN_ROUND),
        (replace(SIGNED, surveys_in_draft=1), NextStep.PUBLISH_SURVEY),
        (replace(SIGNED, surveys_open=1), NextStep.WAIT_FOR_ANSWERS),
        (SIGNED, NextStep.START_LISTENING),
        (replace(SIGNED, is_rated=False), NextStep.START_LISTENING),
        (replace(SIGNED, replies_published=1), NextStep.NOTHING),
    ],
)
def test_the_next_step_follows_from_where_we_are(standing: Standing, step: NextStep) -> None:
    assert next_step(standing, able=set(NextStep)) is step


def test_nobody_is_sent_to_what_others_do() -> None:
    standing = Standing(has_assessment=True, replies_overdue=1)
    assert next_step(standing, able={NextStep.CONTINUE_ASSESSMENT}) is NextStep.CONTINUE_ASSESSMENT
    assert next_step(standing, able=set()) is NextStep.NOTHING


@pytest.mark.parametrize(
    ("standing", "steps"),
    [
        (Standing(), (StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.NOT_BEGUN, None)),
        (Standing(is_in_network=True), (StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.NOT_BEGUN)),
        (Standing(has_assessment=True, surveys_open=1), (StepState.CURRENT, StepState.CURRENT, StepState.NOT_BEGUN, None)),
        (replace(SIGNED, surveys_in_draft=1, replies_due=1), (StepState.DONE, StepState.CURRENT, StepState.CURRENT, None)),
        (replace(SIGNED, replies_due=1, replies_overdue=1), (StepState.DONE, StepState.DONE, StepState.LATE, None)),
        (replace(SIGNED, replies_published=1), (StepState.DONE, StepState.DONE, StepState.DONE, None)),
        (
            Standing(is_in_network=True, rounds_to_join=1, rounds_contributed=2),
            (StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.CURRENT),
        ),
        (
            Standing(is_in_network=True, rounds_contributed=2),
            (StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.NOT_BEGUN, StepState.DONE),
        ),
    ],
)
def test_every_step_says_how_far_it_is(standing: Standing, steps: tuple[StepState, StepState, StepState, StepState | None]) -> None:
    score, listen, answer, compare = steps
    assert steps_of(standing) == Steps(score=score, listen=listen, answer=answer, compare=compare)


def test_an_organisation_is_new_until_something_is_begun() -> None:
    assert Standing(is_in_network=True, rounds_to_join=1).is_new
    assert not Standing(surveys_in_draft=1).is_new
    assert not Standing(replies_overdue=1).is_new
