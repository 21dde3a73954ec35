"""What people do with an assessment, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from accountability.assessment import commands, queries
from accountability.assessment.domain.ratings import BLANK, Answer
from accountability.assessment.domain.refusals import (
    AssessmentHasChanged,
    AssessmentIsFull,
    AssessmentIsSigned,
    NameIsMissing,
    RatingIsDisputed,
    ReasonIsMissing,
    VersionIsTaken,
)
from accountability.assessment.models import AgreedLevel
from accountability.database import NotFound, refusing
from accountability.journal import JournalEntry
from accountability.standard.domain import Depth
from tests.factories.assessment import DONT_KNOW, FIRST, NOT_APPLICABLE, SECOND, level, rate, sign, start

FULL_ONLY = "c01-a-root-causes"


@pytest.fixture
def assessment(ours, session):
    return start(ours, session)


def facts(session):
    return [(entry.kind, entry.details) for entry in session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id))]


def test_an_assessment_starts_on_the_current_pack(ours, session, assessment):
    assert (assessment.pack_id, assessment.pack_version) == ("twelve-commitments", "1.0")
    assert assessment.started_by_id == ours.actor("officer").member_id
    fact = {"name": "Cycle 2026", "depth": "quick", "pack": "twelve-commitments 1.0"}
    assert facts(session) == [("AssessmentStarted", fact)]


def test_an_assessment_needs_a_name(ours, session):
    with pytest.raises(NameIsMissing):
        start(ours, session, name=" ")


def test_a_rating_is_kept_with_the_member_who_gave_it(ours, session, assessment):
    saved = rate(ours, session, assessment, FIRST, replace(level(2), note="see minutes"))
    assert (saved.rating.version, saved.rating.level, saved.rating.note) == (1, 2, "see minutes")
    assert saved.rating.member_id == ours.actor("contributor").member_id
    assert saved.others is None


def test_a_new_answer_is_a_new_version_and_the_old_one_stays(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    rate(ours, session, assessment, FIRST, NOT_APPLICABLE, seen=1)
    assert queries.find_agreed(session, assessment, key_action=FIRST).version == 2
    assert queries.find_agreed(session, assessment, key_action=FIRST, version=1).level == 2


def test_single_ratings_are_not_facts_of_the_journal(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    assert [kind for kind, _ in facts(session)] == ["AssessmentStarted"]


def test_saying_the_same_again_stores_nothing(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    assert rate(ours, session, assessment, FIRST, level(2), seen=1).rating.version == 1
    assert queries.count_versions(session, assessment) == 1


def test_a_blank_card_stores_a_note_without_an_answer(ours, session, assessment):
    rate(ours, session, assessment, FIRST, Answer(note="ask Mira", is_to_revisit=True))
    assert queries.get_progress(session, assessment).answered == 0


def test_an_answer_without_its_reason_is_refused(ours, session, assessment):
    with pytest.raises(ReasonIsMissing):
        rate(ours, session, assessment, FIRST, replace(NOT_APPLICABLE, reason=""))
    assert queries.count_versions(session, assessment) == 0


@pytest.mark.parametrize("slug", ["no-such", FULL_ONLY])
def test_a_key_action_the_assessment_does_not_ask_for_is_not_found(ours, session, assessment, slug):
    with pytest.raises(NotFound):
        rate(ours, session, assessment, slug, level(2))


def test_two_people_on_different_key_actions_do_not_meet(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    rate(ours, session, assessment, SECOND, level(4))
    levels = {slug: answer.level for slug, answer in queries.list_answers(session, assessment).items()}
    assert levels == {FIRST: 2, SECOND: 4}


def test_the_same_answer_from_two_browsers_is_no_conflict(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    saved = rate(ours, session, assessment, FIRST, level(2))
    assert saved.rating.version == 1
    assert saved.others is None


def test_different_parts_of_one_card_are_joined(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    rate(ours, session, assessment, FIRST, replace(level(2), note="theirs"), seen=1)
    saved = rate(ours, session, assessment, FIRST, level(3), seen=1)
    assert saved.rating.answer == replace(level(3), note="theirs")
    assert saved.others.version == 2


def test_somebody_who_changed_nothing_takes_what_changed_meanwhile(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    saved = rate(ours, session, assessment, FIRST, BLANK)
    assert saved.rating.answer == level(2)
    assert (saved.rating.version, saved.others.version) == (1, 1)


def test_two_different_answers_are_disputed_and_nothing_is_overwritten(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    with pytest.raises(RatingIsDisputed) as dispute:
        rate(ours, session, assessment, FIRST, DONT_KNOW)
    assert dispute.value.params["theirs"].level == 2
    assert dispute.value.params["parts"] == ("answer",)
    assert queries.count_versions(session, assessment) == 1


def test_keeping_mine_after_a_dispute_is_a_version_upon_theirs(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    assert rate(ours, session, assessment, FIRST, DONT_KNOW, seen=1).rating.version == 2


def test_a_version_that_never_was_is_treated_as_nothing_seen(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    with pytest.raises(RatingIsDisputed):
        rate(ours, session, assessment, FIRST, level(3), seen=9)


def test_the_database_itself_refuses_a_version_twice(ours, session, assessment):
    saved = rate(ours, session, assessment, FIRST, level(2))
    copied = {name: getattr(saved.rating, name) for name in ("assessment_id", "key_action", "version", "member_id", "rated_at")}
    again = AgreedLevel(**copied, verdict=None, level=None, reason="", note="", is_to_revisit=False)
    with pytest.raises(VersionIsTaken), refusing(session, agreed_version_is_taken=VersionIsTaken):
        session.add(again)


def test_a_quick_scan_grows_and_keeps_every_answer(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    commands.deepen_assessment(session, assessment, by=ours.actor("officer"), at=ours.at)
    assert (assessment.depth, assessment.deepened_at) == (Depth.FULL, ours.at)
    assert queries.get_progress(session, assessment).answered == 1
    assert rate(ours, session, assessment, FULL_ONLY, level(1)).rating.version == 1
    assert facts(session)[-1] == ("AssessmentDeepened", {"answered": 1})


def test_a_full_assessment_cannot_grow(ours, session):
    assessment = start(ours, session, depth=Depth.FULL)
    with pytest.raises(AssessmentIsFull):
        commands.deepen_assessment(session, assessment, by=ours.actor("officer"), at=ours.at)


def test_signing_freezes_and_records_who_and_when(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(0))
    sign(ours, session, assessment)
    assert (assessment.signed_at, assessment.signed_by_id) == (ours.at, ours.actor("board").member_id)
    assert facts(session)[-1] == ("AssessmentSignedOff", {"answered": 1, "total": 24, "zeros": 1})


def test_a_signed_assessment_cannot_be_changed(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    sign(ours, session, assessment)
    with pytest.raises(AssessmentIsSigned):
        rate(ours, session, assessment, FIRST, level(3), seen=1)
    with pytest.raises(AssessmentIsSigned):
        commands.deepen_assessment(session, assessment, by=ours.actor("officer"), at=ours.at)


def test_nobody_signs_what_they_have_not_seen(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    seen = queries.count_versions(session, assessment)
    rate(ours, session, assessment, FIRST, level(4), seen=1)
    with pytest.raises(AssessmentHasChanged):
        commands.sign_assessment(session, assessment, seen=seen, by=ours.actor("board"), at=ours.at + timedelta(minutes=1))
