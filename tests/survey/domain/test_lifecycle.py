"""What may be done with a survey when, as truth tables."""

from dataclasses import replace
from datetime import date

import pytest

from accountability.survey import domain
from accountability.survey.domain import Promise, ProtectionDraft, SurveyState
from tests.survey.domain.test_questionnaire import asked, questionnaire

TODAY = date(2026, 4, 1)
GOOD = questionnaire(asked(1))
PROMISE = GOOD.promise
OPEN, CLOSED, DRAFT = SurveyState.OPEN, SurveyState.CLOSED, SurveyState.DRAFT


def test_a_title_is_one_line():
    assert domain.check_title("  What \n you think ") == "What you think"


@pytest.mark.parametrize(
    ("title", "refusal"),
    [(" ", domain.TitleIsMissing), ("x" * 121, domain.TitleIsTooLong)],
)
def test_a_title_that_says_nothing_or_too_much_is_refused(title, refusal):
    with pytest.raises(refusal):
        domain.check_title(title)


@pytest.mark.parametrize("part", ["can_change", "who_decides", "off_the_table", "reply_by"])
def test_a_promise_lacking_any_part_is_incomplete(part):
    assert PROMISE.is_complete
    assert not replace(PROMISE, **{part: None if part == "reply_by" else " "}).is_complete


def test_a_promise_may_be_written_in_steps_until_it_is_given():
    assert domain.check_promise(Promise(can_change="Hours"), version=0) == Promise(can_change="Hours")
    with pytest.raises(domain.PromiseIsGiven):
        domain.check_promise(PROMISE, version=1)
    with pytest.raises(domain.PromiseIsTooLong):
        domain.check_promise(Promise(can_change="x" * 601), version=0)


@pytest.mark.parametrize("threshold", [0, 1, 4, 6, 11])
def test_only_ten_and_five_are_offered(threshold):
    with pytest.raises(domain.ThresholdIsNotOffered):
        domain.choose_protection(ProtectionDraft(threshold=threshold), version=0)


@pytest.mark.parametrize(
    ("without_sensitive", "open_context", "high_risk", "is_allowed"),
    [
        (True, True, False, True),
        (False, True, False, False),
        (True, False, False, False),
        (True, True, True, False),
    ],
)
def test_five_needs_an_open_context_without_sensitive_questions(without_sensitive, open_context, high_risk, is_allowed):
    draft = ProtectionDraft(
        threshold=5,
        is_high_risk=high_risk,
        is_without_sensitive_questions=without_sensitive,
        is_open_context=open_context,
    )
    if is_allowed:
        assert domain.choose_protection(draft, version=0).threshold == 5
    else:
        with pytest.raises(domain.FiveNeedsAnOpenContext):
            domain.choose_protection(draft, version=0)


def test_fewer_than_ten_are_never_mixed_and_twenty_five_at_risk():
    five = ProtectionDraft(threshold=5, is_without_sensitive_questions=True, is_open_context=True)
    assert domain.choose_protection(five, version=0).mix_at_least == 10
    assert domain.choose_protection(ProtectionDraft(is_high_risk=True), version=0).mix_at_least == 25


def test_the_threshold_cannot_change_after_launch():
    with pytest.raises(domain.ProtectionIsFixed):
        domain.choose_protection(ProtectionDraft(), version=1)


@pytest.mark.parametrize(
    ("draft", "closes_on", "expected"),
    [
        (GOOD, None, []),
        (GOOD, date(2026, 5, 3), []),
        (replace(GOOD, promise=Promise()), None, [domain.PromiseIsIncomplete]),
        (
            replace(GOOD, promise=replace(PROMISE, reply_by=TODAY)),
            None,
            [domain.ReplyDateHasPassed],
        ),
        (GOOD, date(2026, 3, 31), [domain.ClosingDateHasPassed]),
        (GOOD, date(2026, 5, 4), [domain.ReplyComesBeforeClosing]),
        (replace(GOOD, questions=()), None, [domain.QuestionsAreMissing]),
        (
            replace(GOOD, promise=Promise(), questions=()),
            None,
            [domain.PromiseIsIncomplete, domain.QuestionsAreMissing],
        ),
    ],
)
def test_a_survey_is_published_only_with_promise_questions_and_sound_dates(draft, closes_on, expected):
    found = domain.list_obstacles(draft, published=None, closes_on=closes_on, today=TODAY)
    assert [type(refusal) for refusal in found] == expected


