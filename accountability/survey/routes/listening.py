"""While people answer and after: sharing the address, closing, extending, destroying what is too little."""

import io
import uuid

import flask
import segno
from flask import request
from flask.typing import ResponseReturnValue

from accountability.database import NotFound
from accountability.language import gettext as _
from accountability.survey import commands, queries
from accountability.survey.access import DESTROY_ANSWERS, READ_SURVEYS, RUN_SURVEY
from accountability.survey.routes.pages import load, pages, public_address
from accountability.web import go, here, page, say, submitted
from forms.survey.authoring import ConfirmForm, DestroyAnswersForm, ExtendSurveyForm


@pages.get("/<uuid:survey_id>/share", access=READ_SURVEYS)
def share_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """The address to hand out, as a link and as a code to scan."""
    survey = load(survey_id)
    address = public_address(survey)
    if address is None:
        raise NotFound("address")
    return page(survey=survey, address=address)


@pages.get("/<uuid:survey_id>/qr.svg", access=READ_SURVEYS)
def show_qr(survey_id: uuid.UUID) -> ResponseReturnValue:
    """The address as a code to scan; with ?download as a file of a neutral name."""
    address = public_address(load(survey_id))
    if address is None:
        raise NotFound("address")
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", scale=8, border=4, light="#fff")
    response = flask.Response(drawing.getvalue(), mimetype="image/svg+xml")
    if "download" in request.args:
        response.headers["Content-Disposition"] = 'attachment; filename="code.svg"'
    return response


@pages.get("/<uuid:survey_id>/close", access=RUN_SURVEY)
@pages.post("/<uuid:survey_id>/close", access=RUN_SURVEY)
def close_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Take no more answers, after a second look."""
    survey = load(survey_id)
    form = ConfirmForm(request.form)
    if submitted(form):
        commands.close_survey(here.session, survey, by=here.actor, at=here.now)
        say(_("The survey is closed. The last answers are mixed within a minute; then the results are complete."))
        return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey)


@pages.get("/<uuid:survey_id>/extend", access=RUN_SURVEY)
@pages.post("/<uuid:survey_id>/extend", access=RUN_SURVEY)
def extend_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Give people more time."""
    survey = load(survey_id)
    form = ExtendSurveyForm(request.form, data={"reply_by": survey.reply_by})
    if submitted(form):
        closes_on, reply_by = form.dates
        with form.showing_refusals():
            commands.extend_survey(here.session, survey, closes_on=closes_on, reply_by=reply_by, by=here.actor, at=here.now)
            say(_("People can answer again."))
            return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey)


@pages.get("/<uuid:survey_id>/destroy", access=DESTROY_ANSWERS)
@pages.post("/<uuid:survey_id>/destroy", access=DESTROY_ANSWERS)
def destroy_answers(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Delete answers that are too few to be shown, unread."""
    survey = load(survey_id)
    form = DestroyAnswersForm(request.form)
    if submitted(form):
        commands.destroy_hidden_answers(here.session, survey, by=here.actor, at=here.now)
        say(_("The hidden answers are destroyed. Nobody has read them."))
        return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey, has_hidden=queries.has_hidden_answers(here.session, survey))
