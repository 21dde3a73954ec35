"""What a round is told when something signed is opened again, and what was shared into it."""

import pytest

from accountability.assessment import commands as assessments
from accountability.assessment.queries import get_assessment
from accountability.benchmark.models import Contribution
from accountability.network import queries
from accountability.network.domain import Progress
from tests.factories import network as make


@pytest.fixture
def circle(ours, theirs, at):
    circle = make.convene(theirs, at=at)
    make.join(circle, ours, at=at)
    return circle


@pytest.fixture
def round_id(circle, at):
    return make.open_round(circle, at=at)


def reopen(ours, assessment_id, at):
    with ours.session() as session, session.begin():
        found = get_assessment(session, assessment_id)
        assessments.reopen_assessment(session, found, words="The audit came.", link="", by=ours.actor("board"), at=at)


def progress(ours, round_id):
    with ours.session() as session:
        return queries.get_participation(session, round_id).progress


def test_the_coordinator_learns_that_it_is_rated_again(ours, circle, round_id, at):
    with ours.session() as session, session.begin():
        assessment_id = make.sign_assessment(session, ours, at=at)
    make.agree(ours, round_id, at=at)
    assert progress(ours, round_id) is Progress.SIGNED_OFF
    reopen(ours, assessment_id, at)
    assert progress(ours, round_id) is Progress.RATING


def test_what_was_shared_stays_as_it_was_shared(ours, circle, round_id, at):
    assessment_id = make.contribute(ours, round_id, at=at)
    before = [row.bands for row in make.stored(circle, Contribution)]
    reopen(ours, assessment_id, at)
    assert progress(ours, round_id) is Progress.CONTRIBUTED
    assert [row.bands for row in make.stored(circle, Contribution)] == before
    assert len(before) == 1
