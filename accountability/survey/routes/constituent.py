"""Where constituents answer: no account, no session, no cookie, no script. Nothing of the request is kept but the answers."""

import secrets
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability import language, web
from accountability.access import ANYONE
from accountability.config import Config
from accountability.database import NotFound
from accountability.organisation import queries as organisation
from accountability.refusal import Refusal
from accountability.survey import commands, domain, queries
from accountability.survey.domain import Answers, Outcome
from accountability.survey.models import Survey, SurveyAddress
from accountability.survey.routes.frozen import Address, FrozenVersion, forget_organisation, get_address, get_version
from accountability.web import Pages, go, here, page, submitted
from forms.survey.answering import AnswerForm, ReceiptForm

pages = Pages("constituent", __name__)
KEY_BYTES = 18  # 144 random bits
VERSION_DIGITS = 9  # a longer number is no version of ours


class ComesFromElsewhere(Refusal):
    message = "These answers were sent from another website, so they were not stored. Open the survey at its own address."


@pages.before_app_request
def speak() -> None:
    """Begin in the language that the address asks for. The browser's own languages are never read."""
    language.use(language.find_language(request.args.get("lang")) or language.DEFAULT)


@pages.get("/receipt", access=ANYONE)
@pages.post("/receipt", access=ANYONE)
def find_reply() -> ResponseReturnValue:
    """From a receipt code to the public page of its survey."""
    form = ReceiptForm(request.form)
    if submitted(form):
        web.knock("receipt", "30/hour")
        with form.showing_refusals():
            prefix = domain.read_receipt(_secret(), form.code.data or "")
            address = _known(queries.find_address_by_receipt(here.session, prefix))
            return go("followup.show_reply", code=address.code, lang=request.args.get("lang"))
    return page(form=form)


@pages.get("/<code>", access=ANYONE)
@pages.post("/<code>", access=ANYONE)
def answer_survey(code: str) -> ResponseReturnValue:
    """The whole survey on one page; sent, it answers with a receipt. The address never changes while somebody answers."""
    address = get_address(code)
    here.enter(address.organisation_id)
    is_sent = request.method == "POST"
    load = queries.get_survey_for_answer if is_sent else queries.get_survey
    try:
        survey = load(here.session, address.survey_id)
    except NotFound:
        forget_organisation(address.organisation_id)
        raise
    _speak_as(survey)
    if survey.is_closed:
        return _say_closed(survey, code, is_sent=is_sent)
    if not is_sent:
        return _ask(survey, code, get_version(survey, survey.version), submission_key=secrets.token_urlsafe(KEY_BYTES))
    _refuse_strangers()
    web.knock("answers", f"{_config().answers_per_hour}/hour")
    return _receive(survey, address)


def _say_closed(survey: Survey, code: str, *, is_sent: bool) -> ResponseReturnValue:
    """What came too late is not stored, but not lost either: the person's own words are shown to be copied."""
    form = get_version(survey, survey.version).form_class(request.form)
    typed = [field.typed_text for field in form.fields_to_answer if field.question.kind.is_text and field.typed]
    closed = flask.make_response(page(state="closed", survey=survey, code=code, form=None, typed=typed))
    closed.status_code = 409 if is_sent else 200
    return closed


def _ask(
    survey: Survey, code: str, version: FrozenVersion, *, submission_key: str, number: int = 0, form: AnswerForm | None = None
) -> ResponseReturnValue:
    return page(
        state="open",
        code=code,
        form=form,
        submission_key=submission_key,
        version=number or survey.version,
        questions=version.render(form) if form else version.blank_questions(),
        questionnaire=version.questionnaire,
        promise=survey.promise,
        protection=survey.protection,
        organisation=organisation.get_organisation(here.session),
    )


def _receive(survey: Survey, address: Address) -> ResponseReturnValue:
    sent = request.form.get("version", "")
    # Answers belong to the version that the person saw, which need not be the last one.
    number = int(sent) if sent.isdecimal() and len(sent) < VERSION_DIGITS and 0 < int(sent) <= survey.version else survey.version
    version = get_version(survey, number)
    form = version.form_class(request.form)
    form.is_of_known_version = sent == str(number)
    if form.validate():
        with form.showing_refusals():
            return _take(survey, address, form, number)
    key = form.submission_key.data if form.has_key else secrets.token_urlsafe(KEY_BYTES)
    return _ask(survey, address.code, version, submission_key=key, number=number, form=form)


def _take(survey: Survey, address: Address, form: AnswerForm, number: int) -> ResponseReturnValue:
    answers: Answers = form.draft
    key: dict[str, Any] = {"code": address.code, "submission_key": form.submission_key.data}
    outcome = commands.receive_response(
        here.session,
        survey,
        answers,
        version=number,
        key_hash=domain.hash_key(_secret(), **key),
        received_at=here.now,
    )
    # Sent again with the same answers, a form is answered with the very same page.
    state = "received" if outcome is Outcome.REPEATED else outcome.value.replace("accepted", "received")
    receipt = domain.write_receipt(_secret(), prefix=address.receipt_prefix, **key)
    return page(state=state, survey=survey, code=address.code, receipt=receipt, form=None)


def _speak_as(survey: Survey) -> None:
    asked = language.find_language(request.args.get("lang"))
    language.use(asked or language.find_language(survey.language) or language.DEFAULT)


def _refuse_strangers() -> None:
    """Other websites cannot make a visitor's browser answer. Without a cookie there is nothing else to protect."""
    origin = request.headers.get("Origin", "null")
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    if not is_ours or origin not in {"null", request.host_url.rstrip("/"), _origin_of(_config().survey_root)}:
        raise ComesFromElsewhere


def _origin_of(address: str) -> str:
    return "/".join(address.split("/", 3)[:3])


def _known(address: SurveyAddress | None) -> SurveyAddress:
    if address is None:
        raise domain.ReceiptIsMistyped
    return address


def _config() -> Config:
    config: Config = flask.current_app.extensions["config"]
    return config


def _secret() -> bytes:
    return _config().secret_key.encode()