def test_a_new_version_needs_a_change_and_a_question():
    changed = replace(GOOD, title="Other")
    assert domain.list_obstacles(changed, published=GOOD, closes_on=None, today=TODAY) == []
    assert [type(r) for r in domain.list_obstacles(GOOD, published=GOOD, closes_on=None, today=TODAY)] == [domain.NothingHasChanged]
    empty = domain.list_obstacles(replace(GOOD, questions=()), published=GOOD, closes_on=None, today=TODAY)
    assert [type(refusal) for refusal in empty] == [domain.QuestionsAreMissing]


def test_publishing_stops_at_the_first_obstacle_and_at_a_closed_survey():
    domain.refuse_publication(GOOD, state=DRAFT, published=None, closes_on=None, today=TODAY)
    with pytest.raises(domain.PromiseIsIncomplete):
        domain.refuse_publication(
            replace(GOOD, promise=Promise()),
            state=DRAFT,
            published=None,
            closes_on=None,
            today=TODAY,
        )
    with pytest.raises(domain.SurveyIsClosed):
        domain.refuse_publication(GOOD, state=CLOSED, published=GOOD, closes_on=None, today=TODAY)


def test_a_closed_survey_is_not_edited():
    domain.refuse_editing(OPEN)
    with pytest.raises(domain.SurveyIsClosed):
        domain.refuse_editing(CLOSED)


@pytest.mark.parametrize("state", [DRAFT, CLOSED])
def test_only_an_open_survey_is_closed(state):
    domain.refuse_closing(OPEN)
    with pytest.raises(domain.SurveyIsNotOpen):
        domain.refuse_closing(state)


@pytest.mark.parametrize(("closes_on", "is_due"), [(None, False), (TODAY, False), (date(2026, 3, 31), True)])
def test_the_closing_day_itself_still_takes_answers(closes_on, is_due):
    assert domain.is_due_to_close(closes_on=closes_on, today=TODAY) is is_due


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": DRAFT}, domain.SurveyIsNotOpen),
        ({"state": CLOSED, "has_enough": True}, domain.AnswersAreShown),
        ({"closes_on": date(2026, 3, 31)}, domain.ClosingDateHasPassed),
        ({"reply_by": date(2026, 4, 20)}, domain.ReplyComesBeforeClosing),
        ({"reply_by": None}, domain.ReplyComesBeforeClosing),
        ({"promised": date(2026, 7, 1)}, domain.PromiseIsGiven),
        ({"promised": None}, None),
        ({"state": OPEN, "has_enough": True}, None),
        ({}, None),
    ],
)
def test_a_survey_is_extended_while_nothing_is_shown_and_the_reply_stays_after_it(changes, refusal):
    given = {
        "state": CLOSED,
        "has_enough": False,
        "closes_on": date(2026, 4, 20),
        "reply_by": date(2026, 6, 1),
        "promised": date(2026, 5, 4),
        "today": TODAY,
    } | changes
    if refusal:
        with pytest.raises(refusal):
            domain.refuse_extension(given.pop("state"), **given)
    else:
        domain.refuse_extension(given.pop("state"), **given)


def test_only_hidden_answers_of_a_closed_survey_are_destroyed():
    domain.refuse_destruction(CLOSED, has_hidden=True)
    with pytest.raises(domain.SurveyIsNotClosed):
        domain.refuse_destruction(OPEN, has_hidden=True)
    with pytest.raises(domain.NothingIsHidden):
        domain.refuse_destruction(CLOSED, has_hidden=False)


@pytest.mark.parametrize(
    ("waiting", "mixed", "is_closed", "expected"),
    [
        (9, 0, False, False),
        (9, 90, False, False),
        (10, 0, False, True),
        (9, 0, True, False),
        (1, 9, True, True),
        (0, 30, True, False),
        (3, 10, True, True),
    ],
)
def test_only_whole_batches_are_mixed_and_the_rest_at_close(waiting, mixed, is_closed, expected):
    assert domain.may_mix(waiting=waiting, mixed=mixed, mix_at_least=10, is_closed=is_closed) is expected


def test_a_checked_text_says_something_and_fits():
    assert domain.check_redaction(" My neighbour\x00 helped ") == "My neighbour helped"
    with pytest.raises(domain.TextIsEmpty):
        domain.check_redaction("  ")
    with pytest.raises(domain.TextIsTooLong):
        domain.check_redaction("x" * 2001)
