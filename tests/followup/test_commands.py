"""Writing, deciding, publishing and following up, on both databases."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.database import NotFound
from accountability.followup import commands, queries
from accountability.followup.domain import (
    Decision,
    DecisionDraft,
    Listening,
    People,
    QuestionIsUnknown,
    ReplyIsNotPublished,
    ReplyIsPublished,
    ReplyState,
    ReplyWasJustBegun,
    ReplyWords,
    SurveyIsStillOpen,
    ThemeDraft,
    ThemeIsDecided,
)
from accountability.followup.models import Reply, Theme
from accountability.journal import JournalEntry
from accountability.survey import commands as surveys
from accountability.survey.domain import SurveyId
from accountability.survey.queries import get_survey
from tests.followup.conftest import REPLY_BY

ACCEPT = DecisionDraft(decision=Decision.ACCEPTED, reason="We can.", due_on=date(2026, 7, 1))
DECLINE = DecisionDraft(decision=Decision.DECLINED, reason="The grant has ended.")


@pytest.fixture
def theme(session: Session, listening: Listening, officer: Actor, at: datetime) -> Theme:
    draft = ThemeDraft(heard="The hall is cold.", people=People.FROM_10, question_id=next(iter(listening.questions)))
    return commands.write_theme(session, listening, draft, by=officer, at=at)


def publish(session: Session, listening: Listening, theme: Theme, *, by: Actor, at: datetime) -> Reply:
    commands.decide_theme(session, listening, theme, DECLINE, by=by, at=at)
    return commands.publish_reply(session, listening, by=by, at=at)


def facts(session: Session) -> list[str]:
    return [entry.kind for entry in session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id))]


def test_a_theme_is_kept_with_what_it_came_from(session: Session, listening: Listening, theme: Theme) -> None:
    assert queries.list_themes(session, listening.survey_id) == [theme]
    assert theme.question_id in listening.questions
    assert facts(session)[-1] == "ThemeWritten"


def test_a_theme_cannot_come_from_a_question_nobody_was_asked(
    session: Session, listening: Listening, officer: Actor, at: datetime
) -> None:
    with pytest.raises(QuestionIsUnknown):
        commands.write_theme(session, listening, ThemeDraft(heard="x", question_id=UUID(int=1)), by=officer, at=at)


def test_changing_the_words_keeps_the_decision(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    commands.decide_theme(session, listening, theme, ACCEPT, by=officer, at=at)
    commands.reword_theme(session, listening, theme, ThemeDraft(heard="The hall is too cold."), by=officer, at=at)
    assert (theme.heard, theme.decision, theme.due_on) == ("The hall is too cold.", Decision.ACCEPTED, date(2026, 7, 1))


def test_a_decision_can_change_until_it_is_published(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    commands.decide_theme(session, listening, theme, ACCEPT, by=officer, at=at)
    commands.decide_theme(session, listening, theme, DECLINE, by=officer, at=at)
    assert (theme.decision, theme.due_on, theme.decided_at) == (Decision.DECLINED, None, at)


def test_an_undecided_theme_can_be_taken_out(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    commands.remove_theme(session, listening, theme, by=officer, at=at)
    assert queries.list_themes(session, listening.survey_id) == []


def test_a_declined_theme_stays(session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime) -> None:
    commands.decide_theme(session, listening, theme, DECLINE, by=officer, at=at)
    with pytest.raises(ThemeIsDecided):
        commands.remove_theme(session, listening, theme, by=officer, at=at)


def test_nothing_is_published_while_people_answer(session: Session, open_survey: SurveyId, officer: Actor, at: datetime) -> None:
    listening = queries.get_listening(session, open_survey)
    theme = commands.write_theme(session, listening, ThemeDraft(heard="Cold."), by=officer, at=at)
    with pytest.raises(SurveyIsStillOpen):
        publish(session, listening, theme, by=officer, at=at)


def test_a_published_reply_says_everything_declined_themes_too(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    commands.write_words(session, listening, ReplyWords(thanks="Thank you.", talk_more="On Tuesday."))
    said = queries.find_said(publish(session, listening, theme, by=officer, at=at))
    assert said is not None
    assert (said.thanks, said.talk_more, said.answered) == ("Thank you.", "On Tuesday.", None)
    assert [(each.heard, each.decision) for each in said.themes] == [("The hall is cold.", Decision.DECLINED)]
    assert said.themes[0].question in listening.questions.values()
    assert facts(session)[-1] == "ReplyPublished"


def test_after_publishing_nothing_that_was_said_changes(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    reply = publish(session, listening, theme, by=officer, at=at)
    said = reply.said
    for change in (
        lambda: commands.write_theme(session, listening, ThemeDraft(heard="x"), by=officer, at=at),
        lambda: commands.reword_theme(session, listening, theme, ThemeDraft(heard="x"), by=officer, at=at),
        lambda: commands.decide_theme(session, listening, theme, ACCEPT, by=officer, at=at),
        lambda: commands.remove_theme(session, listening, theme, by=officer, at=at),
        lambda: commands.write_words(session, listening, ReplyWords(thanks="x", talk_more="")),
        lambda: commands.publish_reply(session, listening, by=officer, at=at),
    ):
        with pytest.raises(ReplyIsPublished):
            change()
    session.refresh(reply)
    assert reply.said == said


def test_an_update_stands_below_with_its_date(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    reply = publish(session, listening, theme, by=officer, at=at)
    commands.add_update(session, listening, "The hall has a heater.", by=officer, at=at + timedelta(days=9))
    assert [(update.news, update.added_at.day) for update in queries.list_updates(session, reply)] == [
        ("The hall has a heater.", 13)
    ]


def test_an_update_sent_twice_stands_once(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    reply = publish(session, listening, theme, by=officer, at=at)
    first = commands.add_update(session, listening, "The hall has a heater.", by=officer, at=at)
    assert commands.add_update(session, listening, " The hall has a heater. ", by=officer, at=at) is first
    commands.add_update(session, listening, "It broke.", by=officer, at=at)
    commands.add_update(session, listening, "The hall has a heater.", by=officer, at=at)
    assert len(queries.list_updates(session, reply)) == 3


def test_a_survey_that_was_never_published_owes_no_reply(session: Session, officer: Actor, at: datetime) -> None:
    draft = surveys.start_survey(session, "Draft", language="en", closes_on=None, by=officer, at=at)
    with pytest.raises(NotFound):
        queries.get_listening(session, draft.id)
    assert queries.list_reply_duties(session, today=at.date()) == []


def test_a_survey_that_was_reopened_meanwhile_is_not_answered_yet(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    survey = get_survey(session, listening.survey_id)
    surveys.extend_survey(session, survey, closes_on=date(2026, 6, 1), reply_by=date(2026, 7, 1), by=officer, at=at)
    with pytest.raises(SurveyIsStillOpen):
        publish(session, listening, theme, by=officer, at=at)


def test_an_update_needs_a_published_reply(session: Session, listening: Listening, officer: Actor, at: datetime) -> None:
    with pytest.raises(ReplyIsNotPublished):
        commands.add_update(session, listening, "News.", by=officer, at=at)


def test_of_two_who_begin_a_reply_at_once_the_second_is_told(
    session: Session, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.write_words(session, listening, ReplyWords(thanks="First.", talk_more=""))
    monkeypatch.setattr(queries, "find_reply", lambda *_: None)
    with pytest.raises(ReplyWasJustBegun):
        commands.write_words(session, listening, ReplyWords(thanks="Second.", talk_more=""))


def test_the_database_itself_refuses_a_decision_without_reason(session: Session, theme: Theme) -> None:
    theme.decision = Decision.DECLINED
    with pytest.raises(IntegrityError, match="decision_has_a_reason"):
        session.flush()


def test_the_database_itself_refuses_a_promise_without_a_day(session: Session, theme: Theme) -> None:
    theme.decision, theme.reason = Decision.ACCEPTED, "We can."
    with pytest.raises(IntegrityError, match="what_will_be_done_has_a_day"):
        session.flush()


@pytest.mark.parametrize(("days", "state"), [(0, ReplyState.DRAFT), (16, ReplyState.DRAFT), (17, ReplyState.OVERDUE)])
def test_a_reply_is_owed_and_then_overdue(
    session: Session, survey_id: SurveyId, at: datetime, days: int, state: ReplyState
) -> None:
    duties = queries.list_reply_duties(session, today=at.date() + timedelta(days=days))
    assert [(duty.survey_id, duty.reply_by, duty.state) for duty in duties] == [(survey_id, REPLY_BY, state)]


def test_what_is_answered_is_no_longer_owed(
    session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime
) -> None:
    publish(session, listening, theme, by=officer, at=at)
    assert [duty.state for duty in queries.list_reply_duties(session, today=date(2027, 1, 1))] == [ReplyState.PUBLISHED]
