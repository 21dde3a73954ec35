"""An export holds what pages show, and no more than this person may see."""

import pytest

from accountability import parts
from accountability.assessment import queries
from accountability.assessment.commands.comments import write_comment
from accountability.assessment.commands.suggesting import suggest_level
from accountability.assessment.commands.support import attach_evidence
from accountability.assessment.domain.sheets.columns import Column
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Rater
from tests.evidence.conftest import begin_piece
from tests.factories.assessment import FIRST, NOT_APPLICABLE, SECOND, level, rate, sign, start
from tests.factories.sheets import exported


@pytest.fixture
def assessment(ours, session):
    return start(ours, session)


def row_of(rows, slug=FIRST):
    return next(dict(zip(Column, row, strict=True)) for row in rows if slug in row)


def test_what_stands_beside_an_answer_stands_in_its_row(ours, session, assessment, at):
    officer = ours.actor("officer")
    piece = begin_piece(session, by=officer, at=at)
    attach_evidence(session, assessment, key_action=FIRST, evidence_id=piece.id, by=officer, at=at)
    suggest_level(session, assessment, key_action=FIRST, level=2, words="I read it.", by=ours.actor("reviewer"), at=at)
    write_comment(session, assessment, key_action=FIRST, words="Which year?", by=officer, at=at)
    row = row_of(exported(ours, session, assessment))
    assert row[Column.EVIDENCE] == piece.title
    assert row[Column.OUTSIDE].endswith(": 2. I read it.")
    assert row[Column.COMMENTS].endswith(": Which year?")


def test_the_answer_of_the_cycle_before_stands_beside(ours, session, assessment):
    rate(ours, session, assessment, FIRST, NOT_APPLICABLE)
    rate(ours, session, assessment, SECOND, level(1))
    sign(ours, session, assessment)
    following = start(ours, session, name="Next")
    following.previous_id = assessment.id
    session.flush()
    assert row_of(exported(ours, session, following))[Column.BEFORE] == "not applicable"


def test_who_rates_alone_takes_out_their_own_answers_and_nothing_of_others(ours, session, assessment, at):
    officer, contributor = ours.actor("officer"), ours.actor("contributor")
    write_comment(session, assessment, key_action=FIRST, words="I would say 4", by=officer, at=at)
    assessment.way = Way.NAMED
    for each in (officer, contributor):
        session.add(Rater(assessment_id=assessment.id, member_id=each.member_id, asked_at=at, asked_by_id=officer.member_id))
    session.flush()
    rate(ours, session, assessment, FIRST, level(3))
    assert row_of(exported(ours, session, assessment, role="contributor"))[Column.ANSWER] == "3"
    theirs = row_of(exported(ours, session, assessment, role="officer"))
    assert (theirs[Column.ANSWER], theirs[Column.COMMENTS], theirs[Column.TARGET]) == ("", "", "")


def test_a_reviewer_takes_out_only_their_parts(ours, session, assessment):
    slug = queries.get_pack(session, assessment).commitments[0].slug
    parts.narrow(session, frozenset({slug}))
    rows = exported(ours, session, assessment, role="reviewer")
    assert {row[0] for row in rows[1:]} == {"1"}


def test_the_check_of_parts_can_fail(ours, session, assessment):
    assert {row[0] for row in exported(ours, session, assessment, role="reviewer")[1:]} != {"1"}
