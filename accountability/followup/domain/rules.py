"""What is allowed when, and what is refused: pure decisions about themes and replies."""

from collections.abc import Container, Sequence
from datetime import date, datetime
from uuid import UUID

from accountability.followup.domain.refusals import (
    DateHasPassed,
    DateIsMissing,
    DeclinedHasNoDate,
    NothingIsHeardYet,
    QuestionIsUnknown,
    ReasonIsMissing,
    ReasonIsTooLong,
    ReplyIsNotPublished,
    ReplyIsPublished,
    SurveyIsStillOpen,
    ThemeIsDecided,
    ThemeIsEmpty,
    ThemeIsTooLong,
    ThemeIsUndecided,
    UpdateIsEmpty,
    WordsAreTooLong,
)
from accountability.followup.domain.values import (
    REASON_LIMIT,
    THEME_LIMIT,
    WORDS_LIMIT,
    Decision,
    DecisionDraft,
    OpenTheme,
    ReplyState,
    ReplyWords,
    Stage,
    ThemeDraft,
)
from accountability.refusal import Refusal


def one_line(text: str) -> str:
    """The text with every run of white space, line breaks included, as one space."""
    return " ".join(text.split())


def check_theme(draft: ThemeDraft, *, questions: Container[UUID]) -> ThemeDraft:
    """The theme with its words on one line; ThemeIsEmpty, ThemeIsTooLong, or QuestionIsUnknown if it was not among `questions`."""
    heard = one_line(draft.heard)
    if not heard:
        raise ThemeIsEmpty
    if len(heard) > THEME_LIMIT:
        raise ThemeIsTooLong(limit=THEME_LIMIT)
    if draft.question_id is not None and draft.question_id not in questions:
        raise QuestionIsUnknown
    return ThemeDraft(heard=heard, people=draft.people, question_id=draft.question_id)


def decide(draft: DecisionDraft, *, today: date) -> DecisionDraft:
    """The decision as it may stand; a refusal when reason or day do not fit it."""
    reason = draft.reason.strip()
    if not reason:
        raise ReasonIsMissing
    if len(reason) > REASON_LIMIT:
        raise ReasonIsTooLong(limit=REASON_LIMIT)
    if draft.decision is Decision.DECLINED:
        if draft.due_on is not None:
            raise DeclinedHasNoDate
    elif draft.due_on is None:
        raise DateIsMissing
    elif draft.due_on < today:
        raise DateHasPassed
    return DecisionDraft(decision=draft.decision, reason=reason, due_on=draft.due_on)


def check_words(words: ReplyWords) -> ReplyWords:
    """The words without white space around them; WordsAreTooLong when one of them is more than a short paragraph or two."""
    trimmed = ReplyWords(thanks=words.thanks.strip(), talk_more=words.talk_more.strip())
    if max(len(trimmed.thanks), len(trimmed.talk_more)) > WORDS_LIMIT:
        raise WordsAreTooLong(limit=WORDS_LIMIT)
    return trimmed


def check_update(news: str) -> str:
    """The update without white space around it; UpdateIsEmpty or WordsAreTooLong."""
    news = news.strip()
    if not news:
        raise UpdateIsEmpty
    if len(news) > WORDS_LIMIT:
        raise WordsAreTooLong(limit=WORDS_LIMIT)
    return news


def reply_state(*, closed_at: datetime | None, reply_by: date, is_published: bool, today: date) -> ReplyState:
    """Where the reply stands on `today`. The promised day itself is still in time."""
    if is_published:
        return ReplyState.PUBLISHED
    if closed_at is None:
        return ReplyState.PROMISED
    return ReplyState.OVERDUE if today > reply_by else ReplyState.DRAFT


def refuse_changes(*, published_at: datetime | None) -> None:
    """Raise ReplyIsPublished once the reply is public: nothing that was said changes silently."""
    if published_at is not None:
        raise ReplyIsPublished


def refuse_removal(theme: OpenTheme) -> None:
    """Raise ThemeIsDecided: what was decided stays to be seen, the declined ones above all."""
    if theme.decision is not None:
        raise ThemeIsDecided


def list_obstacles(*, closed_at: datetime | None, themes: Sequence[OpenTheme]) -> list[Refusal]:
    """Everything that stands between a draft and its publication, the most basic first, for the page to name."""
    found: list[Refusal] = []
    if closed_at is None:
        found.append(SurveyIsStillOpen())
    if not themes:
        found.append(NothingIsHeardYet())
    return [*found, *(ThemeIsUndecided(theme=theme.heard) for theme in themes if theme.decision is None)]


def stage_of(themes: Sequence[OpenTheme]) -> Stage:
    """What a draft with these themes needs next."""
    if not themes:
        return Stage.HEAR
    return Stage.DECIDE if any(theme.decision is None for theme in themes) else Stage.PUBLISH


def refuse_publication(*, closed_at: datetime | None, published_at: datetime | None, themes: Sequence[OpenTheme]) -> None:
    """Raise the first thing that stands in the way of publishing; None when nothing does."""
    refuse_changes(published_at=published_at)
    for obstacle in list_obstacles(closed_at=closed_at, themes=themes):
        raise obstacle


def refuse_update(*, published_at: datetime | None) -> None:
    """Raise ReplyIsNotPublished as long as there is nothing public to stand below."""
    if published_at is None:
        raise ReplyIsNotPublished
