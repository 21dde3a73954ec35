"""The calendar of surveys: close on the last day, mix whole batches every minute.

Mixing waits for the minute even when a batch is full: were it to follow the tenth answer at once, the moment the numbers
move would tell when that answer came.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.jobs import Jobs
from accountability.survey import commands, queries
from accountability.survey.domain import SurveyState
from accountability.survey.models import IntakeResponse, Survey
from accountability.tenancy import OrganisationId

jobs = Jobs("survey")


def with_surveys_due(session: Session, at: datetime) -> Iterable[OrganisationId]:
    """Organisations with an open survey whose last day has passed."""
    due = sa.select(Survey.organisation_id).where(Survey.state == SurveyState.OPEN, Survey.closes_on < at.date())
    return session.scalars(due.distinct()).all()


def with_waiting_answers(session: Session, _at: datetime) -> Iterable[OrganisationId]:
    """Organisations with answers in the intake, or with a closed survey not yet rewritten."""
    waiting = sa.select(IntakeResponse.organisation_id).distinct()
    unsettled = sa.select(Survey.organisation_id).where(Survey.state == SurveyState.CLOSED, Survey.settled_at.is_(None))
    return session.scalars(waiting.union(unsettled)).all()


@jobs.each_organisation(among=with_surveys_due)
def close_due_surveys(session: Session, *, at: datetime) -> None:
    """Close what is due."""
    commands.close_due_surveys(session, at=at)


@jobs.each_organisation(among=with_waiting_answers)
def mix_due_surveys(session: Session, *, at: datetime) -> None:
    """Mix every survey that has a batch together."""
    for survey in queries.list_surveys_to_mix(session):
        commands.mix_survey(session, survey, at=at)
