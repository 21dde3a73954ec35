"""The pages of replies: for those who write them, and for those who read them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.followup import commands, domain, queries
from accountability.followup.domain import Decision, DecisionDraft, Listening, People, ReplyWords, ThemeDraft
from accountability.followup.models import Theme
from accountability.survey.domain import SurveyId
from tests.followup.conftest import listen
from tests.support.client import CheckingClient
from tests.support.tenants import NEIGHBOUR, Tenant

DECLINE = {"decision": "declined", "reason": "The grant has ended.", "due_on": ""}
SignIn = Callable[[str], CheckingClient]


@pytest.fixture
def theme(session: Session, listening: Listening, officer: Actor, at: datetime) -> Theme:
    draft = ThemeDraft(heard="The hall is cold.", people=People.FROM_10, question_id=next(iter(listening.questions)))
    written = commands.write_theme(session, listening, draft, by=officer, at=at)
    session.commit()
    return written


@pytest.fixture
def published(session: Session, listening: Listening, theme: Theme, officer: Actor, at: datetime) -> Listening:
    decision = DecisionDraft(decision=Decision.DECLINED, reason="The grant has ended.")
    commands.decide_theme(session, listening, theme, decision, by=officer, at=at)
    commands.write_words(session, listening, ReplyWords(thanks="Thank you all.", talk_more="On Tuesday at five."))
    commands.publish_reply(session, listening, by=officer, at=at)
    session.commit()
    return listening


def test_an_officer_answers_from_the_first_theme_to_an_update(
    sign_in: SignIn, survey_id: SurveyId, session: Session, listening: Listening
) -> None:
    officer, base = sign_in("officer"), f"/surveys/{survey_id}/reply"
    assert "No theme yet" in officer.get(base).text
    question = str(next(iter(listening.questions)))
    officer.post(f"{base}/themes/add", {"heard": "Open in the evening.", "people": "10-14", "question_id": question})
    theme = queries.list_themes(session, survey_id)[0]
    officer.get(f"{base}/themes/{theme.id}/decide")
    officer.post(f"{base}/themes/{theme.id}/decide", {"decision": "accepted", "reason": "We can.", "due_on": "2026-07-01"})
    officer.post(f"{base}/words", {"thanks": "Thank you.", "talk_more": "On Tuesday."})
    assert "We can." in officer.get(f"{base}/preview").text
    assert "Open in the evening." in officer.get(f"{base}/publish").text
    officer.post(f"{base}/publish", {"is_read": "y"})
    officer.post(f"{base}/updates/add", {"news": "We opened on Wednesday."})
    assert "We opened on Wednesday." in officer.get(base).text


def test_publishing_asks_a_second_time(sign_in: SignIn, survey_id: SurveyId, theme: Theme, session: Session) -> None:
    officer = sign_in("officer")
    officer.post(f"/surveys/{survey_id}/reply/themes/{theme.id}/decide", DECLINE)
    refused = officer.post(f"/surveys/{survey_id}/reply/publish", {}, expect=422)
    assert "Confirm that you have read it" in refused.text
    assert queries.find_reply(session, survey_id) is None


def test_an_undecided_theme_is_named_when_publishing_is_refused(sign_in: SignIn, survey_id: SurveyId, theme: Theme) -> None:
    refused = sign_in("officer").post(f"/surveys/{survey_id}/reply/publish", {"is_read": "y"}, expect=422)
    assert "This one is open: The hall is cold." in refused.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"heard": "", "people": "not counted"}, "Enter what you heard, in one line"),
        ({"heard": "x" * 161, "people": "not counted"}, "160 characters or fewer"),
        ({"heard": "Cold.", "people": ""}, "Select how many said so"),
        ({"heard": "Cold.", "people": "not counted", "question_id": str(uuid4())}, "Select one of the questions"),
        ({"heard": "Cold.", "people": "not counted", "question_id": "none"}, "Select one of the questions"),
    ],
)
def test_a_theme_that_cannot_be_kept_comes_back_with_a_reason(
    sign_in: SignIn, survey_id: SurveyId, fields: dict[str, str], message: str
) -> None:
    assert message in sign_in("officer").post(f"/surveys/{survey_id}/reply/themes/add", fields, expect=422).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Select a decision"),
        ({"decision": "declined"}, "Enter the reason for the decision"),
        ({"decision": "accepted", "reason": "We can."}, "Enter by when it will be done"),
        ({"decision": "accepted", "reason": "We can.", "due_on": "2026-05-03"}, "must be today or later"),
        ({"decision": "declined", "reason": "No.", "due_on": "2026-07-01"}, "Leave the day empty"),
        ({"decision": "accepted", "reason": "We can.", "due_on": "soon"}, "date"),
    ],
)
def test_a_decision_that_owes_something_comes_back_with_a_reason(
    sign_in: SignIn, survey_id: SurveyId, theme: Theme, fields: dict[str, str], message: str
) -> None:
    page = sign_in("officer").post(f"/surveys/{survey_id}/reply/themes/{theme.id}/decide", fields, expect=422)
    assert message in page.text
    assert "valid choice" not in page.text


def test_words_can_change_and_an_undecided_theme_can_go(
    sign_in: SignIn, survey_id: SurveyId, theme: Theme, session: Session
) -> None:
    officer, base = sign_in("officer"), f"/surveys/{survey_id}/reply/themes/{theme.id}"
    assert "The hall is cold." in officer.get(base).text
    officer.post(base, {"heard": "The hall is very cold.", "people": "15-19", "question_id": ""})
    assert "The hall is very cold." in officer.get(f"{base}/remove").text
    officer.post(f"{base}/remove")
    session.expire_all()
    assert queries.list_themes(session, survey_id) == []


def test_a_decided_theme_is_not_removed_even_by_a_page_that_was_open(sign_in: SignIn, survey_id: SurveyId, theme: Theme) -> None:
    officer, base = sign_in("officer"), f"/surveys/{survey_id}/reply/themes/{theme.id}"
    officer.post(f"{base}/decide", DECLINE)
    assert "stays in the reply" in officer.post(f"{base}/remove", expect=409).text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/themes/add", {"heard": "Late.", "people": "not counted"}),
        ("/themes/{theme}", {"heard": "Late.", "people": "not counted"}),
        ("/themes/{theme}/decide", DECLINE),
        ("/words", {"thanks": "Late.", "talk_more": ""}),
        ("/publish", {"is_read": "y"}),
    ],
)
def test_after_publishing_every_form_says_that_it_stays(
    sign_in: SignIn, published: Listening, theme: Theme, path: str, fields: dict[str, str]
) -> None:
    address = f"/surveys/{published.survey_id}/reply{path.format(theme=theme.id)}"
    assert "stays as it was said" in sign_in("officer").post(address, fields, expect=422).text


def test_an_update_before_publishing_is_refused(sign_in: SignIn, survey_id: SurveyId) -> None:
    address = f"/surveys/{survey_id}/reply/updates/add"
    assert "not published yet" in sign_in("officer").post(address, {"news": "News."}, expect=422).text


@pytest.mark.parametrize("role", ["owner", "contributor", "viewer", "board"])
def test_whoever_may_read_sees_the_reply(sign_in: SignIn, survey_id: SurveyId, theme: Theme, role: str) -> None:
    assert "The hall is cold." in sign_in(role).get(f"/surveys/{survey_id}/reply").text


def test_the_board_decides_but_does_not_write_or_publish(sign_in: SignIn, survey_id: SurveyId, theme: Theme) -> None:
    board, base = sign_in("board"), f"/surveys/{survey_id}/reply"
    board.post(f"{base}/themes/{theme.id}/decide", DECLINE)
    board.get(f"{base}/publish", expect=403)
    board.get(f"{base}/themes/add", expect=403)
    assert "Change the words" not in board.get(base).text


@pytest.mark.parametrize("path", ["", "/themes/add", "/words", "/publish", "/updates/add", "/preview"])
def test_nobody_else_comes_near(sign_in: SignIn, survey_id: SurveyId, path: str) -> None:
    sign_in("data_entry").get(f"/surveys/{survey_id}/reply{path}", expect=403)


@pytest.mark.parametrize("path", ["", "/themes/add", "/words", "/publish", "/updates/add", "/preview"])
def test_the_neighbours_reply_is_not_there(sign_in: SignIn, theirs: Tenant, at: datetime, path: str) -> None:
    actor = theirs.actor("officer")
    with theirs.session() as session, session.begin():
        survey_id = listen(session, by=actor, at=at - timedelta(days=3), title=NEIGHBOUR)
    sign_in("officer").get(f"/surveys/{survey_id}/reply{path}", expect=404)


def test_a_theme_of_another_survey_is_not_there(
    sign_in: SignIn, theme: Theme, session: Session, officer: Actor, at: datetime
) -> None:
    other = listen(session, by=officer, at=at, title="Another")
    session.commit()
    sign_in("officer").get(f"/surveys/{other}/reply/themes/{theme.id}", expect=404)


def test_people_read_the_reply_at_the_surveys_address(constituent: CheckingClient, published: Listening) -> None:
    response = constituent.get(f"/{published.code}/reply")
    for said in (
        "Thank you all.",
        "The hall is cold.",
        "Declined",
        "The grant has ended.",
        "On Tuesday at five.",
        "Opening hours.",
    ):
        assert said in response.text
    assert "10 to 14 people" in response.text
    assert "Set-Cookie" not in response.headers
    assert "<script" not in response.text


def test_before_the_reply_people_read_what_was_promised(constituent: CheckingClient, listening: Listening) -> None:
    text = constituent.get(f"/{listening.code}/reply").text
    assert "will stand here by 20 May 2026" in text
    assert "The building." in text


def test_while_people_answer_the_page_says_so(constituent: CheckingClient, session: Session, open_survey: SurveyId) -> None:
    code = queries.get_listening(session, open_survey).code
    assert "People are still answering." in constituent.get(f"/{code}/reply").text


def test_an_overdue_reply_is_said_to_be_overdue(constituent: CheckingClient, listening: Listening, at: datetime) -> None:
    constituent.at = at + timedelta(days=30)
    assert "This reply is overdue. It was promised by 20 May 2026" in constituent.get(f"/{listening.code}/reply").text


def test_a_draft_is_not_public(constituent: CheckingClient, listening: Listening, theme: Theme) -> None:
    assert "The hall is cold." not in constituent.get(f"/{listening.code}/reply").text


def test_an_address_that_leads_nowhere_is_not_found(constituent: CheckingClient, ours: Tenant) -> None:
    constituent.get("/nothing-here/reply", expect=404)


def test_the_reply_can_be_read_in_another_language(constituent: CheckingClient, published: Listening) -> None:
    assert 'dir="rtl"' in constituent.get(f"/{published.code}/reply?lang=ar").text


def test_a_planted_leak_of_the_draft_would_be_seen(
    constituent: CheckingClient,
    session: Session,
    listening: Listening,
    theme: Theme,
    officer: Actor,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decision = DecisionDraft(decision=Decision.DECLINED, reason="The grant has ended.")
    commands.decide_theme(session, listening, theme, decision, by=officer, at=at)
    session.commit()
    assert "The hall is cold." not in constituent.get(f"/{listening.code}/reply").text
    monkeypatch.setattr(queries, "find_said", lambda reply: queries.compose(reply, [theme], listening))
    monkeypatch.setattr(queries, "find_reply", lambda *_: None)
    with pytest.raises(AssertionError):
        assert "The hall is cold." not in constituent.get(f"/{listening.code}/reply").text


def test_a_planted_silent_change_would_be_seen(
    session: Session, published: Listening, theme: Theme, officer: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain, "refuse_changes", lambda **_: None)
    monkeypatch.setattr(domain, "refuse_publication", lambda **_: None)
    before = queries.find_said(queries.find_reply(session, published.survey_id))
    commands.reword_theme(session, published, theme, ThemeDraft(heard="The hall is warm."), by=officer, at=at)
    commands.publish_reply(session, published, by=officer, at=at)
    assert queries.find_said(queries.find_reply(session, published.survey_id)) != before
