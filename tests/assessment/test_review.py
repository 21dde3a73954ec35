"""The review of an assessment: handed in, taken back, sent back, signed, opened again; and what stands still meanwhile."""

import pytest
import sqlalchemy as sa

from accountability.assessment import commands, queries
from accountability.assessment.domain.asking import NoRuleLeavesItOut
from accountability.assessment.domain.refusals import (
    AssessmentIsSigned,
    AssessmentIsSubmitted,
    NothingIsRated,
)
from accountability.assessment.domain.reviewing import (
    AssessmentIsNotSubmitted,
    AssessmentIsOpen,
    AssessmentWasSigned,
    PeopleStillRate,
)
from accountability.assessment.domain.talk import ReviewKind, WordsAreMissing
from accountability.assessment.domain.ways import Way
from accountability.journal import JournalEntry
from accountability.organisation.models import CustomRole
from accountability.outbox import OutboxMail
from tests.factories.assessment import FIRST, SECOND, level, rate, sign, start


@pytest.fixture
def reviewed(ours, session):
    """An assessment with one level, in the test's own session; somebody owns the organisation, somebody sits on its board."""
    for role in ("owner", "board", "officer", "contributor"):
        ours.actor(role)
    made = start(ours, session)
    rate(ours, session, made, SECOND, level(2))
    return made


@pytest.fixture
def submit(ours, session, reviewed, at):
    return lambda words="", role="officer": commands.submit_assessment(
        session, reviewed, words=words, link="https://here/sign", by=ours.actor(role), at=at
    )


@pytest.fixture
def send_back(ours, session, reviewed, at):
    return lambda words="Look at 3 again.": commands.request_changes(
        session, reviewed, words=words, link="https://here/", by=ours.actor("board"), at=at
    )


@pytest.fixture
def reopen(ours, session, reviewed, at):
    return lambda words="The audit came.": commands.reopen_assessment(
        session, reviewed, words=words, link="https://here/", by=ours.actor("board"), at=at
    )


def told(session):
    """Who was told what: role → subject of the last mail."""
    mails = session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))
    return {mail.recipient.partition("@")[0]: mail.subject for mail in mails}


def steps(session, assessment):
    return [(each.kind, each.words) for each in queries.list_review_steps(session, assessment)]


def facts(session):
    kinds = session.scalars(sa.select(JournalEntry.kind).order_by(JournalEntry.id)).all()
    return [kind for kind in kinds if kind not in ("AssessmentStarted", "SignedIn")]


# Handing in


def test_who_can_sign_is_told_by_mail(session, submit):
    submit("Two wait for the audit.")
    assert told(session) == dict.fromkeys(("owner", "board"), "Cycle 2026 waits for your signature")
    [text, *_rest] = session.scalars(sa.select(OutboxMail.text)).all()
    assert "Two wait for the audit." in text
    assert "https://here/sign" in text


def test_nobody_is_told_what_they_did_themselves(session, submit):
    submit(role="owner")
    assert set(told(session)) == {"board"}


def test_what_is_submitted_stands_still(ours, session, reviewed, submit, at):
    submit()
    by = {"by": ours.actor("officer"), "at": at}
    for change in (
        lambda: rate(ours, session, reviewed, FIRST, level(1)),
        lambda: submit(),
        lambda: commands.deepen_assessment(session, reviewed, **by),
        lambda: commands.remove_assessment(session, reviewed, **by),
        lambda: commands.leave_out_key_action(session, reviewed, key_action=FIRST, **by),
        lambda: commands.ask_key_action(session, reviewed, key_action=FIRST, **by),
    ):
        with pytest.raises(AssessmentIsSubmitted):
            change()


def test_nothing_rated_is_nothing_to_submit(ours, session, at):
    empty = start(ours, session)
    with pytest.raises(NothingIsRated):
        commands.submit_assessment(session, empty, link="", by=ours.actor("officer"), at=at)


@pytest.mark.parametrize("way", [Way.NAMED, Way.ANONYMOUS])
def test_while_people_rate_alone_nothing_is_submitted_or_signed(ours, session, way, at):
    by = ours.actor("officer")
    blind = commands.start_assessment(session, name="Blind", depth=start(ours, session).depth, way=way, by=by, at=at)
    with pytest.raises(PeopleStillRate):
        commands.submit_assessment(session, blind, link="", by=by, at=at)
    with pytest.raises(PeopleStillRate):
        sign(ours, session, blind)


