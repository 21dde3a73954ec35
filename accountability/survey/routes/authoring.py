"""Preparing a survey: its title, its questions, the bank."""

import uuid
from collections import defaultdict

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.database import NotFound
from accountability.language import LANGUAGES
from accountability.language import gettext as _
from accountability.survey import commands, domain, queries
from accountability.survey.access import EDIT_SURVEY, READ_SURVEYS
from accountability.survey.domain import BankQuestion, QuestionId
from accountability.survey.routes.pages import commitment_titles, load, pages, public_address, station, stations
from accountability.web import go, here, page, say, submitted
from forms.survey.authoring import ChooseQuestionsForm, DescribeSurveyForm
from forms.survey.questions import FORMS, QuestionForm
from forms.survey.words import KINDS, STATES


@pages.get("", access=READ_SURVEYS)
def list_surveys() -> ResponseReturnValue:
    """All surveys of the organisation."""
    return page(surveys=queries.list_surveys(here.session), states=STATES)


@pages.get("/start", access=EDIT_SURVEY)
@pages.post("/start", access=EDIT_SURVEY)
def start_survey() -> ResponseReturnValue:
    """Begin a draft."""
    form = DescribeSurveyForm(request.form, data={"language": "en"})
    form.offer({language.code: language.name for language in LANGUAGES.values()})
    if submitted(form):
        draft = {"language": form.language.data, "closes_on": form.closes_on.data}
        survey = commands.start_survey(here.session, form.title.data, **draft, by=here.actor, at=here.now)
        return go("survey.choose_questions", survey_id=survey.id)
    return page(form=form)


@pages.get("/<uuid:survey_id>", access=READ_SURVEYS)
def show_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Where a survey stands, what it asks, and the next step."""
    survey = load(survey_id)
    draft, published = queries.get_draft(here.session, survey), queries.find_published(here.session, survey)
    return page(
        survey=survey,
        draft=draft,
        obstacles=domain.list_obstacles(draft, published=published, closes_on=survey.closes_on, today=here.now.date()),
        has_changes=published is not None and domain.has_changed(draft, published),
        address=public_address(survey),
        responses=queries.find_responses_class(here.session, survey),
        has_hidden=queries.has_hidden_answers(here.session, survey),
        titles=commitment_titles(),
        stations=stations(),
        station=station(survey),
        states=STATES,
        kinds=KINDS,
    )


@pages.get("/<uuid:survey_id>/describe", access=EDIT_SURVEY)
@pages.post("/<uuid:survey_id>/describe", access=EDIT_SURVEY)
def describe_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Change title, language or last day."""
    survey = load(survey_id)
    form = DescribeSurveyForm(request.form, obj=survey)
    form.offer({language.code: language.name for language in LANGUAGES.values()})
    if survey.version:
        del form.closes_on
    if submitted(form):
        closes_on = form.closes_on.data if "closes_on" in form else None
        commands.describe_survey(here.session, survey, form.title.data, language=form.language.data, closes_on=closes_on)
        say(_("Saved."))
        return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey)


@pages.get("/<uuid:survey_id>/questions/choose", access=EDIT_SURVEY)
@pages.post("/<uuid:survey_id>/questions/choose", access=EDIT_SURVEY)
def choose_questions(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Take questions out of the bank, grouped by the commitment they tell something about."""
    survey = load(survey_id)
    bank = queries.list_bank_questions()
    present = {question.bank_id for question in queries.list_questions(here.session, survey)}
    core = [question.id for question in bank if question.draft.is_core and not survey.last_number]
    form = ChooseQuestionsForm(request.form, data={"questions": core})
    form.offer(question.id for question in bank)
    if submitted(form):
        with form.showing_refusals():
            added = commands.add_bank_questions(here.session, survey, form.questions.data)
            say(_("%(number)s questions added.", number=len(added)) if added else _("Nothing added."))
            return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey, groups=_by_commitment(bank), present=present, kinds=KINDS)


@pages.get("/<uuid:survey_id>/questions/add", access=EDIT_SURVEY)
def choose_kind(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Which kind of question to write."""
    return page(survey=load(survey_id), kinds=KINDS)


@pages.get("/<uuid:survey_id>/questions/add/<kind>", access=EDIT_SURVEY)
@pages.post("/<uuid:survey_id>/questions/add/<kind>", access=EDIT_SURVEY)
def add_question(survey_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    """Write a question of one's own."""
    survey = load(survey_id)
    form = _question_form(kind)
    if submitted(form):
        with form.showing_refusals():
            commands.add_question(here.session, survey, form.draft)
            say(_("Question added."))
            return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey, kind=kind, kinds=KINDS)


@pages.get("/<uuid:survey_id>/questions/<uuid:question_id>", access=EDIT_SURVEY)
@pages.post("/<uuid:survey_id>/questions/<uuid:question_id>", access=EDIT_SURVEY)
def change_question(survey_id: uuid.UUID, question_id: uuid.UUID) -> ResponseReturnValue:
    """Word a question anew."""
    survey = load(survey_id)
    question = queries.get_question(here.session, survey, QuestionId(question_id))
    form = _question_form(question.kind, data=FORMS[question.kind].typed(question.asked))
    if submitted(form):
        with form.showing_refusals():
            commands.change_question(here.session, survey, question, form.draft)
            say(_("Question changed."))
            return go("survey.show_survey", survey_id=survey.id)
    return page(form=form, survey=survey, question=question, kinds=KINDS)


@pages.post("/<uuid:survey_id>/remove", access=EDIT_SURVEY)
def remove_survey(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Put a draft in the trash."""
    survey = load(survey_id)
    commands.remove_survey(here.session, survey, by=here.actor, at=here.now)
    say(_("Survey removed."), undo=flask.url_for("home.take_back", kind="survey", removed_id=survey.id))
    return go("survey.list_surveys")


@pages.post("/<uuid:survey_id>/questions/<uuid:question_id>/remove", access=EDIT_SURVEY)
def remove_question(survey_id: uuid.UUID, question_id: uuid.UUID) -> ResponseReturnValue:
    """Take a question out."""
    survey = load(survey_id)
    question = queries.get_question(here.session, survey, QuestionId(question_id))
    commands.remove_question(here.session, survey, question, by=here.actor, at=here.now)
    say(_("Question removed."), undo=flask.url_for("home.take_back", kind="question", removed_id=question.id))
    return go("survey.show_survey", survey_id=survey.id)


@pages.post("/<uuid:survey_id>/questions/<uuid:question_id>/move", access=EDIT_SURVEY)
def move_question(survey_id: uuid.UUID, question_id: uuid.UUID) -> ResponseReturnValue:
    """Move a question up or down."""
    survey = load(survey_id)
    question = queries.get_question(here.session, survey, QuestionId(question_id))
    commands.move_question(here.session, survey, question, steps=-1 if request.form.get("to") == "up" else 1)
    return flask.redirect(flask.url_for("survey.show_survey", survey_id=survey.id, _anchor="questions"), code=303)


def _question_form(kind: str, **options: object) -> QuestionForm:
    if kind not in FORMS:
        raise NotFound("kind")
    form = FORMS[kind](request.form, **options)
    form.offer(commitment_titles().items())
    return form


def _by_commitment(bank: list[BankQuestion]) -> list[tuple[str, list[BankQuestion]]]:
    groups: dict[str, list[BankQuestion]] = defaultdict(list)
    for question in bank:
        groups[next(iter(question.draft.commitments), "")].append(question)
    titles = commitment_titles() | {"": _("In their own words")}
    return [(title, groups[slug]) for slug, title in titles.items() if slug in groups]
