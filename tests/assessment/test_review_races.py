"""Several people at the same moment, with real connections: what is submitted or signed is what stands, and steps happen once."""

from threading import Barrier

import pytest
import sqlalchemy as sa

from accountability.assessment import commands, queries
from accountability.assessment.commands import comments
from accountability.assessment.commands import review as review_commands
from accountability.assessment.domain.refusals import AssessmentHasChanged, AssessmentIsSubmitted
from accountability.assessment.domain.reviewing import AssessmentIsNotSubmitted, AssessmentIsOpen
from accountability.assessment.domain.talk import CommentIsAnswered, ReviewKind, WorkStatus
from accountability.assessment.models import Comment
from accountability.database import NotFound
from accountability.journal import JournalEntry
from tests.assessment.test_races import at_once, begin, racing, rating, versions, whole  # noqa: F401 - fixtures
from tests.factories.assessment import FIRST, sign

TIMES = 3


@pytest.fixture
def made(racing):  # noqa: F811
    """An assessment with one level; its id."""
    racing.actor("owner")
    return begin(racing)


def submitting(tenant, role="officer"):
    return lambda session, found: commands.submit_assessment(session, found, link="", by=tenant.actor(role), at=tenant.at)


def taking_back(tenant):
    return lambda session, found: commands.take_back_assessment(session, found, by=tenant.actor("officer"), at=tenant.at)


def reopening(tenant, role):
    return lambda session, found: commands.reopen_assessment(
        session, found, words=role, link="", by=tenant.actor(role), at=tenant.at
    )


def signing(tenant):
    return lambda session, found: sign(tenant, session, found)


def look(tenant, assessment_id):
    with tenant.session() as session:
        found = queries.get_assessment(session, assessment_id)
        return found, [each.kind for each in queries.list_review_steps(session, found)]


def test_nothing_is_answered_once_it_is_submitted(racing, made):  # noqa: F811
    outcome = at_once(racing, made, rating(racing, 2), submitting(racing))
    assert outcome in (["done", "done"], sorted([AssessmentIsSubmitted.__name__, "done"]))
    found, _kinds = look(racing, made)
    assert found.is_submitted
    with racing.session() as session:
        told = session.scalars(sa.select(JournalEntry).where(JournalEntry.kind == "AssessmentSubmitted")).one()
        stored = queries.get_progress(session, found).answered
    assert told.details["answered"] == stored == versions(racing, made)


def test_it_is_submitted_once(racing, made):  # noqa: F811
    outcome = at_once(racing, made, *[submitting(racing), submitting(racing, "owner")] * TIMES)
    assert outcome.count("done") == 1
    assert look(racing, made)[1] == [ReviewKind.SUBMITTED]


def test_it_is_signed_or_taken_back(racing, made):  # noqa: F811
    with racing.session() as session, session.begin():
        submitting(racing)(session, queries.get_assessment(session, made))
    outcome = at_once(racing, made, signing(racing), taking_back(racing))
    found, kinds = look(racing, made)
    assert found.is_signed
    assert outcome in (["done", "done"], sorted([AssessmentIsNotSubmitted.__name__, "done"]))
    assert len(kinds) == 1 + outcome.count("done")


def test_of_two_reopenings_one_happens(racing, made):  # noqa: F811
    with racing.session() as session, session.begin():
        signing(racing)(session, queries.get_assessment(session, made))
    outcome = at_once(racing, made, *[reopening(racing, "board"), reopening(racing, "owner")] * TIMES)
    assert sorted(set(outcome)) == sorted([AssessmentIsOpen.__name__, "done"])
    assert look(racing, made)[1] == [ReviewKind.SIGNED, ReviewKind.REOPENED]


def test_without_holding_the_assessment_it_would_be_opened_twice(racing, made, monkeypatch):  # noqa: F811
    if racing.database.engine.dialect.name == "sqlite":
        return  # one writer at a time: whoever comes second looks at what the first one wrote
    with racing.session() as session, session.begin():
        signing(racing)(session, queries.get_assessment(session, made))
    both_have_looked = Barrier(2)
    monkeypatch.setattr(review_commands, "hold", lambda _session, _assessment: both_have_looked.wait())
    at_once(racing, made, reopening(racing, "board"), reopening(racing, "owner"))
    assert look(racing, made)[1].count(ReviewKind.REOPENED) == 2


def test_what_is_signed_is_what_the_signer_saw(racing, made):  # noqa: F811
    outcome = at_once(racing, made, signing(racing), rating(racing, 1))
    assert set(outcome) <= {"done", AssessmentHasChanged.__name__, "AssessmentIsSigned"}
    found, kinds = look(racing, made)
    assert found.is_signed is (ReviewKind.SIGNED in kinds)


def test_work_marked_by_many_at_once_is_one_row(racing, made):  # noqa: F811
    def marking(work):
        return lambda session, found: commands.mark_work(
            session, found, key_action=FIRST, work=work, by=racing.actor("officer"), at=racing.at
        )

    assert at_once(racing, made, *map(marking, WorkStatus)) == ["done"] * 4


def removal(tenant, thread_id, *, answering):
    def remove(session, found):
        commands.remove_comment(session, found, comment_id=thread_id, by=tenant.actor("officer"), at=tenant.at)

    def answer(session, found):
        try:
            commands.answer_comment(session, found, thread_id=thread_id, words="I have.", by=tenant.actor("board"), at=tenant.at)
        except NotFound:
            answering.append("gone")

    return remove, answer


def test_no_answer_hangs_in_the_air(racing, made):  # noqa: F811
    with racing.session() as session, session.begin():
        found = queries.get_assessment(session, made)
        said = {"key_action": FIRST, "words": "Who has the minutes?"}
        thread = comments.write_comment(session, found, **said, by=racing.actor("officer"), at=racing.at)
    gone: list[str] = []
    outcome = at_once(racing, made, *removal(racing, thread.id, answering=gone))
    with racing.session() as session:
        left = session.scalar(sa.select(sa.func.count()).select_from(Comment))
    assert left == (0 if gone else 2)
    assert outcome == (["done", "done"] if gone else sorted([CommentIsAnswered.__name__, "done"]))
