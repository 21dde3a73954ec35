"""What may be done with a survey when: publishing, closing, extending, destroying."""

from dataclasses import replace
from datetime import date

from accountability.refusal import Refusal
from accountability.survey.domain.questionnaire import Questionnaire
from accountability.survey.domain.refusals import (
    AnswersAreShown,
    ClosingDateHasPassed,
    FiveNeedsAnOpenContext,
    NothingHasChanged,
    NothingIsHidden,
    PromiseIsGiven,
    PromiseIsIncomplete,
    PromiseIsTooLong,
    ProtectionIsFixed,
    QuestionsAreMissing,
    ReplyComesBeforeClosing,
    ReplyDateHasPassed,
    SurveyIsClosed,
    SurveyIsNotClosed,
    SurveyIsNotOpen,
    SurveyIsPublished,
    TextIsEmpty,
    TextIsTooLong,
    ThresholdIsNotOffered,
    TitleIsMissing,
    TitleIsTooLong,
)
from accountability.survey.domain.values import (
    MIX_AT_LEAST,
    MIX_AT_LEAST_AT_RISK,
    PROMISE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Promise,
    Protection,
    ProtectionDraft,
    SurveyState,
)


def check_title(title: str) -> str:
    """The title without white space around it; TitleIsMissing or TitleIsTooLong."""
    title = " ".join(title.split())
    if not title:
        raise TitleIsMissing
    if len(title) > TITLE_LIMIT:
        raise TitleIsTooLong(limit=TITLE_LIMIT)
    return title


def check_promise(promise: Promise, *, version: int) -> Promise:
    """The promise as it may be kept; PromiseIsGiven once version 1 is out, PromiseIsTooLong for an essay."""
    if version:
        raise PromiseIsGiven
    if (
        max(
            len(promise.can_change),
            len(promise.who_decides),
            len(promise.off_the_table),
        )
        > PROMISE_LIMIT
    ):
        raise PromiseIsTooLong(limit=PROMISE_LIMIT)
    return promise


def choose_protection(draft: ProtectionDraft, *, version: int) -> Protection:
    """The protection people will read about; five only without sensitive questions, in an open context, and not at risk."""
    if version:
        raise ProtectionIsFixed
    if draft.threshold not in (5, 10):
        raise ThresholdIsNotOffered
    is_safe_for_five = draft.is_without_sensitive_questions and draft.is_open_context and not draft.is_high_risk
    if draft.threshold == 5 and not is_safe_for_five:
        raise FiveNeedsAnOpenContext
    return Protection(
        threshold=draft.threshold,
        mix_at_least=MIX_AT_LEAST_AT_RISK if draft.is_high_risk else MIX_AT_LEAST,
    )


def list_obstacles(
    draft: Questionnaire,
    *,
    published: Questionnaire | None,
    closes_on: date | None,
    today: date,
) -> list[Refusal]:
    """Everything that stands in the way of publishing, for the page to name all at once."""
    reply_by = draft.promise.reply_by
    if published is not None:
        found: list[Refusal] = [] if draft.questions else [QuestionsAreMissing()]
        return found if has_changed(draft, published) else [*found, NothingHasChanged()]
    checks: list[tuple[bool, Refusal]] = [
        (not draft.promise.is_complete, PromiseIsIncomplete()),
        (reply_by is not None and reply_by <= today, ReplyDateHasPassed()),
        (closes_on is not None and closes_on < today, ClosingDateHasPassed()),
        (
            reply_by is not None and closes_on is not None and reply_by <= closes_on,
            ReplyComesBeforeClosing(),
        ),
        (not draft.questions, QuestionsAreMissing()),
    ]
    return [refusal for is_so, refusal in checks if is_so]


def has_changed(draft: Questionnaire, published: Questionnaire) -> bool:
    """Whether people would be asked something else than now. The promise does not count: it stays as it was given."""
    return replace(draft, promise=published.promise) != published


def refuse_publication(
    draft: Questionnaire,
    *,
    state: SurveyState,
    published: Questionnaire | None,
    closes_on: date | None,
    today: date,
) -> None:
    """Raise the first thing that stands in the way of publishing."""
    if state is SurveyState.CLOSED:
        raise SurveyIsClosed
    for obstacle in list_obstacles(draft, published=published, closes_on=closes_on, today=today):
        raise obstacle


def refuse_editing(state: SurveyState) -> None:
    """Raise SurveyIsClosed: nobody will see another version of a closed survey."""
    if state is SurveyState.CLOSED:
        raise SurveyIsClosed


def refuse_removal(version: int) -> None:
    """Raise SurveyIsPublished: what people were promised is not taken away."""
    if version:
        raise SurveyIsPublished


def refuse_closing(state: SurveyState) -> None:
    """Raise SurveyIsNotOpen unless answers are being taken."""
    if state is not SurveyState.OPEN:
        raise SurveyIsNotOpen


def is_due_to_close(*, closes_on: date | None, today: date) -> bool:
    """Whether the last day for answers has passed."""
    return closes_on is not None and closes_on < today


def refuse_extension(
    state: SurveyState,
    *,
    has_enough: bool,
    closes_on: date,
    reply_by: date | None,
    promised: date | None,
    today: date,
) -> None:
    """Raise what stands in the way of taking answers until `closes_on`, with the reply by `reply_by`.

    A closed survey with enough answers stays closed. The reply comes after closing and may only move later.
    """
    if state is SurveyState.DRAFT:
        raise SurveyIsNotOpen
    if state is SurveyState.CLOSED and has_enough:
        raise AnswersAreShown
    if closes_on < today:
        raise ClosingDateHasPassed
    if reply_by is None or reply_by <= closes_on:
        raise ReplyComesBeforeClosing
    if promised is not None and reply_by < promised:
        raise PromiseIsGiven


def refuse_destruction(state: SurveyState, *, has_hidden: bool) -> None:
    """Raise unless the survey is closed and holds answers too few to be shown."""
    if state is not SurveyState.CLOSED:
        raise SurveyIsNotClosed
    if not has_hidden:
        raise NothingIsHidden


def may_mix(*, waiting: int, mixed: int, mix_at_least: int, is_closed: bool) -> bool:
    """Whether `waiting` responses may join `mixed` ones of the same version.

    While people answer, only a whole batch moves. At close the rest joins, provided that the version is large enough together.
    """
    if is_closed:
        return waiting > 0 and waiting + mixed >= mix_at_least
    return waiting >= mix_at_least


def check_redaction(text: str) -> str:
    """The text as others may read it; TextIsEmpty or TextIsTooLong."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise TextIsEmpty
    if len(text) > TEXT_LIMIT:
        raise TextIsTooLong(limit=TEXT_LIMIT)
    return text
