"""The pages of surveys for staff, and what all of them need."""

import uuid

import flask

from accountability.language import gettext as _
from accountability.standard import queries as standard
from accountability.survey import queries
from accountability.survey.domain import SurveyId, SurveyState
from accountability.survey.models import Survey
from accountability.web import Pages, here

pages = Pages("survey", __name__, url_prefix="/surveys")


def load(survey_id: uuid.UUID) -> Survey:
    """The survey of the address. Raises NotFound."""
    return queries.get_survey(here.session, SurveyId(survey_id))


def public_address(survey: Survey) -> str | None:
    """Where people answer; None before the first publication."""
    code = queries.find_code(here.session, survey)
    return f"{flask.current_app.extensions['config'].survey_root}/{code}" if code else None


def stations() -> list[tuple[str, str]]:
    """The four stations of listening, in the order in which they are passed."""
    return [("promise", _("Promise")), ("ask", _("Ask")), ("listen", _("Listen")), ("answer", _("Answer back"))]


def station(survey: Survey) -> str:
    """The station a survey has come to."""
    if survey.state is SurveyState.DRAFT:
        return "ask" if survey.promise.is_complete else "promise"
    return "answer" if survey.is_closed else "listen"


def commitment_titles() -> dict[str, str]:
    """The titles of the commitments by their slug, in the order of the standard."""
    return {commitment.slug: commitment.title for commitment in standard.shipped_pack().commitments}
