"""Reading replies: what was heard, what was said in public, and which replies are owed."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.followup.domain import (
    Listening,
    ReplyDuty,
    ReplyState,
    SaidReply,
    SaidTheme,
    ThemeId,
    reply_state,
)
from accountability.followup.models import Reply, ReplyUpdate, Theme
from accountability.organisation.queries import get_organisation
from accountability.survey import queries as surveys
from accountability.survey.domain import SurveyId
from accountability.tenancy import acting_for


def get_listening(session: Session, survey_id: SurveyId) -> Listening:
    """The survey a reply answers; NotFound before its first publication: nobody was promised anything yet."""
    survey = surveys.get_survey(session, survey_id)
    published = surveys.find_published(session, survey)
    code, answered = surveys.find_code(session, survey), surveys.find_responses_class(session, survey)
    if published is None or code is None:
        raise NotFound("published survey")
    return Listening(
        survey_id=survey.id,
        code=code,
        title=published.title,
        language=survey.language,
        organisation_name=get_organisation(session).name,
        promise=survey.promise,
        questions={question.id: question.wording for question in published.questions},
        answered=str(answered) if answered else None,
        closed_at=survey.closed_at,
    )


def find_reply(session: Session, survey_id: SurveyId) -> Reply | None:
    """The reply to a survey, draft or published; None when nobody has begun it."""
    return session.scalars(sa.select(Reply).where(Reply.survey_id == survey_id)).one_or_none()


def list_themes(session: Session, survey_id: SurveyId) -> list[Theme]:
    """What was heard, in the order in which it was written down."""
    return list(session.scalars(sa.select(Theme).where(Theme.survey_id == survey_id).order_by(Theme.id)))


def get_theme(session: Session, survey_id: SurveyId, theme_id: ThemeId) -> Theme:
    """One theme of this survey's reply; NotFound."""
    theme = session.get(Theme, (acting_for(session), theme_id))
    if theme is None or theme.survey_id != survey_id:
        raise NotFound("theme")
    return theme


def list_updates(session: Session, reply: Reply) -> list[ReplyUpdate]:
    """What was said below a reply since, the oldest first."""
    return list(session.scalars(sa.select(ReplyUpdate).where(ReplyUpdate.reply_id == reply.id).order_by(ReplyUpdate.id)))


def compose(reply: Reply | None, themes: Sequence[Theme], listening: Listening) -> SaidReply:
    """The reply as a stranger would read it now; themes without a decision are left out of a preview."""
    return SaidReply(
        thanks=reply.thanks if reply else "",
        talk_more=reply.talk_more if reply else "",
        answered=listening.answered,
        themes=tuple(
            SaidTheme(
                heard=theme.heard,
                people=theme.people,
                question=listening.questions.get(theme.question_id) if theme.question_id else None,
                decision=theme.decision,
                reason=theme.reason or "",
                due_on=theme.due_on,
            )
            for theme in themes
            if theme.decision
        ),
    )


def find_said(reply: Reply | None) -> SaidReply | None:
    """What was said in public; None as long as nothing is."""
    return SaidReply.from_data(reply.said) if reply and reply.said else None


def list_reply_duties(session: Session, *, today: date) -> list[ReplyDuty]:
    """Every published survey with where its reply stands, what is owed longest first."""
    published = set(session.scalars(sa.select(Reply.survey_id).where(Reply.published_at.is_not(None))))
    duties = [
        ReplyDuty(
            survey_id=survey.id,
            title=survey.title,
            reply_by=survey.reply_by,
            state=reply_state(
                closed_at=survey.closed_at, reply_by=survey.reply_by, is_published=survey.id in published, today=today
            ),
        )
        for survey in surveys.list_surveys(session)
        if survey.version and survey.reply_by
    ]
    return sorted(duties, key=lambda duty: (duty.state is ReplyState.PUBLISHED, duty.reply_by, str(duty.survey_id)))
