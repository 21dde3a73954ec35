"""What the database itself refuses, whoever asks it."""

import pytest
import sqlalchemy as sa

from accountability.assessment import queries
from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.refusals import AssessmentIsSigned
from accountability.assessment.models import AgreedLevel
from accountability.database import refusing
from tests.factories.assessment import FIRST, SECOND, level, rate, start


@pytest.fixture
def rating(ours, session):
    return rate(ours, session, start(ours, session), FIRST, level(2)).rating


def another(rating, **changes):
    kept = {"assessment_id": rating.assessment_id, "member_id": rating.member_id, "rated_at": rating.rated_at}
    blank = {"key_action": SECOND, "version": 1, "verdict": None, "level": None, "reason": "", "note": "", "is_to_revisit": False}
    return AgreedLevel(**(kept | blank | changes))


def sign_without_command(session, rating):
    assessment = queries.get_assessment(session, rating.assessment_id)
    assessment.signed_at, assessment.signed_by_id = rating.rated_at, rating.member_id
    session.flush()


@pytest.mark.parametrize("changes", [{"level": 5, "verdict": Verdict.LEVEL}, {"level": 3}, {"reason": "left over"}, {"version": 0}])
def test_an_answer_that_makes_no_sense_cannot_be_stored(session, rating, changes):
    session.add(another(rating, **changes))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_a_rating_cannot_join_a_signed_assessment_even_past_the_command(session, rating):
    sign_without_command(session, rating)
    with pytest.raises(AssessmentIsSigned), refusing(session, assessment_is_signed=AssessmentIsSigned):
        session.add(another(rating))


def test_a_rating_of_a_signed_assessment_cannot_be_rewritten(session, rating):
    sign_without_command(session, rating)
    with pytest.raises(AssessmentIsSigned), refusing(session, assessment_is_signed=AssessmentIsSigned):
        rating.level = 4


def test_before_signing_the_same_rating_can_be_stored(session, rating):
    with refusing(session, assessment_is_signed=AssessmentIsSigned):
        session.add(another(rating))


def test_a_signature_needs_somebody(ours, session):
    assessment = start(ours, session)
    assessment.signed_at = ours.at
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
