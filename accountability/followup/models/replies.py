"""Tables of replies: the themes somebody writes and decides, the reply once it is said, and the updates below it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.database import Base, choice, new_id, tenant_key
from accountability.followup.domain import (
    REASON_LIMIT,
    THEME_LIMIT,
    WORDS_LIMIT,
    Decision,
    OpenTheme,
    People,
    ReplyId,
    ThemeId,
    UpdateId,
)
from accountability.survey.domain import SurveyId
from accountability.tenancy import TenantOwned
from accountability.trash import Trashable


class Theme(TenantOwned, Trashable, Base):
    """What was heard, in one line, and from when it is decided the decision with its reason."""

    trash_title, trash_rule = "heard", "WRITE_REPLY"

    __tablename__ = "theme"
    __table_args__ = (
        tenant_key("survey_id", "survey"),
        sa.CheckConstraint(f"heard <> '' AND length(heard) <= {THEME_LIMIT}", name="is_one_line"),
        sa.CheckConstraint("(decision IS NULL) = (reason IS NULL)", name="decision_has_a_reason"),
        sa.CheckConstraint(f"reason <> '' AND length(reason) <= {REASON_LIMIT}", name="reason_says_something"),
        sa.CheckConstraint(
            "(due_on IS NOT NULL) = (decision IS NOT NULL AND decision <> 'declined')", name="what_will_be_done_has_a_day"
        ),
        sa.Index("theme_by_survey", "organisation_id", "survey_id", "id"),
    )

    id: Mapped[ThemeId] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[SurveyId]
    heard: Mapped[str]
    people: Mapped[People] = mapped_column(choice(People))
    question_id: Mapped[UUID | None]
    decision: Mapped[Decision | None] = mapped_column(choice(Decision))
    reason: Mapped[str | None]
    due_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]

    @property
    def as_open(self) -> OpenTheme:
        """The theme as the rules of publishing see it."""
        return OpenTheme(heard=self.heard, decision=self.decision)


class Reply(TenantOwned, Base):
    """The reply to one survey: words in draft, and once published what was said, whole and never changed."""

    __tablename__ = "reply"
    __table_args__ = (
        tenant_key("survey_id", "survey"),
        sa.UniqueConstraint("organisation_id", "survey_id", name="survey_has_one_reply"),
        sa.CheckConstraint("(published_at IS NULL) = (said IS NULL)", name="is_said_when_published"),
        sa.CheckConstraint(f"length(thanks) <= {WORDS_LIMIT} AND length(talk_more) <= {WORDS_LIMIT}", name="is_short"),
    )

    id: Mapped[ReplyId] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[SurveyId]
    thanks: Mapped[str] = mapped_column(default="")
    talk_more: Mapped[str] = mapped_column(default="")
    said: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    published_at: Mapped[datetime | None]


class ReplyUpdate(TenantOwned, Base):
    """What happened since: a dated line below a published reply."""

    __tablename__ = "reply_update"
    __table_args__ = (
        tenant_key("reply_id", "reply"),
        sa.CheckConstraint(f"news <> '' AND length(news) <= {WORDS_LIMIT}", name="says_something_short"),
        sa.Index("reply_update_by_reply", "organisation_id", "reply_id", "id"),
    )

    id: Mapped[UpdateId] = mapped_column(primary_key=True, default=new_id)
    reply_id: Mapped[ReplyId]
    news: Mapped[str]
    added_at: Mapped[datetime]
