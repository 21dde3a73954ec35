"""What may be said in a reply, when, and what may no longer be changed."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from accountability.followup.domain import (
    REASON_LIMIT,
    THEME_LIMIT,
    WORDS_LIMIT,
    DateHasPassed,
    DateIsMissing,
    Decision,
    DecisionDraft,
    DeclinedHasNoDate,
    Listening,
    NothingIsHeardYet,
    OpenTheme,
    People,
    QuestionIsUnknown,
    ReasonIsMissing,
    ReasonIsTooLong,
    ReplyIsNotPublished,
    ReplyIsPublished,
    ReplyState,
    ReplyWords,
    SaidReply,
    SaidTheme,
    Stage,
    SurveyIsStillOpen,
    ThemeDraft,
    ThemeIsDecided,
    ThemeIsEmpty,
    ThemeIsTooLong,
    ThemeIsUndecided,
    UpdateIsEmpty,
    WordsAreTooLong,
    check_theme,
    check_update,
    check_words,
    decide,
    list_obstacles,
    refuse_changes,
    refuse_publication,
    refuse_removal,
    refuse_update,
    reply_state,
    stage_of,
)
from accountability.refusal import Refusal
from accountability.survey.domain import Promise, SurveyId

TODAY = date(2026, 5, 20)
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
QUESTION = UUID(int=7)
DECIDED = OpenTheme(heard="The hall is cold.", decision=Decision.DECLINED)
UNDECIDED = OpenTheme(heard="Nobody called back.", decision=None)


def test_a_theme_is_one_line_however_it_was_typed() -> None:
    theme = check_theme(
        ThemeDraft(heard="  The hall\n is   cold. ", people=People.FROM_10, question_id=QUESTION), questions={QUESTION}
    )
    assert theme == ThemeDraft(heard="The hall is cold.", people=People.FROM_10, question_id=QUESTION)


@pytest.mark.parametrize(("heard", "refusal"), [(" \n ", ThemeIsEmpty), ("x" * (THEME_LIMIT + 1), ThemeIsTooLong)])
def test_a_theme_that_is_not_a_line_of_text_is_refused(heard: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_theme(ThemeDraft(heard=heard), questions=set())


def test_a_theme_comes_from_a_question_people_were_asked() -> None:
    with pytest.raises(QuestionIsUnknown):
        check_theme(ThemeDraft(heard="Cold.", question_id=QUESTION), questions={UUID(int=8)})


def test_people_are_not_counted_unless_a_class_is_chosen() -> None:
    assert ThemeDraft(heard="x").people is People.NOT_COUNTED


@pytest.mark.parametrize(
    ("decision", "due_on"), [(Decision.ACCEPTED, TODAY), (Decision.PARTLY, date(2026, 9, 1)), (Decision.DECLINED, None)]
)
def test_a_decision_stands_with_its_reason_and_day(decision: Decision, due_on: date | None) -> None:
    assert decide(DecisionDraft(decision=decision, reason=" Why. ", due_on=due_on), today=TODAY) == DecisionDraft(
        decision=decision, reason="Why.", due_on=due_on
    )


@pytest.mark.parametrize(
    ("decision", "reason", "due_on", "refusal"),
    [
        (Decision.ACCEPTED, " ", TODAY, ReasonIsMissing),
        (Decision.DECLINED, "", None, ReasonIsMissing),
        (Decision.DECLINED, "x" * (REASON_LIMIT + 1), None, ReasonIsTooLong),
        (Decision.DECLINED, "Why.", TODAY, DeclinedHasNoDate),
        (Decision.ACCEPTED, "Why.", None, DateIsMissing),
        (Decision.PARTLY, "Why.", None, DateIsMissing),
        (Decision.PARTLY, "Why.", date(2026, 5, 19), DateHasPassed),
    ],
)
def test_a_decision_without_what_it_owes_is_refused(
    decision: Decision, reason: str, due_on: date | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        decide(DecisionDraft(decision=decision, reason=reason, due_on=due_on), today=TODAY)


@pytest.mark.parametrize(
    ("closed_at", "reply_by", "published_at", "state"),
    [
        (None, date(2026, 6, 1), None, ReplyState.PROMISED),
        (None, date(2026, 5, 1), None, ReplyState.PROMISED),
        (NOON, date(2026, 6, 1), None, ReplyState.DRAFT),
        (NOON, TODAY, None, ReplyState.DRAFT),
        (NOON, date(2026, 5, 19), None, ReplyState.OVERDUE),
        (NOON, date(2026, 5, 19), NOON, ReplyState.PUBLISHED),
    ],
)
def test_the_state_of_a_reply_follows_from_days(
    closed_at: datetime | None, reply_by: date, published_at: datetime | None, state: ReplyState
) -> None:
    assert reply_state(closed_at=closed_at, reply_by=reply_by, is_published=published_at is not None, today=TODAY) is state


def test_a_reply_with_every_theme_decided_may_be_published() -> None:
    refuse_publication(closed_at=NOON, published_at=None, themes=[DECIDED])


@pytest.mark.parametrize(
    ("closed_at", "published_at", "themes", "refusal"),
    [
        (None, None, [DECIDED], SurveyIsStillOpen),
        (NOON, None, [], NothingIsHeardYet),
        (NOON, None, [DECIDED, UNDECIDED], ThemeIsUndecided),
        (NOON, NOON, [DECIDED], ReplyIsPublished),
    ],
)
def test_publishing_waits_for_what_is_missing(
    closed_at: datetime | None, published_at: datetime | None, themes: list[OpenTheme], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        refuse_publication(closed_at=closed_at, published_at=published_at, themes=themes)


def test_the_refusal_names_the_theme_that_is_open() -> None:
    with pytest.raises(ThemeIsUndecided, match="Nobody called back"):
        refuse_publication(closed_at=NOON, published_at=None, themes=[UNDECIDED])


@pytest.mark.parametrize(("themes", "stage"), [([], Stage.HEAR), ([DECIDED, UNDECIDED], Stage.DECIDE), ([DECIDED], Stage.PUBLISH)])
def test_a_draft_knows_what_it_needs_next(themes: list[OpenTheme], stage: Stage) -> None:
    assert stage_of(themes) is stage


def test_what_was_said_in_public_cannot_be_changed() -> None:
    refuse_changes(published_at=None)
    with pytest.raises(ReplyIsPublished):
        refuse_changes(published_at=NOON)


def test_a_declined_theme_cannot_be_taken_out() -> None:
    refuse_removal(UNDECIDED)
    with pytest.raises(ThemeIsDecided):
        refuse_removal(DECIDED)


def test_an_update_stands_below_a_published_reply_only() -> None:
    refuse_update(published_at=NOON)
    with pytest.raises(ReplyIsNotPublished):
        refuse_update(published_at=None)


def test_an_update_says_something_short() -> None:
    assert check_update(" The hall has a heater. ") == "The hall has a heater."
    with pytest.raises(UpdateIsEmpty):
        check_update("  ")
    with pytest.raises(WordsAreTooLong):
        check_update("x" * (WORDS_LIMIT + 1))


def test_the_words_around_the_themes_are_short() -> None:
    assert check_words(ReplyWords(thanks=" Thank you. ", talk_more="")) == ReplyWords(thanks="Thank you.", talk_more="")
    with pytest.raises(WordsAreTooLong):
        check_words(ReplyWords(thanks="", talk_more="x" * (WORDS_LIMIT + 1)))


@pytest.mark.parametrize(("decision", "due_on"), [(Decision.ACCEPTED, TODAY), (Decision.DECLINED, None)])
def test_what_was_said_comes_back_from_the_column_as_it_went_in(decision: Decision, due_on: date | None) -> None:
    said = SaidTheme(heard="Cold.", people=People.FROM_20, question=None, decision=decision, reason="Why.", due_on=due_on)
    assert SaidTheme.from_data(said.as_data()) == said


def test_what_somebody_else_wrote_into_the_column_is_not_read_as_a_theme() -> None:
    with pytest.raises(ValueError, match="''"):
        SaidTheme.from_data({"heard": "x", "people": None, "question": None, "decision": None, "reason": None, "due_on": None})


def test_a_whole_reply_comes_back_from_the_column_as_it_went_in() -> None:
    theme = SaidTheme(heard="Cold.", people=People.FROM_20, question="Warm?", decision=Decision.PARTLY, reason="Why.", due_on=TODAY)
    said = SaidReply(thanks="Thank you.", talk_more="", answered="30–49", themes=(theme,))
    assert SaidReply.from_data(said.as_data()) == said


def test_a_page_can_name_everything_that_is_missing_at_once() -> None:
    missing = list_obstacles(closed_at=None, themes=[UNDECIDED, DECIDED, UNDECIDED])
    assert [type(obstacle) for obstacle in missing] == [SurveyIsStillOpen, ThemeIsUndecided, ThemeIsUndecided]


@pytest.mark.parametrize("reply_by", [TODAY, None])
def test_a_published_survey_has_a_promised_day(reply_by: date | None) -> None:
    listening = Listening(
        survey_id=SurveyId(QUESTION), code="abc", title="T", language="en", organisation_name="O",
        promise=Promise(reply_by=reply_by), questions={}, answered=None, closed_at=None,
    )  # fmt: skip
    if reply_by:
        assert listening.reply_by == TODAY
    else:
        with pytest.raises(ValueError, match="without a promised day"):
            _ = listening.reply_by
