"""What may be done with a version in which state, and what changes for a new assessment. No database."""

import uuid
from dataclasses import replace
from fractions import Fraction

import pytest

from accountability.refusal import Refusal
from accountability.standard.domain import Kind, PackStatus
from accountability.standard.domain.editing import (
    SENTENCE_LENGTH,
    AnotherReviewerIsNeeded,
    CommitmentNeedsKeyActions,
    PackLeavesOutACommitment,
    SentenceIsMissing,
    SentenceIsTooLong,
    SlugIsTaken,
    VersionIsInReview,
    VersionIsNotInReview,
    VersionIsPublished,
    check_commitments,
    check_is_draft,
    check_is_in_review,
    check_review,
    check_slug_is_free,
    compare_packs,
    with_commitment,
    with_key_action,
    without_key_action,
)
from tests.factories.standard import content, read

PACK = read(content())
FIRST, SECOND = PACK.key_actions
ANA, BOJAN = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (PackStatus.DRAFT, None),
        (PackStatus.IN_REVIEW, VersionIsInReview),
        (PackStatus.CURRENT, VersionIsPublished),
        (PackStatus.RETIRED, VersionIsPublished),
    ],
)
def test_only_a_draft_is_changed(status: PackStatus, refusal: type[Refusal] | None) -> None:
    if refusal is None:
        check_is_draft(status)
    else:
        with pytest.raises(refusal):
            check_is_draft(status)


@pytest.mark.parametrize("status", [status for status in PackStatus if status is not PackStatus.IN_REVIEW])
def test_only_what_is_in_review_is_decided_about(status: PackStatus) -> None:
    check_is_in_review(PackStatus.IN_REVIEW)
    with pytest.raises(VersionIsNotInReview):
        check_is_in_review(status)


@pytest.mark.parametrize(
    ("sent_by", "has_others", "sentence", "outcome"),
    [
        (BOJAN, True, "", ""),
        (BOJAN, True, " Read  it. ", "Read it."),
        (None, True, "", ""),
        (ANA, False, "I may.", "I may."),
        (ANA, False, "  ", SentenceIsMissing),
        (ANA, True, "I may.", AnotherReviewerIsNeeded),
        (BOJAN, True, "x" * (SENTENCE_LENGTH + 1), SentenceIsTooLong),
    ],
)
def test_who_may_approve(sent_by: uuid.UUID | None, has_others: bool, sentence: str, outcome: str | type[Refusal]) -> None:
    if isinstance(outcome, str):
        assert check_review(sent_by=sent_by, reviewer=ANA, has_others=has_others, sentence=sentence) == outcome
    else:
        with pytest.raises(outcome):
            check_review(sent_by=sent_by, reviewer=ANA, has_others=has_others, sentence=sentence)


def test_missing_commitments_are_named() -> None:
    check_commitments(PACK, ["c01-listen"])
    with pytest.raises(PackLeavesOutACommitment, match="c02-act, c03-tell"):
        check_commitments(PACK, ["c01-listen", "c02-act", "c03-tell"])


@pytest.mark.parametrize("slug", ["a-listening", "c01-listen", "c01-a-ask"])
def test_a_short_name_belongs_to_one_item(slug: str) -> None:
    check_slug_is_free(PACK, "c01-c-new")
    with pytest.raises(SlugIsTaken):
        check_slug_is_free(PACK, slug)


def test_items_take_their_place_and_new_ones_come_last() -> None:
    changed = with_key_action(PACK, replace(FIRST, text="We ask."))
    assert [action.text for action in changed.key_actions] == ["We ask.", "We listen."]
    longer = with_key_action(PACK, replace(FIRST, slug="c01-c-new"))
    assert [action.slug for action in longer.key_actions] == ["c01-a-ask", "c01-b-answer", "c01-c-new"]
    assert with_commitment(PACK, replace(PACK.commitments[0], slug="c99")) == PACK


def test_the_last_of_the_quick_scan_stays() -> None:
    assert without_key_action(PACK, SECOND.slug).key_actions == (FIRST,)
    with pytest.raises(CommitmentNeedsKeyActions):
        without_key_action(PACK, FIRST.slug)


def test_what_changes_for_a_new_assessment_is_told_by_kind() -> None:
    assert not compare_packs(PACK, PACK)
    new = with_key_action(PACK, replace(FIRST, text="We ask.", weight=Fraction(2), is_quick=False))
    new = with_key_action(new.without({SECOND.slug}), replace(SECOND, slug="c01-c-new", kind=Kind.POLICY))
    changes = compare_packs(PACK, new)
    assert bool(changes)
    assert (changes.added, changes.removed) == (("c01-c-new",), (SECOND.slug,))
    assert changes.reworded == changes.rescored == changes.moved == (FIRST.slug,)
