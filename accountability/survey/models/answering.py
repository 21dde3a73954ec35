"""What constituents gave. No table here has a time, an address, a language or an order, save the hour in the intake.

On SQLite these tables have no hidden row number: a row lies where its random or hashed key puts it, not where it came in.
"""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.database import Base, choice, random_id, tenant_key
from accountability.survey.domain import Mode, SurveyId, TextState
from accountability.tenancy import TenantOwned

UNORDERED = {"sqlite_with_rowid": False}


def _version_key() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", "survey_id", "version"],
        ["survey_version.organisation_id", "survey_version.survey_id", "survey_version.number"],
    )


class IntakeResponse(TenantOwned, Base):
    """Answers that wait to be mixed. Nobody reads them; the mixer takes them away in whole batches."""

    __tablename__ = "intake_response"
    __table_args__ = (_version_key(), UNORDERED)

    survey_id: Mapped[SurveyId] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    body: Mapped[str]
    received_hour: Mapped[datetime]


class IntakeAside(TenantOwned, Base):
    """Other answers sent from a form that had been sent before: kept, not counted, gone with the mix."""

    __tablename__ = "intake_aside"
    __table_args__ = (_version_key(), UNORDERED)

    survey_id: Mapped[SurveyId] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=random_id)
    version: Mapped[int]
    body: Mapped[str]


class Submission(TenantOwned, Base):
    """That a form was sent, so that it never counts twice. Nothing leads from here to an answer once it is mixed."""

    __tablename__ = "submission"
    __table_args__ = (tenant_key("survey_id", "survey"), UNORDERED)

    survey_id: Mapped[SurveyId] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)


class Response(TenantOwned, Base):
    """One constituent's answers to closed questions: question number → chosen options. Free text is kept elsewhere."""

    __tablename__ = "response"
    __table_args__ = (_version_key(), sa.Index("response_by_survey", "organisation_id", "survey_id", "version"), UNORDERED)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=random_id)
    survey_id: Mapped[SurveyId]
    version: Mapped[int]
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    answers: Mapped[dict[str, Any]]


class TextAnswer(TenantOwned, Base):
    """One text somebody wrote, with an id of its own that leads to no response."""

    __tablename__ = "text_answer"
    __table_args__ = (_version_key(), sa.Index("text_answer_by_survey", "organisation_id", "survey_id", "version"), UNORDERED)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=random_id)
    survey_id: Mapped[SurveyId]
    version: Mapped[int]
    question: Mapped[int]
    text: Mapped[str]
    state: Mapped[TextState] = mapped_column(choice(TextState), default=TextState.UNREAD)


class Tally(TenantOwned, Base):
    """How many mixed responses chose an option. Option '' counts those who answered the question; question 0 all responses."""

    __tablename__ = "tally"
    __table_args__ = (_version_key(), sa.CheckConstraint("answers >= 0", name="is_a_number_of_people"), UNORDERED)

    survey_id: Mapped[SurveyId] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    option: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[int]
