"""Pages that leak, each in its own way: what the matrix must find."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, request
from flask.typing import ResponseReturnValue

from accountability.access import SIGNED_IN, Forbidden
from accountability.app import create_app
from accountability.config import Config
from accountability.database import NotFound
from accountability.survey.domain import SurveyId
from accountability.survey.models import Survey
from accountability.survey.queries import get_survey
from accountability.web import Pages, here
from tests.support.databases import PinnedDatabase


def _title(found: UUID) -> str | None:
    """A title by a statement that no guard of the application sees."""
    title: str | None = _row("SELECT title FROM survey WHERE id = :id", found)
    return title


def _row(statement: str, found: UUID) -> Any:
    connection = here.session.connection()
    value = str(found) if connection.dialect.name == "postgresql" else found.hex
    return connection.execute(sa.text(statement), {"id": value}).scalar()


def planted_app(config: Config, database: PinnedDatabase) -> Flask:
    """The members' app with every leaking page below /planted."""
    app = create_app(config, database=database)
    pages = Pages("planted", __name__, url_prefix="/planted")
    for plant in (_read, _child, _body, _question, _status, _write, _unscoped):
        plant(pages)
    app.register_blueprint(pages)
    return app


def _read(pages: Pages) -> None:
    @pages.get("/read/<uuid:survey_id>", access=SIGNED_IN)
    def read(survey_id: UUID) -> ResponseReturnValue:
        """A missing filter."""
        title = _title(survey_id)
        if title is None:
            raise NotFound("survey")
        return title


def _child(pages: Pages) -> None:
    @pages.get("/child/<uuid:survey_id>/<uuid:question_id>", access=SIGNED_IN)
    def child(survey_id: UUID, question_id: UUID) -> ResponseReturnValue:
        """One's own parent is asked for, and anybody's child given."""
        get_survey(here.session, SurveyId(survey_id))
        wording = _row("SELECT wording FROM question WHERE id = :id", question_id)
        if wording is None:
            raise NotFound("question")
        return str(wording)


def _body(pages: Pages) -> None:
    @pages.get("/body", access=SIGNED_IN)
    def body() -> ResponseReturnValue:
        return '<form method="post"><input name="survey"></form>'

    @pages.post("/body", access=SIGNED_IN)
    def take_body() -> ResponseReturnValue:
        """The id in the form is looked up without asking whose it is."""
        try:
            return _title(UUID(request.form.get("survey", ""))) or "nothing"
        except ValueError:
            return "no id"


def _question(pages: Pages) -> None:
    @pages.get("/question", access=SIGNED_IN)
    def question() -> ResponseReturnValue:
        """A filter in the address finds everybody's."""
        try:
            return "one found" if _title(UUID(request.args.get("show", ""))) else "none found"
        except ValueError:
            return "no id"


def _status(pages: Pages) -> None:
    @pages.get("/status/<uuid:survey_id>", access=SIGNED_IN)
    def status(survey_id: UUID) -> ResponseReturnValue:
        """Forbidden instead of not there: it says that it is there."""
        if _title(survey_id):
            raise Forbidden(SIGNED_IN)
        raise NotFound("survey")


def _write(pages: Pages) -> None:
    @pages.post("/write/<uuid:survey_id>", access=SIGNED_IN)
    def write(survey_id: UUID) -> ResponseReturnValue:
        """Answers as for nothing, having changed it."""
        connection = here.session.connection()
        value = str(survey_id) if connection.dialect.name == "postgresql" else survey_id.hex
        connection.execute(sa.text("UPDATE survey SET title = 'Taken' WHERE id = :id"), {"id": value})
        here.session.commit()
        raise NotFound("survey")


def _unscoped(pages: Pages) -> None:
    @pages.get("/unscoped/<uuid:survey_id>", access=SIGNED_IN)
    def unscoped(survey_id: UUID) -> ResponseReturnValue:
        """A query of models without a filter, which either wall alone must hold."""
        found = here.session.scalars(sa.select(Survey).where(Survey.id == survey_id)).first()
        if found is None:
            raise NotFound("survey")
        return found.title
