"""The life of a cycle: what it asks of whom, what it takes from the one before, where it stands, what goes with it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accountability import jobs
from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.domain.asking import (
    LONGEST_MANDATE,
    MandateIsMissing,
    MandateIsTooLong,
    NoRuleLeavesItOut,
    checked_mandate,
)
from accountability.assessment.domain.progress import Progress
from accountability.assessment.domain.refusals import AssessmentIsSigned
from accountability.assessment.domain.stages import Stage, Standpoint, Waiting, stage_of
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Assessment, Comment, ItemState, ReviewStep, Suggestion
from accountability.database import NotFound, new_id
from accountability.organisation.domain import SizeBand
from accountability.organisation.models import Organisation
from accountability.standard.domain import Depth
from tests.factories.assessment import FIRST, LAST, SECOND, level, rate, sign, start
from tests.factories.world.talk import say_everything

NO_STAFF = "c09-a-fair-recruitment"


@pytest.fixture
def begin(ours, session, at):
    """`begin(previous)`: a cycle, begun from another one if given."""

    def started(previous=None, **options):
        previous_id = previous.id if previous else None
        given = {"name": "Next", "depth": Depth.FULL, "previous_id": previous_id, **options}
        return commands.start_assessment(session, **given, by=ours.actor("officer"), at=at)

    return started


@pytest.fixture
def of_volunteers(ours, session):
    """Ours has no staff, so the standard leaves something out."""
    session.get_one(Organisation, ours.organisation_id).size_band = SizeBand("0")
    session.flush()


# The mandate


def test_a_mandate_may_be_missing_but_not_its_words():
    assert checked_mandate("  The board ", date(2026, 3, 3)) == "The board"
    assert checked_mandate("", None) == ""
    with pytest.raises(MandateIsMissing):
        checked_mandate(" ", date(2026, 3, 3))
    with pytest.raises(MandateIsTooLong):
        checked_mandate("x" * (LONGEST_MANDATE + 1), None)


# The next cycle


def test_last_answers_stand_beside_and_nothing_is_filled_in(ours, session, begin):
    last = start(ours, session)
    rate(ours, session, last, FIRST, level(2))
    sign(ours, session, last)
    following = begin(last)
    assert queries.find_last_time(session, following, key_action=FIRST).answer == level(2)
    assert queries.find_last_time(session, following, key_action=SECOND) is None
    assert queries.get_progress(session, following).answered == 0
    assert queries.list_work(session, following)[FIRST].value == "to-do"


def test_a_cycle_that_begins_afresh_has_no_last_time(ours, session, begin):
    rate(ours, session, start(ours, session), FIRST, level(2))
    assert queries.find_last_time(session, begin(), key_action=FIRST) is None


def test_a_cycle_of_nobody_or_of_others_is_no_beginning(theirs, session, begin):
    with theirs.session() as foreign, foreign.begin():
        other = start(theirs, foreign)
    for unknown in (other.id, new_id()):
        with pytest.raises(NotFound):
            begin(previous_id=unknown)


def test_the_last_one_signed_is_offered_first(ours, session, begin):
    signed, running = start(ours, session, name="Signed"), begin(name="Running")
    rate(ours, session, signed, FIRST, level(2))
    sign(ours, session, signed)
    assert [name for _id, name in queries.list_startable(session)] == ["Signed", running.name]


def test_the_history_of_an_answer_is_kept(ours, session):
    made = start(ours, session)
    rate(ours, session, made, FIRST, level(1))
    rate(ours, session, made, FIRST, level(2), seen=1)
    assert [each.level for each in queries.list_versions(session, made, key_action=FIRST)] == [2, 1]


# What is asked


@pytest.mark.usefixtures("of_volunteers")
def test_what_does_not_fit_is_left_out_with_a_reason(session, begin):
    made = begin()
    left_out = {action.slug: because for action, because in queries.list_left_out(session, made)}
    assert left_out[NO_STAFF].startswith("You have no paid posts")
    assert len(queries.list_asked(session, made)) == 48 - len(left_out)
    with pytest.raises(NotFound):
        queries.get_key_action(session, made, slug=NO_STAFF)


@pytest.mark.usefixtures("of_volunteers")
def test_it_is_asked_after_all_and_left_out_again_by_the_rule(ours, session, begin, at):
    made, by = begin(), {"by": ours.actor("officer"), "at": at}
    commands.ask_key_action(session, made, key_action=NO_STAFF, **by)
    rate(ours, session, made, NO_STAFF, level(3))
    with pytest.raises(NotFound):
        commands.ask_key_action(session, made, key_action=NO_STAFF, **by)
    commands.leave_out_key_action(session, made, key_action=NO_STAFF, **by)
    assert queries.get_progress(session, made).answered == 0
    commands.ask_key_action(session, made, key_action=NO_STAFF, **by)
    assert queries.get_progress(session, made).answered == 1


@pytest.mark.usefixtures("of_volunteers")
def test_what_no_rule_leaves_out_stays(ours, session, begin, at):
    with pytest.raises(NoRuleLeavesItOut):
        commands.leave_out_key_action(session, begin(), key_action=FIRST, by=ours.actor("officer"), at=at)


@pytest.mark.usefixtures("of_volunteers")
def test_a_signature_ends_the_choice(ours, session, begin, at):
    made, by = begin(), {"by": ours.actor("officer"), "at": at}
    rate(ours, session, made, FIRST, level(2))
    sign(ours, session, made)
    for choose in (commands.ask_key_action, commands.leave_out_key_action):
        with pytest.raises(AssessmentIsSigned):
            choose(session, made, key_action=NO_STAFF, **by)


def test_who_grew_is_not_asked_otherwise_in_the_middle_of_a_cycle(ours, session, begin):
    made = begin()
    session.get_one(Organisation, ours.organisation_id).size_band = SizeBand("0")
    assert queries.list_left_out(session, made) == []


# Where it stands


@pytest.mark.parametrize(
    ("way", "is_closed", "is_submitted", "is_signed", "stage"),
    [
        (Way.TOGETHER, False, False, False, Stage.RATING),
        (Way.TOGETHER, False, True, False, Stage.SUBMITTED),
        (Way.TOGETHER, False, False, True, Stage.SIGNED),
        (Way.NAMED, False, False, False, Stage.RATING_ALONE),
        (Way.ANONYMOUS, False, False, False, Stage.RATING_ALONE),
        (Way.ANONYMOUS, True, False, False, Stage.AGREEING),
        (Way.NAMED, True, True, False, Stage.SUBMITTED),
        (Way.NAMED, True, False, True, Stage.SIGNED),
    ],
)
def test_a_cycle_stands_somewhere(way, is_closed, is_submitted, is_signed, stage):
    assert stage_of(way=way, is_closed=is_closed, is_submitted=is_submitted, is_signed=is_signed) is stage


@pytest.mark.parametrize(
    ("stage", "answered", "finished", "waits_for"),
    [
        (Stage.RATING, 1, 0, Waiting.RATERS),
        (Stage.RATING, 2, 0, Waiting.OFFICERS),
        (Stage.RATING_ALONE, 0, 4, Waiting.RATERS),
        (Stage.RATING_ALONE, 0, 5, Waiting.OFFICERS),
        (Stage.AGREEING, 1, 5, Waiting.OFFICERS),
        (Stage.SUBMITTED, 1, 0, Waiting.SIGNERS),
        (Stage.SIGNED, 2, 0, Waiting.NOBODY),
    ],
)
def test_somebody_has_the_next_move(stage, answered, finished, waits_for):
    progress = Progress(answered=answered, total=2, depth=Depth.QUICK)
    assert Standpoint(stage=stage, progress=progress, raters=5, finished=finished).waits_for is waits_for


def test_cycles_stand_where_they_are_with_their_teams(ours, session, begin, at):
    blind, together = begin(way=Way.NAMED, name="Blind"), begin(name="Together")
    officer = ours.actor("officer")
    commands.ask_raters(session, blind, members=[officer.member_id], sections=(), rule=RATE_KEY_ACTION, link="", by=officer, at=at)
    found = {each.assessment.id: each.standpoint for each in queries.list_cycles(session)}
    assert (found[blind.id].stage, found[blind.id].raters, found[blind.id].finished) == (Stage.RATING_ALONE, 1, 0)
    assert (found[together.id].stage, found[together.id].raters) == (Stage.RATING, 0)


# The trash


def test_with_a_cycle_goes_what_was_said_about_it(ours, session, worker, at):
    made = start(ours, session)
    say_everything(ours, session, made, words="Here", at=at)
    commands.remove_assessment(session, made, by=ours.actor("officer"), at=at)
    session.commit()
    session.expunge_all()
    jobs.run("home.empty_trash", worker, at=at + timedelta(days=31))
    for table in (Comment, ItemState, ReviewStep, Suggestion, Assessment):
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


@pytest.mark.parametrize("is_signed", [False, True])
def test_the_next_cycle_stays_when_the_one_before_goes(ours, session, begin, worker, at, is_signed):
    before = start(ours, session)
    following = begin(before)
    rate(ours, session, following, LAST, level(2))
    if is_signed:
        sign(ours, session, following)
    commands.remove_assessment(session, before, by=ours.actor("officer"), at=at)
    session.commit()
    session.expunge_all()
    assert queries.find_last_time(session, following, key_action=LAST) is None
    jobs.run("home.empty_trash", worker, at=at + timedelta(days=31))
    session.expunge_all()
    [left] = session.scalars(sa.select(Assessment)).all()
    assert (left.id, left.previous_id, left.is_signed) == (following.id, None, is_signed)