def test_what_was_submitted_can_be_taken_back(ours, session, reviewed, submit, at):
    submit()
    commands.take_back_assessment(session, reviewed, by=ours.actor("owner"), at=at)
    assert not reviewed.is_submitted
    rate(ours, session, reviewed, FIRST, level(1))
    with pytest.raises(AssessmentIsNotSubmitted):
        commands.take_back_assessment(session, reviewed, by=ours.actor("owner"), at=at)


# Deciding


def test_changes_are_asked_for_in_words_that_stay(ours, session, reviewed, submit, send_back):
    submit()
    with pytest.raises(WordsAreMissing):
        send_back("  ")
    send_back()
    assert told(session)["officer"] == "Changes are wanted in Cycle 2026"
    assert "owner" not in {to for to, subject in told(session).items() if "Changes" in subject}
    assert steps(session, reviewed) == [(ReviewKind.SUBMITTED, ""), (ReviewKind.CHANGES_REQUESTED, "Look at 3 again.")]
    rate(ours, session, reviewed, FIRST, level(1))


def test_where_nothing_waits_no_changes_are_asked_for(send_back):
    with pytest.raises(AssessmentIsNotSubmitted):
        send_back()


@pytest.mark.parametrize("is_submitted", [False, True])
def test_it_is_signed_submitted_or_not(ours, session, reviewed, submit, is_submitted):
    if is_submitted:
        submit()
    sign(ours, session, reviewed)
    assert (reviewed.is_signed, reviewed.is_submitted) == (True, False)
    assert steps(session, reviewed)[-1] == (ReviewKind.SIGNED, "")
    with pytest.raises(AssessmentIsSigned):
        submit()


# Opening again


def test_what_is_opened_again_can_be_changed_and_signed_anew(ours, session, reviewed, reopen):
    sign(ours, session, reviewed)
    reopen()
    assert (reviewed.signed_at, reviewed.signed_by_id) == (None, None)
    rate(ours, session, reviewed, FIRST, level(1))
    sign(ours, session, reviewed)
    assert [kind for kind, _words in steps(session, reviewed)] == [ReviewKind.SIGNED, ReviewKind.REOPENED, ReviewKind.SIGNED]
    assert facts(session) == ["AssessmentSignedOff", "AssessmentReopened", "AssessmentSignedOff"]


def test_opening_again_needs_words_and_a_signature(ours, session, reviewed, reopen):
    with pytest.raises(AssessmentIsOpen):
        reopen()
    sign(ours, session, reviewed)
    with pytest.raises(WordsAreMissing):
        reopen(" ")
    assert reviewed.is_signed


def test_who_goes_on_with_it_is_told(ours, session, reviewed, reopen):
    sign(ours, session, reviewed)
    reopen()
    assert told(session) == dict.fromkeys(("owner", "officer"), "Cycle 2026 is open again")


def test_what_was_signed_once_is_not_removed(ours, session, reviewed, reopen, at):
    sign(ours, session, reviewed)
    reopen()
    with pytest.raises(AssessmentWasSigned):
        commands.remove_assessment(session, reviewed, by=ours.actor("officer"), at=at)


def test_words_of_the_review_are_no_part_of_the_record(session, reviewed, submit, send_back):
    submit("Ana was against it.")
    send_back("Ask Ana again.")
    details = [str(each) for each in session.scalars(sa.select(JournalEntry.details))]
    assert not [each for each in details if "Ana" in each]


def test_a_role_of_their_own_signs_too(ours, session, reviewed, submit):

    ours.actor("custom")
    own = session.scalars(sa.select(CustomRole)).one()
    own.permissions = ["SIGN_ASSESSMENT"]
    session.flush()
    submit()
    assert set(told(session)) == {"owner", "board", "custom"}


# What is asked


def test_only_a_rule_of_the_standard_leaves_something_out(ours, session, reviewed, at):
    with pytest.raises(NoRuleLeavesItOut):
        commands.leave_out_key_action(session, reviewed, key_action=FIRST, by=ours.actor("officer"), at=at)
