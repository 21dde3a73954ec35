"""What is found before a signature, each with its cure: true on paper."""

from dataclasses import replace

import pytest

from accountability.assessment.domain.checks import Beside, Check, Checked, Cure, Shown, check_profile
from accountability.assessment.domain.ratings import BLANK
from accountability.assessment.domain.scores import score
from accountability.standard.domain import Depth, Kind
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, commitment, key_action, level, pack

PRACTICE, POLICY = "c01-a", "c01-b"
SILENT = replace(key_action(PRACTICE), needs_evidence_from=None)
PAIR = pack(commitment(1, SILENT, replace(key_action(POLICY, Kind.POLICY), needs_evidence_from=None)))
ASKING = pack(commitment(1, replace(SILENT, needs_evidence_from=2)))


TWO, ONE = level(2), level(1)
# About more than one key action; spoken of by tests of their own.
ABOUT_ALL = {Check.DONE_NOT_WRITTEN, Check.WRITTEN_NOT_DONE, Check.MOSTLY_NOT_APPLICABLE, Check.ALL_THE_SAME}


def checked(answer=TWO, policy=ONE, *, of=PAIR, **beside) -> Checked:
    profile = score(of, depth=Depth.FULL, answers={PRACTICE: answer, POLICY: policy})
    return check_profile(profile, Beside(**beside))


def found(*answers, **beside):
    findings = checked(*answers, **beside).findings
    return [(each.check, each.figures) for each in findings if each.check not in ABOUT_ALL]


def test_nothing_is_found_where_all_is_well():
    assert checked().is_clear
    assert not checked(level(0)).is_clear


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (BLANK, Check.BLANK),
        (DONT_KNOW, Check.DONT_KNOW),
        (replace(level(2), is_to_revisit=True), Check.TO_REVISIT),
        (level(0), Check.ZERO),
    ],
)
def test_what_an_answer_leaves_open_is_found(answer, expected):
    assert found(answer) == [(expected, ())]


@pytest.mark.parametrize(
    ("answer", "chosen", "expected"),
    [
        (BLANK, (1, 3), [(Check.BLANK, ()), (Check.APART, (1, 3))]),
        (BLANK, (2, 3), [(Check.BLANK, ())]),
        (DONT_KNOW, (0, 4), [(Check.DONT_KNOW, ())]),
        (level(2), (0, 4), []),
        (level(3), (0, 2), [(Check.OUTSIDE_RANGE, (0, 2))]),
        (level(2), (3, 4), [(Check.OUTSIDE_RANGE, (3, 4))]),
        (replace(level(2), note="We saw the new plan"), (3, 4), []),
        (replace(level(2), note="  "), (3, 4), [(Check.OUTSIDE_RANGE, (3, 4))]),
        (NOT_APPLICABLE, (3, 4), []),
    ],
)
def test_raters_who_are_apart_and_levels_that_none_of_them_chose_are_found(answer, chosen, expected):
    assert found(answer, ranges={PRACTICE: chosen}) == expected


@pytest.mark.parametrize(
    ("answer", "evidence", "expected"),
    [
        (level(2), {}, [(Check.NO_EVIDENCE, ())]),
        (level(1), {}, []),
        (DONT_KNOW, {}, [(Check.DONT_KNOW, ())]),
        (level(2), {PRACTICE: Shown(pieces=1)}, []),
        (level(2), {PRACTICE: Shown(pieces=3, expired=2)}, [(Check.EXPIRED_EVIDENCE, (2, 3))]),
    ],
)
def test_evidence_that_is_missing_or_past_its_date_is_found(answer, evidence, expected):
    assert found(answer, of=ASKING, evidence=evidence) == expected


@pytest.mark.parametrize(
    ("policy", "known", "is_found"),
    [
        (level(3), {POLICY: (1, 3)}, True),
        (level(3), {POLICY: (1, 2)}, False),
        (level(2), {POLICY: (0, 9)}, False),
        (level(3), {POLICY: (0, 0)}, False),
        (level(3), {}, False),
    ],
)
def test_a_policy_that_fewer_than_half_know_is_found(policy, known, is_found):
    assert (Check.NOT_KNOWN in [check for check, _ in found(level(2), policy, known=known)]) is is_found


def test_a_practice_is_never_asked_whether_people_know_it():
    assert found(level(3), level(2), known={PRACTICE: (0, 9)}) == []


@pytest.mark.parametrize(("suggested", "figures"), [((0, 3, 4), (0, 4)), ((1, 3), None), ((), None)])
def test_a_reviewer_who_sees_it_two_levels_apart_is_found(suggested, figures):
    expected = [] if figures is None else [(Check.REVIEWER_APART, figures)]
    assert found(suggested={PRACTICE: suggested}) == expected


def test_a_target_below_the_level_is_found():
    assert found(targets={PRACTICE: 1}) == [(Check.TARGET_BELOW, (1,))]
    assert found(targets={PRACTICE: 2}) == []


def test_open_comments_are_found_also_where_there_is_no_level():
    assert (Check.OPEN_COMMENTS, (2,)) in found(BLANK, comments={PRACTICE: 2})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((level(4), level(1)), Check.DONE_NOT_WRITTEN),
        ((level(1), level(4)), Check.WRITTEN_NOT_DONE),
        ((NOT_APPLICABLE, NOT_APPLICABLE), Check.MOSTLY_NOT_APPLICABLE),
    ],
)
def test_a_commitment_whose_answers_do_not_fit_together_is_found(answers, expected):
    [finding] = [each for each in checked(*answers).findings if each.check is expected]
    assert (finding.commitment.slug, finding.item) == ("c01", None)


def test_the_same_level_everywhere_is_found_once():
    assert [each.figures for each in checked(level(2), level(2)).findings if each.check is Check.ALL_THE_SAME] == [(2,)]
    assert Check.ALL_THE_SAME not in [each.check for each in checked(BLANK, BLANK).findings]
    assert check_profile(score(pack(), depth=Depth.FULL, answers={}), Beside()).is_clear


def test_findings_are_grouped_by_their_cure_in_the_order_of_the_page():
    findings = checked(BLANK, level(0), ranges={PRACTICE: (0, 3)}, comments={POLICY: 1})
    grouped = [(cure, [check for check, _ in checks]) for cure, checks in findings.by_cure]
    expected = [
        (Cure.ANSWER, [Check.BLANK]),
        (Cure.AGREE, [Check.APART]),
        (Cure.TALK, [Check.OPEN_COMMENTS]),
        (Cure.LOOK, [Check.ZERO, Check.ALL_THE_SAME]),
    ]
    assert grouped == expected


@pytest.mark.parametrize("check", Check)
def test_every_check_has_a_cure(check):
    assert check.cure in Cure


def test_a_finding_names_the_key_action_and_its_commitment():
    finding, *_ = checked(BLANK).findings
    assert (finding.commitment.slug, finding.item.key_action.slug) == ("c01", PRACTICE)
