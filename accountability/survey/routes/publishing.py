"""The promise, the protection, the preview, and going public."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.organisation import queries as organisation
from accountability.survey import commands, domain, queries
from accountability.survey.access import EDIT_SURVEY, READ_SURVEYS, RUN_SURVEY
from accountability.survey.routes.pages import load, pages, station, stations
from accountability.web import go, here, page, say, submitted
from forms.survey.answering import answer_form
from forms.survey.authoring import ChooseProtectionForm, ConfirmForm, MakePromiseForm

# Where each obstacle to publishing is removed.
REMEDIES = {
    domain.PromiseIsIncomplete: "survey.make_promise",
    domain.ReplyDateHasPassed: "survey.make_promise",
    domain.ReplyComesBeforeClosing: "survey.make_promise",
    domain.ClosingDateHasPassed: "survey.describe_survey",
    domain.QuestionsAreMissing: "survey.choose_questions",
    domain.NothingHasChanged: "survey.show_survey",
}


@pages.get("/<uuid:survey_id>/promise", access=EDIT_SURVEY)
@pages.post("/<uuid:survey_id>/promise", access=EDIT_SURVEY)
def make_promise(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Say before listening what can change, who decides, what is off the table, and by when people hear back."""
    survey = load(survey_id)
    form = MakePromiseForm(request.form, obj=survey.promise)
    if submitted(form):
        with form.showing_refusals():
            commands.make_promise(here.session, survey, form.draft)
            if survey.promise.is_complete:
                say(_("The promise is saved. People will read it before the first question."))
            else:
                say(_("Saved. The promise is not complete yet; the survey cannot be published without it."))
            return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey, stations=stations(), station=station(survey))


@pages.get("/<uuid:survey_id>/protection", access=EDIT_SURVEY)
@pages.post("/<uuid:survey_id>/protection", access=EDIT_SURVEY)
def choose_protection(survey_id: uuid.UUID) -> ResponseReturnValue:
    """From how many answers numbers are shown; chosen once."""
    survey = load(survey_id)
    chosen = {
        "threshold": str(survey.threshold),
        "is_high_risk": survey.mix_at_least > domain.MIX_AT_LEAST,
        "is_without_sensitive_questions": survey.threshold == 5,
        "is_open_context": survey.threshold == 5,
    }
    form = ChooseProtectionForm(request.form, data=chosen)
    if submitted(form):
        with form.showing_refusals():
            commands.choose_protection(here.session, survey, form.draft)
            say(_("Saved. It can change until you publish, and never after that."))
            return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey)


@pages.get("/<uuid:survey_id>/preview", access=READ_SURVEYS)
def preview_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """The page as people will see it. Nothing can be sent from here."""
    survey = load(survey_id)
    draft = queries.get_draft(here.session, survey)
    return page(
        survey=survey,
        questionnaire=draft,
        promise=draft.promise,
        protection=draft.protection,
        form=answer_form(draft)(),
        organisation=organisation.get_organisation(here.session),
    )


@pages.get("/<uuid:survey_id>/publish", access=RUN_SURVEY)
@pages.post("/<uuid:survey_id>/publish", access=RUN_SURVEY)
def publish_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Look once more, then go public; or read what is still missing."""
    survey = load(survey_id)
    form = ConfirmForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            version = commands.publish_survey(here.session, survey, by=here.actor, at=here.now)
            say(_("Version %(number)s is public.", number=version.number))
            return go("survey.share_survey", survey_id=survey.id)
    draft, published = queries.get_draft(here.session, survey), queries.find_published(here.session, survey)
    obstacles = domain.list_obstacles(draft, published=published, closes_on=survey.closes_on, today=here.now.date())
    return page(form=form, survey=survey, draft=draft, obstacles=[(each, REMEDIES[type(each)]) for each in obstacles])
