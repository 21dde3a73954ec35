"""Surveys for tests: drafts, published ones, and answers sent through the real command."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.survey import commands, queries
from accountability.survey.domain import (
    Answers,
    FivePoint,
    Kind,
    MultipleChoice,
    OpenText,
    Outcome,
    Promise,
    QuestionDraft,
    ScaleTo10,
    SingleChoice,
    YesNoUnsure,
)
from accountability.survey.models import Survey

PROMISE = Promise(
    can_change="Our opening hours", who_decides="The board, in June", off_the_table="The rent", reply_by=date(2026, 7, 1)
)
KIND_SAMPLES: dict[str, Kind] = {
    "scale_0_10": ScaleTo10(low="Certainly not", high="Certainly", is_recommendation=True),
    "five_point": FivePoint(steps="frequency"),
    "single_choice": SingleChoice(labels=("Tea", "Coffee")),
    "multiple_choice": MultipleChoice(labels=("By bus", "On foot")),
    "yes_no_unsure": YesNoUnsure(),
    "open_text": OpenText(),
}


def make_draft(session: Session, by: Actor, at: datetime, *, kinds: dict[str, Kind] | None = None, **changes: Any) -> Survey:
    """A draft with a promise and one question of each kind (or of `kinds`), numbered from 1."""
    survey = commands.start_survey(session, "What you think of us", language="en", closes_on=None, by=by, at=at)
    for name, kind in (KIND_SAMPLES if kinds is None else kinds).items():
        draft = QuestionDraft(kind=kind, wording=f"A question of kind {name}?", commitments=("c11-responsive-decisions",))
        commands.add_question(session, survey, draft)
    commands.make_promise(session, survey, PROMISE)
    for name, value in changes.items():
        setattr(survey, name, value)
    session.flush()
    return survey


def make_open(session: Session, by: Actor, at: datetime, **changes: Any) -> Survey:
    """A published survey."""
    survey = make_draft(session, by, at, **changes)
    commands.publish_survey(session, survey, by=by, at=at)
    return survey


def answers(**changes: Any) -> Answers:
    """One person's answers to all six questions."""
    choices = {"1": ("9",), "2": ("4",), "3": ("1",), "4": ("1", "2"), "5": ("yes",)}
    return Answers(choices=changes.get("choices", choices), texts=changes.get("texts", {"6": "More benches, please"}))


def send(
    session: Session, survey: Survey, at: datetime, *, key: str | None = None, given: Answers | None = None, version: int = 0
) -> Outcome:
    """Send one response, of a new person unless `key` says whose."""
    return commands.receive_response(
        session,
        survey,
        given or answers(),
        version=version or survey.version,
        key_hash=key or secrets.token_hex(32),
        received_at=at,
    )


def fill(session: Session, survey: Survey, at: datetime, number: int, **options: Any) -> None:
    """Send `number` responses of as many people."""
    for _ in range(number):
        send(session, survey, at, **options)


def close_and_mix(session: Session, survey: Survey, at: datetime) -> None:
    """Close the survey and rewrite its answers, as the worker does a moment later."""
    commands.close_survey(session, survey, by=None, at=at)
    commands.mix_survey(session, queries.get_survey(session, survey.id), at=at)
