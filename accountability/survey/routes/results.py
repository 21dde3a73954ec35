"""What people said: safe numbers per question, and texts once a person has checked them."""

import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.survey import commands, queries
from accountability.survey.access import CHECK_TEXTS, READ_SURVEYS
from accountability.survey.domain import Option, SafeShare, TextState
from accountability.survey.models import Survey, TextAnswer
from accountability.survey.queries import QuestionResult
from accountability.survey.routes.pages import commitment_titles, load, pages, station, stations
from accountability.web import go, here, page, say, submitted
from forms.survey.authoring import CheckTextForm
from forms.survey.words import score_in_words, share_in_words, why_hidden


@pages.get("/<uuid:survey_id>/results", access=READ_SURVEYS)
def show_results(survey_id: uuid.UUID) -> ResponseReturnValue:
    """Every question with what may be shown of its answers."""
    survey = load(survey_id)
    results = queries.list_results(here.session, survey)
    return page(
        survey=survey,
        results=[(result, [_bar(share) for share in result.summary.shares]) for result in results],
        texts=queries.list_checked_texts(here.session, survey, results),
        responses=queries.find_responses_class(here.session, survey),
        has_hidden=queries.has_hidden_answers(here.session, survey),
        titles=commitment_titles(),
        why_hidden=why_hidden,
        score_in_words=score_in_words,
        stations=stations(),
        station=station(survey),
    )


@pages.get("/<uuid:survey_id>/texts/<int:number>", access=CHECK_TEXTS)
def review_texts(survey_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """All texts to one question in random order, to be checked before others read them."""
    survey = load(survey_id)
    result, texts = _texts(survey, number)
    return page(
        survey=survey,
        result=result,
        unread=[text for text in texts if text.state is TextState.UNREAD],
        done=[text for text in texts if text.state is not TextState.UNREAD],
        why_hidden=why_hidden,
        is_left_out=TextState.LEFT_OUT,
    )


@pages.get("/<uuid:survey_id>/texts/<int:number>/<uuid:text_id>", access=CHECK_TEXTS)
@pages.post("/<uuid:survey_id>/texts/<int:number>/<uuid:text_id>", access=CHECK_TEXTS)
def check_text(survey_id: uuid.UUID, number: int, text_id: uuid.UUID) -> ResponseReturnValue:
    """Take out of one text what could point at a person, then release it or leave it out."""
    survey = load(survey_id)
    result, texts = _texts(survey, number)
    text = queries.pick_text(texts, text_id)
    form = CheckTextForm(request.form, data={"text": text.text})
    if "leave_out" in request.form:
        commands.leave_text_out(here.session, text)
        say(_("The text is left out. It still counts."))
        return go("survey.review_texts", survey_id=survey.id, number=number)
    if submitted(form):
        with form.showing_refusals():
            commands.check_text(here.session, text, redacted=form.text.data or "")
            say(_("The text is checked and stands in the results."))
            return go("survey.review_texts", survey_id=survey.id, number=number)
    return page(form=form, survey=survey, result=result, text=text)


def _texts(survey: Survey, number: int) -> tuple[QuestionResult, list[TextAnswer]]:
    result = queries.get_result(here.session, survey, number=number)
    return result, queries.list_texts(here.session, survey, result)


def _bar(share: SafeShare) -> dict[str, Any]:
    return {"label": _label(share.option), "share": share.percent, "text": share_in_words(share)}


def _label(option: Option) -> str:
    return _(option.label) if option.is_fixed else option.label
