"""What is open before signing, and what stands in its way."""

import pytest

from accountability.assessment.domain.ratings import BLANK, Answer
from accountability.assessment.domain.refusals import (
    AssessmentHasChanged,
    AssessmentIsFull,
    AssessmentIsSigned,
    NameIsMissing,
    NameIsTooLong,
    NothingIsRated,
)
from accountability.assessment.domain.scores import score
from accountability.assessment.domain.signing import (
    LONGEST_NAME,
    Doubt,
    check_deepening,
    check_open,
    check_signing,
    checked_name,
    doubts_about,
)
from accountability.standard.domain import Depth, Kind
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

PAIR = pack(commitment(1, key_action("c01-a"), key_action("c01-b", Kind.POLICY)))


def profile_of(practice: Answer = BLANK, policy: Answer = BLANK):
    return score(PAIR, depth=Depth.FULL, answers={"c01-a": practice, "c01-b": policy})


@pytest.mark.parametrize(
    ("practice", "policy", "doubts"),
    [
        (level(3), level(1), [Doubt.DONE_NOT_WRITTEN]),
        (level(1), level(3), [Doubt.WRITTEN_NOT_DONE]),
        (level(3), level(2), []),
        (level(2), level(1), []),
        (level(1), level(2), []),
        (level(2), level(4), []),
        (level(4), DONT_KNOW, []),
        (BLANK, level(4), []),
        (NOT_APPLICABLE, level(4), []),
        (NOT_APPLICABLE, NOT_APPLICABLE, [Doubt.MOSTLY_NOT_APPLICABLE]),
    ],
)
def test_a_doubt_is_raised_where_policy_and_practice_part(practice, policy, doubts):
    (only,) = profile_of(practice, policy).scores
    assert list(doubts_about(only)) == doubts


@pytest.mark.parametrize(
    ("name", "refusal"), [("", NameIsMissing), ("  ", NameIsMissing), ("x" * (LONGEST_NAME + 1), NameIsTooLong)]
)
def test_a_name_is_needed(name, refusal):
    with pytest.raises(refusal):
        checked_name(name)


def test_a_name_loses_its_outer_space():
    assert checked_name(" Cycle 2026 ") == "Cycle 2026"


def test_a_signed_assessment_is_frozen():
    check_open(is_signed=False)
    with pytest.raises(AssessmentIsSigned):
        check_open(is_signed=True)


@pytest.mark.parametrize(
    ("is_signed", "depth", "refusal"),
    [(True, Depth.QUICK, AssessmentIsSigned), (True, Depth.FULL, AssessmentIsSigned), (False, Depth.FULL, AssessmentIsFull)],
)
def test_only_an_open_quick_scan_can_grow(is_signed, depth, refusal):
    check_deepening(is_signed=False, depth=Depth.QUICK)
    with pytest.raises(refusal):
        check_deepening(is_signed=is_signed, depth=depth)


@pytest.mark.parametrize(
    ("profile", "is_signed", "seen", "refusal"),
    [
        (profile_of(level(2)), True, 1, AssessmentIsSigned),
        (profile_of(level(2)), False, 0, AssessmentHasChanged),
        (profile_of(DONT_KNOW), False, 1, NothingIsRated),
    ],
)
def test_signing_is_refused(profile, is_signed, seen, refusal):
    with pytest.raises(refusal):
        check_signing(profile, is_signed=is_signed, seen=seen, stored=1)


def test_blank_key_actions_do_not_stop_a_signature():
    check_signing(profile_of(level(0)), is_signed=False, seen=1, stored=1)
