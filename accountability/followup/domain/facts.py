"""What happened to a reply, as the journal keeps it: ids and counts, never the words."""

from dataclasses import dataclass
from uuid import UUID

from accountability.fact import Fact, PlainText


@dataclass(frozen=True, kw_only=True)
class ThemeWritten(Fact):
    """Fact: a theme was added or its words changed."""

    survey_id: UUID
    theme_id: UUID


@dataclass(frozen=True, kw_only=True)
class ThemeDecided(Fact):
    """Fact: a theme was decided, or decided anew before publishing."""

    survey_id: UUID
    theme_id: UUID
    decision: PlainText


@dataclass(frozen=True, kw_only=True)
class ThemeRemoved(Fact):
    """Fact: an undecided theme was taken out of the draft."""

    survey_id: UUID
    theme_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReplyPublished(Fact):
    """Fact: the reply went public, with this many themes, so many of them declined."""

    survey_id: UUID
    themes: int
    declined: int


@dataclass(frozen=True, kw_only=True)
class ReplyUpdated(Fact):
    """Fact: a dated update was added below a published reply."""

    survey_id: UUID
    update_id: UUID
