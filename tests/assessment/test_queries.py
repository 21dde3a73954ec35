"""Lists, progress, profiles and what may be shared, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accountability.assessment import commands, queries
from accountability.assessment.domain.progress import Filter
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.refusals import AssessmentIsNotSigned
from accountability.database import NotFound
from accountability.standard.domain import Depth
from tests.factories.assessment import DONT_KNOW, FIRST, SECOND, level, rate, sign, start


@pytest.fixture
def assessment(ours, session):
    return start(ours, session)


def test_the_list_shows_the_latest_first_with_its_progress(ours, session, assessment):
    by, at = ours.actor("officer"), ours.at + timedelta(days=1)
    later = commands.start_assessment(session, name="Later", depth=Depth.FULL, by=by, at=at)
    rate(ours, session, assessment, FIRST, level(2))
    rate(ours, session, assessment, FIRST, level(3), seen=1)
    rate(ours, session, assessment, SECOND, Answer(note="later"))
    shown = [(each.assessment, each.progress.answered, each.progress.total) for each in queries.list_assessments(session)]
    assert shown == [(later, 0, 48), (assessment, 1, 24)]
    assert queries.find_latest_assessment(session) is later


def test_an_answer_taken_back_to_a_note_no_longer_counts(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(2))
    rate(ours, session, assessment, FIRST, Answer(note="unsure after all"), seen=1)
    assert queries.list_assessments(session)[0].progress.answered == 0


def test_there_is_no_latest_assessment_before_the_first(session):
    assert queries.find_latest_assessment(session) is None
    assert queries.list_assessments(session) == []


def test_only_the_newest_version_counts(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(0))
    rate(ours, session, assessment, FIRST, level(4), seen=1)
    assert queries.get_profile(session, assessment).scores[0].mean.value == 4.0


def test_an_unknown_assessment_is_not_found(session):
    with pytest.raises(NotFound):
        queries.get_assessment(session, uuid4())


def test_the_neighbours_assessment_is_not_found(theirs, session):
    with theirs.session() as other:
        foreign = start(theirs, other)
        other.commit()
    with pytest.raises(NotFound):
        queries.get_assessment(session, foreign.id)
    assert queries.list_assessments(session) == []


def test_the_neighbours_ratings_are_not_counted(ours, theirs, session, assessment):
    with theirs.session() as other:
        foreign = start(theirs, other)
        rate(theirs, other, foreign, FIRST, level(4))
        other.commit()
    assert queries.list_agreed(session, assessment) == {}
    assert queries.list_agreed(session, foreign) == {}


def test_the_overview_filters_and_counts(ours, session, assessment):
    rate(ours, session, assessment, FIRST, DONT_KNOW)
    rate(ours, session, assessment, SECOND, Answer(is_to_revisit=True))
    overview = queries.get_overview(session, assessment, shown=Filter.DONT_KNOW)
    assert [item.key_action.slug for group in overview.groups for item in group.items] == [FIRST]
    assert overview.counts == {Filter.ALL: 24, Filter.TO_REVISIT: 1, Filter.UNANSWERED: 23, Filter.DONT_KNOW: 1}
    assert (overview.groups[0].answered, overview.groups[0].total) == (1, 2)
    assert overview.next_open.slug == SECOND


def test_a_quick_scan_holds_two_key_actions_of_each_commitment(session, assessment):
    assert [group.total for group in queries.get_overview(session, assessment).groups] == [2] * 12


def test_cards_are_in_the_order_of_the_standard(ours, session):
    full = start(ours, session, depth=Depth.FULL)
    slugs, card = [], queries.get_card(session, full, slug="c01-a-root-causes")
    assert card.previous is None
    while card.next:
        slugs.append(card.key_action.slug)
        card = queries.get_card(session, full, slug=card.next.slug)
    assert (card.position, len(slugs)) == (48, 47)
    assert slugs == sorted(slugs)


def test_an_unknown_card_is_not_found(session, assessment):
    with pytest.raises(NotFound):
        queries.get_card(session, assessment, slug="no-such")


def test_only_a_signed_assessment_is_shared(ours, session, assessment):
    rate(ours, session, assessment, FIRST, level(3))
    with pytest.raises(AssessmentIsNotSigned):
        queries.get_shared_scores(session, assessment.id)
    sign(ours, session, assessment)
    scores = queries.get_shared_scores(session, assessment.id)
    assert (scores["c01-justice-equality"], scores["c12-leadership"], len(scores)) == (75.0, None, 12)
    assert queries.list_signed_assessments(session) == [assessment]
