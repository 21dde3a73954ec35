"""Surveys: prepared and published by commands, answered through the constituents' own pages, mixed by the real job."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from accountability import clock
from accountability.access import Actor
from accountability.demo import texts
from accountability.demo.answers import Asked, draw_responses, voice_of
from accountability.demo.loading.stage import Stage, moment
from accountability.demo.stories import SurveyStory
from accountability.survey import commands, queries
from accountability.survey.domain import AskedQuestion, Promise, Questionnaire, SurveyCode, SurveyId

QUESTIONS = (  # the survey of the demo region: fourteen of the starter bank
    "q-recommend",
    "q-respect",
    "q-needs",
    "q-relevant",
    "q-influence",
    "q-info-clear",
    "q-know-complain",
    "q-safe-complain",
    "q-heard-back",
    "q-change-life",
    "q-included",
    "q-trust",
    "q-good",
    "q-better",
)
SUBMISSION_KEY = re.compile(r'name="submission_key"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="submission_key"')
VERSION = re.compile(r'name="version"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="version"')
TEXTS_CHECKED = 8  # of each open question
BATCHES = 2  # times at which the job mixes while a survey is open
PUBLISHED_HOUR, CLOSED_HOUR = 8, 17


class AnswerWasNotTaken(Exception):
    """The constituents' page did not take an answer of the story; the text is the page."""


def listen(stage: Stage, story: SurveyStory) -> SurveyId:
    """One survey from its first draft to its last answer of the story."""
    actor = stage.actors[story.organisation]
    survey_id, code, questionnaire = _publish(stage, story, actor)
    sheet = stage.sheets[-2][story.organisation]
    asked = [_asked(question) for question in questionnaire.questions]
    responses = list(draw_responses(stage.world, story, voice=voice_of(stage.world, story, sheet), asked=asked))
    last_day = story.closed_on or stage.world.today
    for batch in range(BATCHES):
        answered_at = moment(story.opened_on + (last_day - story.opened_on) * (batch + 1) / (BATCHES + 1))
        _answer_all(stage, code, responses[batch::BATCHES], at=answered_at)
        stage.run_job("survey.mix_due_surveys", at=answered_at + timedelta(hours=1))
    if story.closed_on:
        _close(stage, survey_id, actor, at=moment(story.closed_on, hour=CLOSED_HOUR))
    return survey_id


def _publish(stage: Stage, story: SurveyStory, actor: Actor) -> tuple[SurveyId, SurveyCode, Questionnaire]:
    at = moment(story.opened_on, hour=PUBLISHED_HOUR)
    closes_on: date | None = None if story.closed_on else stage.world.today + timedelta(days=21)
    with stage.acting(actor, at) as session:
        survey = commands.start_survey(session, story.title, language="en", closes_on=closes_on, by=actor, at=at)
        commands.add_bank_questions(session, survey, QUESTIONS)
        commands.make_promise(session, survey, promise_of(story))
        commands.publish_survey(session, survey, by=actor, at=at)
        code = queries.find_code(session, survey)
        if code is None:
            raise RuntimeError("a published survey has no address")
        return survey.id, code, queries.get_questionnaire(session, survey, version=1)


def promise_of(story: SurveyStory) -> Promise:
    """What people are told before they answer."""
    return Promise(
        can_change=texts.CAN_CHANGE, who_decides=texts.WHO_DECIDES, off_the_table=texts.OFF_THE_TABLE, reply_by=story.reply_by
    )


def _asked(question: AskedQuestion) -> Asked:
    return Asked(
        field=question.form_name,
        kind=question.kind,
        commitment=question.commitments[0][:3] if question.commitments else None,
        key=question.bank_id or "",
    )


def _answer_all(stage: Stage, code: SurveyCode, responses: Iterable[Mapping[str, list[str]]], *, at: datetime) -> None:
    """Every response as its sender would give it: read the page, then send its form."""
    random = Random(f"{stage.world.seed}:{code}:{at}")
    path = f"/s/{code}"
    with clock.fixed(at):
        for answers in responses:
            # An address out of the block kept for measurements, so that the limit per sender holds for each by itself.
            sender = {"REMOTE_ADDR": f"198.{random.randint(18, 19)}.{random.randint(0, 255)}.{random.randint(1, 254)}"}
            page = stage.pages.get(path, base_url=stage.base_url, environ_overrides=sender).text
            fields: MultiDict[str, str] = MultiDict(answers)
            fields["submission_key"], fields["version"] = _value(SUBMISSION_KEY, page), _value(VERSION, page)
            if not fields.keys() - {"submission_key", "version"}:
                fields["q1"] = "5"  # nobody sends a page on which nothing is answered
            sent = stage.pages.post(path, data=fields, base_url=stage.base_url, environ_overrides=sender)
            if sent.status_code != 200:
                raise AnswerWasNotTaken(sent.text)
            stage.tick(1)


def _value(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise AnswerWasNotTaken(page)
    return found.group(1) or found.group(2)


def _close(stage: Stage, survey_id: SurveyId, actor: Actor, *, at: datetime) -> None:
    with stage.acting(actor, at) as session:
        commands.close_survey(session, queries.get_survey(session, survey_id), by=actor, at=at)
    stage.run_job("survey.mix_due_surveys", at=at + timedelta(minutes=1))
    with stage.acting(actor, at + timedelta(days=1)) as session:
        _check_texts(session, survey_id)


def _check_texts(session: Session, survey_id: SurveyId) -> None:
    """Somebody of the organisation reads some texts before others may; none of the story's has anything to redact."""
    survey = queries.get_survey(session, survey_id)
    for result in queries.list_results(session, survey):
        if result.question.kind.is_text:
            for text in queries.list_texts(session, survey, result)[:TEXTS_CHECKED]:
                commands.check_text(session, text, redacted=text.text)
