"""What people do to answer back: write themes, decide them, publish the reply, say later what became of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.database import refusing
from accountability.fact import Fact
from accountability.followup import domain, queries
from accountability.followup.models import Reply, ReplyUpdate, Theme
from accountability.survey import queries as surveys
from accountability.trash import put_away


def write_theme(session: Session, listening: domain.Listening, draft: domain.ThemeDraft, *, by: Actor, at: datetime) -> Theme:
    """Write down one thing that was heard; refuses ReplyIsPublished, ThemeIsEmpty, ThemeIsTooLong or QuestionIsUnknown."""
    _refuse_changes(session, listening)
    checked = domain.check_theme(draft, questions=listening.questions)
    theme = Theme(survey_id=listening.survey_id, heard=checked.heard, people=checked.people, question_id=checked.question_id)
    session.add(theme)
    session.flush()
    _record(session, domain.ThemeWritten(survey_id=listening.survey_id, theme_id=theme.id), by=by, at=at, theme=theme)
    return theme


def reword_theme(
    session: Session, listening: domain.Listening, theme: Theme, draft: domain.ThemeDraft, *, by: Actor, at: datetime
) -> None:
    """Say the same thing better; what was decided about it stays. Refuses as `write_theme` does."""
    _refuse_changes(session, listening)
    checked = domain.check_theme(draft, questions=listening.questions)
    theme.heard, theme.people, theme.question_id = checked.heard, checked.people, checked.question_id
    _record(session, domain.ThemeWritten(survey_id=listening.survey_id, theme_id=theme.id), by=by, at=at, theme=theme)


def decide_theme(
    session: Session, listening: domain.Listening, theme: Theme, draft: domain.DecisionDraft, *, by: Actor, at: datetime
) -> None:
    """Accept, partly accept or decline; refuses ReplyIsPublished and decisions without reason or fitting day."""
    _refuse_changes(session, listening)
    decided = domain.decide(draft, today=at.date())
    theme.decision, theme.reason, theme.due_on = decided.decision, decided.reason, decided.due_on
    theme.decided_at = at
    fact = domain.ThemeDecided(survey_id=listening.survey_id, theme_id=theme.id, decision=decided.decision)
    _record(session, fact, by=by, at=at, theme=theme)


def remove_theme(session: Session, listening: domain.Listening, theme: Theme, *, by: Actor, at: datetime) -> None:
    """Put an undecided theme in the trash; refuses ThemeIsDecided or ReplyIsPublished."""
    _refuse_changes(session, listening)
    domain.refuse_removal(theme.as_open)
    put_away(theme, by=by, at=at)
    _record(session, domain.ThemeRemoved(survey_id=listening.survey_id, theme_id=theme.id), by=by, at=at, theme=theme)


def write_words(session: Session, listening: domain.Listening, words: domain.ReplyWords) -> Reply:
    """Write the thanks and where to talk more; refuses ReplyIsPublished or WordsAreTooLong."""
    reply = _draft_of(session, listening)
    domain.refuse_changes(published_at=reply.published_at)
    checked = domain.check_words(words)
    reply.thanks, reply.talk_more = checked.thanks, checked.talk_more
    session.flush()
    return reply


def publish_reply(session: Session, listening: domain.Listening, *, by: Actor, at: datetime) -> Reply:
    """Say it in public, as it stands now and for good; refuses with what is missing."""
    reply, closed_at = _draft_of(session, listening), _hold(session, listening)
    themes = queries.list_themes(session, listening.survey_id)
    domain.refuse_publication(closed_at=closed_at, published_at=reply.published_at, themes=[theme.as_open for theme in themes])
    reply.said = queries.compose(reply, themes, listening).as_data()
    reply.published_at = at
    fact = domain.ReplyPublished(survey_id=listening.survey_id, themes=len(themes), declined=_declined(themes))
    journal.record(session, fact, by=by, at=at, subject_id=reply.id)
    session.flush()
    return reply


def add_update(session: Session, listening: domain.Listening, news: str, *, by: Actor, at: datetime) -> ReplyUpdate:
    """Say below a published reply what happened since; the same words twice in a row, as a second click sends them, count once.

    Refuses ReplyIsNotPublished, UpdateIsEmpty or WordsAreTooLong.
    """
    reply, checked = _draft_of(session, listening), domain.check_update(news)
    domain.refuse_update(published_at=reply.published_at)
    last = queries.list_updates(session, reply)[-1:]
    if last and last[0].news == checked:
        return last[0]
    update = ReplyUpdate(reply_id=reply.id, news=checked, added_at=at)
    session.add(update)
    session.flush()
    fact = domain.ReplyUpdated(survey_id=listening.survey_id, update_id=update.id)
    journal.record(session, fact, by=by, at=at, subject_id=reply.id)
    session.flush()
    return update


def _draft_of(session: Session, listening: domain.Listening) -> Reply:
    """The reply to this survey, begun if nobody has; of two who begin at once, the second is told to try again."""
    _hold(session, listening)
    reply = queries.find_reply(session, listening.survey_id)
    if reply is None:
        reply = Reply(survey_id=listening.survey_id, thanks="", talk_more="")
        with refusing(session, survey_has_one_reply=domain.ReplyWasJustBegun):
            session.add(reply)
    return reply


def _hold(session: Session, listening: domain.Listening) -> datetime | None:
    """Hold the survey for this transaction and return when it closed: nobody decides while somebody else publishes."""
    return surveys.get_survey_for_change(session, listening.survey_id).closed_at


def _refuse_changes(session: Session, listening: domain.Listening) -> None:
    _hold(session, listening)
    reply = queries.find_reply(session, listening.survey_id)
    domain.refuse_changes(published_at=reply.published_at if reply else None)


def _declined(themes: Sequence[Theme]) -> int:
    return sum(theme.decision is domain.Decision.DECLINED for theme in themes)


def _record(session: Session, fact: Fact, *, by: Actor, at: datetime, theme: Theme) -> None:
    journal.record(session, fact, by=by, at=at, subject_id=theme.id)
    session.flush()
