"""Reads surveys, their drafts, versions and addresses."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.survey.domain import QuestionId, Questionnaire, SurveyCode, SurveyId, SurveyState
from accountability.survey.models import Question, Survey, SurveyAddress, SurveyVersion
from accountability.tenancy import acting_for

Row = TypeVar("Row")


def list_surveys(session: Session) -> list[Survey]:
    """All surveys of the organisation, the youngest first."""
    return list(session.scalars(sa.select(Survey).order_by(Survey.started_at.desc(), Survey.id)))


def titles_of(session: Session, survey_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Survey → its title, for those that are still there."""
    asked = sa.select(Survey.id, Survey.title).where(Survey.id.in_(survey_ids))
    return {row.id: row.title for row in session.execute(asked)}


def list_surveys_due_to_close(session: Session, *, today: date) -> list[Survey]:
    """Open surveys whose last day has passed."""
    due = sa.select(Survey).where(Survey.state == SurveyState.OPEN, Survey.closes_on < today).order_by(Survey.id)
    return list(session.scalars(due))


def list_surveys_to_mix(session: Session) -> list[Survey]:
    """Surveys whose intake may hold something: the open ones, and the closed ones not yet rewritten."""
    unsettled = sa.select(Survey).where(Survey.state != SurveyState.DRAFT, Survey.settled_at.is_(None)).order_by(Survey.id)
    return list(session.scalars(unsettled))


def get_survey(session: Session, survey_id: SurveyId) -> Survey:
    """The survey; NotFound."""
    return _found(session.get(Survey, (acting_for(session), survey_id)), "survey")


def get_survey_for_answer(session: Session, survey_id: SurveyId) -> Survey:
    """The survey, held so that it cannot close before this transaction ends; others may hold it at the same time."""
    held = sa.select(Survey).where(Survey.id == survey_id).with_for_update(read=True)
    return _found(session.scalars(held).one_or_none(), "survey")


def get_survey_for_change(session: Session, survey_id: SurveyId) -> Survey:
    """The survey, held for this transaction alone: closing waits for the answers that are coming in."""
    held = sa.select(Survey).where(Survey.id == survey_id).with_for_update()
    return _found(session.scalars(held.execution_options(populate_existing=True)).one_or_none(), "survey")


def list_questions(session: Session, survey: Survey) -> list[Question]:
    """The questions of the draft in their order."""
    mine = sa.select(Question).where(Question.survey_id == survey.id).order_by(Question.position, Question.number)
    return list(session.scalars(mine))


def get_question(session: Session, survey: Survey, question_id: QuestionId) -> Question:
    """One question of the draft; NotFound when it is not this survey's."""
    question = session.get(Question, (acting_for(session), question_id))
    if question is None or question.survey_id != survey.id:
        raise NotFound("question")
    return question


def get_draft(session: Session, survey: Survey) -> Questionnaire:
    """The survey as it would be published now."""
    return Questionnaire(
        title=survey.title,
        language=survey.language,
        promise=survey.promise,
        protection=survey.protection,
        questions=tuple(question.asked for question in list_questions(session, survey)),
    )


def list_versions(session: Session, survey: Survey) -> list[SurveyVersion]:
    """The published versions, the first one first."""
    mine = sa.select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number)
    return list(session.scalars(mine))


def get_questionnaire(session: Session, survey: Survey, *, version: int) -> Questionnaire:
    """What a version asks; NotFound when there is no such version."""
    found = _found(session.get(SurveyVersion, (acting_for(session), survey.id, version)), "version")
    return Questionnaire.restored(found.questionnaire)


def find_published(session: Session, survey: Survey) -> Questionnaire | None:
    """What people are asked now; None before the first publication."""
    return get_questionnaire(session, survey, version=survey.version) if survey.version else None


def find_code(session: Session, survey: Survey) -> SurveyCode | None:
    """The last part of the survey's public address; None before the first publication."""
    mine = sa.select(SurveyAddress.code).where(
        SurveyAddress.organisation_id == acting_for(session), SurveyAddress.survey_id == survey.id
    )
    return session.scalars(mine).one_or_none()


def get_address(session: Session, code: SurveyCode) -> SurveyAddress:
    """Where a public address leads; NotFound. Works before the tenant is known."""
    return _found(session.get(SurveyAddress, code), "survey")


def find_address_by_receipt(session: Session, receipt_prefix: str) -> SurveyAddress | None:
    """The survey that a receipt's first digits name."""
    return session.scalars(sa.select(SurveyAddress).where(SurveyAddress.receipt_prefix == receipt_prefix)).one_or_none()


def _found(row: Row | None, what: str) -> Row:
    if row is None:
        raise NotFound(what)
    return row
