"""A survey people were promised something about: published in April, closed in May."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.models import Assessment
from accountability.followup.domain import Listening
from accountability.followup.models import Action
from accountability.followup.queries import get_listening
from accountability.survey import commands as surveys
from accountability.survey.domain import Promise, SurveyId
from accountability.survey.queries import get_survey
from tests.followup.plan import KEY_ACTION, OTHER, assess, plan
from tests.support.tenants import Tenant

REPLY_BY = date(2026, 5, 20)


def listen(session: Session, *, by: Actor, at: datetime, title: str = "Our work with you", reply_by: date = REPLY_BY) -> SurveyId:
    """A published survey of two questions, still open."""
    survey = surveys.start_survey(session, title, language="en", closes_on=None, by=by, at=at)
    surveys.add_bank_questions(session, survey, ["q-recommend", "q-better"])
    promise = Promise(can_change="Opening hours.", who_decides="The board.", off_the_table="The building.", reply_by=reply_by)
    surveys.make_promise(session, survey, promise)
    surveys.publish_survey(session, survey, by=by, at=at)
    return survey.id


@pytest.fixture
def officer(ours: Tenant) -> Actor:
    return ours.actor("officer")


@pytest.fixture
def open_survey(session: Session, officer: Actor, at: datetime) -> SurveyId:
    """A survey that people are answering."""
    survey_id = listen(session, by=officer, at=at - timedelta(days=20))
    session.commit()
    return survey_id


@pytest.fixture
def survey_id(session: Session, officer: Actor, open_survey: SurveyId, at: datetime) -> SurveyId:
    """A survey that closed an hour ago, with the reply promised by 20 May."""
    surveys.close_survey(session, get_survey(session, open_survey), by=officer, at=at - timedelta(hours=1))
    session.commit()
    return open_survey


@pytest.fixture
def listening(session: Session, survey_id: SurveyId) -> Listening:
    return get_listening(session, survey_id)


@pytest.fixture
def action(session: Session, ours: Tenant, officer: Actor, at: datetime) -> Action:
    """An action that the contributor carries."""
    made = plan(session, by=officer, at=at, owner_id=ours.actor("contributor").member_id, note="Ask the board.")
    session.commit()
    return made


@pytest.fixture
def assessment(session: Session, ours: Tenant) -> Assessment:
    made = assess(ours, session, {KEY_ACTION: 0, OTHER: 1})
    session.commit()
    return made
