"""Replies: themes written, each decided with its reason, published; and one that is only begun, and overdue."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.demo import texts
from accountability.demo.loading.stage import Stage, moment
from accountability.demo.stories import SurveyStory
from accountability.followup import commands, queries
from accountability.followup.domain import Decision, DecisionDraft, Listening, People, ReplyWords, ThemeDraft
from accountability.survey import queries as surveys
from accountability.survey.domain import SurveyId

NEWS_SHARE = 0.4


def reply(stage: Stage, story: SurveyStory, survey_id: SurveyId) -> None:
    """What the organisation answers to one closed survey, in one transaction."""
    actor, random = stage.actors[story.organisation], Random(f"{stage.world.seed}:reply:{story.organisation}:{story.title}")
    replied_on = story.replied_on or story.reply_by
    at = moment(replied_on - timedelta(days=1), hour=11)
    with stage.acting(actor, at) as session:
        listening = queries.get_listening(session, survey_id)
        themes = texts.choose_themes(random, count=random.randint(3, 5))
        for theme in themes if story.replied_on else themes[:2]:
            _write(session, listening, theme, is_decided=story.replied_on is not None, by=actor, at=at)
        commands.write_words(session, listening, ReplyWords(thanks=texts.THANKS, talk_more=texts.TALK_MORE))
        if story.replied_on:
            commands.publish_reply(session, listening, by=actor, at=moment(story.replied_on))
    if story.replied_on and random.random() < NEWS_SHARE:
        _tell_news(stage, survey_id, actor, at=moment(story.replied_on) + timedelta(days=21))


def _write(session: Session, listening: Listening, theme: texts.ThemeStory, *, is_decided: bool, by: Actor, at: datetime) -> None:
    few = listening.answered is None
    draft = ThemeDraft(
        heard=theme.heard,
        people=People.NOT_COUNTED if few else People(theme.people),
        question_id=_question(session, listening, theme),
    )
    written = commands.write_theme(session, listening, draft, by=by, at=at)
    if is_decided:
        due_on = at.date() + timedelta(days=theme.days) if theme.days else None
        decision = DecisionDraft(decision=Decision(theme.decision), reason=theme.reason, due_on=due_on)
        commands.decide_theme(session, listening, written, decision, by=by, at=at)


def _question(session: Session, listening: Listening, theme: texts.ThemeStory) -> UUID | None:
    survey = surveys.get_survey(session, listening.survey_id)
    published = surveys.find_published(session, survey)
    asked = {question.bank_id: question.id for question in published.questions} if published else {}
    return asked.get(theme.question)


def _tell_news(stage: Stage, survey_id: SurveyId, actor: Actor, *, at: datetime) -> None:
    if at > moment(stage.world.today):
        return
    with stage.acting(actor, at) as session:
        commands.add_update(session, queries.get_listening(session, survey_id), texts.NEWS, by=actor, at=at)
