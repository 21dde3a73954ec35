"""The first page, for every role, at every point of the cycle."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import commands as assessments
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.queries import count_versions, get_pack
from accountability.standard.domain import Depth
from accountability.survey import commands as surveys
from accountability.survey.queries import get_survey
from tests.factories import network as make
from tests.followup.conftest import listen
from tests.followup.plan import due_in, plan
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant, make_tenant

SignIn = Callable[[str], CheckingClient]


def assess(session: Session, *, by: Actor, at: datetime, answers: int, is_signed: bool = False, is_planned: bool = True) -> None:
    """A quick scan with this many answers; once it is signed something is planned from it, unless said otherwise."""
    assessment = assessments.start_assessment(session, name="Spring scan", depth=Depth.QUICK, by=by, at=at)
    for key_action in get_pack(session, assessment).key_actions_at(Depth.QUICK)[:answers]:
        answer = Answer(verdict=Verdict.LEVEL, level=2)
        assessments.rate_key_action(session, assessment, key_action=key_action.slug, answer=answer, seen=0, by=by, at=at)
    if is_signed:
        seen = count_versions(session, assessment)
        assessments.sign_assessment(session, assessment, seen=seen, by=by, at=at)
    if is_signed and is_planned:
        plan(session, by=by, at=at, assessment_id=assessment.id)


def convene(convenor: Tenant, member: Tenant, *, at: datetime) -> None:
    """A network that `convenor` runs, with `member` in its open round."""
    circle = make.convene(convenor, at=at, name="Open Table")
    make.join(circle, member, at=at)
    make.open_round(circle, at=at, name="2025/26")


def test_a_new_organisation_is_led_to_its_first_job(sign_in: SignIn) -> None:
    text = sign_in("owner").get("/").text
    assert "Begin with how you see yourselves" in text
    assert "Start an assessment" in text


@pytest.mark.parametrize("role", ["contributor", "viewer", "board"])
def test_who_cannot_begin_is_told_who_does(sign_in: SignIn, role: str) -> None:
    assert "An owner or officer of your organisation starts" in sign_in(role).get("/").text


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("data_entry", "With the role data entry you see no assessments"),
        ("safeguarding", "With the role safeguarding you see no assessments"),
        ("reviewer", "You see one commitment"),
        ("custom", "What your role lets you open stands in the menu."),
    ],
)
def test_who_has_a_small_part_is_told_what_they_can_do_now(sign_in: SignIn, role: str, words: str) -> None:
    text = sign_in(role).get("/").text
    assert words in text
    assert "Score yourselves" not in text


def test_a_visitor_is_sent_to_sign_in(client: CheckingClient, ours: Tenant) -> None:
    assert "sign-in" in client.get("/", expect=303).headers["Location"]


@pytest.mark.parametrize(
    ("answers", "role", "words"),
    [
        (3, "contributor", "3 of 24 key actions have an answer"),
        (3, "viewer", "Nothing waits for you"),
        (24, "board", "Sign off “Spring scan”"),
        (24, "officer", "Nothing waits for you"),
    ],
)
def test_the_next_step_is_one_that_the_reader_can_take(
    sign_in: SignIn, session: Session, ours: Tenant, at: datetime, answers: int, role: str, words: str
) -> None:
    assess(session, by=ours.actor("officer"), at=at, answers=answers)
    session.commit()
    assert words in sign_in(role).get("/").text


def test_after_signing_off_comes_listening(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    assess(session, by=ours.actor("officer"), at=at, answers=24, is_signed=True)
    session.commit()
    text = sign_in("officer").get("/").text
    assert "Ask the people you work for" in text
    assert "signed off on 4 May 2026" in text


def test_after_signing_off_comes_the_plan(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    assess(session, by=ours.actor("officer"), at=at, answers=24, is_signed=True, is_planned=False)
    session.commit()
    text = sign_in("officer").get("/").text
    assert "Make a plan of “Spring scan”" in text
    assert "nothing is planned from it" in text
    board = sign_in("board").get("/").text
    assert "nothing is planned from it" in board
    assert "See what to do next" not in board


def test_what_is_overdue_stands_before_what_is_due_next(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    before = at - timedelta(days=1)
    for number in range(5):
        plan(session, by=ours.actor("officer"), at=before, title=f"Due on day {number}", due_on=due_in(number, before))
    session.commit()
    text = sign_in("viewer").get("/").text
    assert "Overdue since 3 May 2026" in text
    assert text.index("Due on day 0") < text.index("Due on day 1") < text.index("Due on day 3")
    assert "Due on day 4" not in text
    assert "See the plan: 5 actions to do" in text


def test_a_draft_and_an_open_survey_are_named(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    officer = ours.actor("officer")
    assess(session, by=officer, at=at, answers=24, is_signed=True)
    surveys.start_survey(session, "Being prepared", language="en", closes_on=None, by=officer, at=at)
    session.commit()
    assert "Finish your survey" in sign_in("officer").get("/").text
    listen(session, by=officer, at=at, title="Running now")
    session.commit()
    assert "Running now" in sign_in("officer").get("/").text
    assert "People are answering" in sign_in("viewer").get("/").text


@pytest.mark.parametrize(
    ("reply_by", "words"), [(date(2026, 5, 4), "Promised by 4 May 2026"), (date(2026, 5, 3), "Overdue since 3 May 2026")]
)
def test_a_reply_that_is_owed_comes_first(
    sign_in: SignIn, session: Session, ours: Tenant, at: datetime, reply_by: date, words: str
) -> None:
    officer = ours.actor("officer")
    survey_id = listen(session, by=officer, at=at - timedelta(days=10), title="Winter survey", reply_by=reply_by)
    surveys.close_survey(session, get_survey(session, survey_id), by=officer, at=at)
    assess(session, by=officer, at=at, answers=3)
    session.commit()
    text = sign_in("officer").get("/").text
    assert words in text
    assert "Answer people" in text
    assert "Go on rating" not in text


def test_an_open_round_is_offered_once_the_assessment_is_signed(
    sign_in: SignIn, session: Session, ours: Tenant, theirs: Tenant, at: datetime
) -> None:
    assess(session, by=ours.actor("officer"), at=at, answers=24, is_signed=True)
    session.commit()
    convene(make_tenant(theirs.database, "Secretariat", at=at), ours, at=at)
    text = sign_in("officer").get("/").text
    assert "Share into the round 2025/26?" in text
    assert "Open Table, 2025/26" in text
    assert "Open until 3 June 2026" in text


def test_a_coordinator_sees_who_is_where_and_no_score(client: CheckingClient, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    convene(ours, theirs, at=at)
    text = client.sign_in(ours, "coordinator").get("/").text
    assert "Open Table, 2025/26" in text
    assert "See who is where" in text
    assert "Score yourselves" not in text


def test_a_coordinator_without_a_network_is_led_to_one(sign_in: SignIn) -> None:
    assert "Convene a network" in sign_in("coordinator").get("/").text
