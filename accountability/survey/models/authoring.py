"""What staff prepares and publishes: the survey, its questions as a draft, its frozen versions, its public address."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.database import Base, choice, random_id, tenant_key
from accountability.survey.domain import (
    KINDS,
    AskedQuestion,
    Promise,
    Protection,
    QuestionId,
    SurveyCode,
    SurveyId,
    SurveyState,
)
from accountability.tenancy import Directory, OrganisationId, TenantOwned
from accountability.trash import Trashable


class Survey(TenantOwned, Trashable, Base):
    """One listening exercise of one organisation. `version` is the number of the last published version, 0 before the first."""

    trash_title, trash_rule = "title", "EDIT_SURVEY"

    __tablename__ = "survey"
    __table_args__ = (
        sa.CheckConstraint("title <> ''", name="has_a_title"),
        sa.CheckConstraint("threshold IN (5, 10)", name="threshold_is_ten_or_five"),
        sa.CheckConstraint("mix_at_least >= 10", name="mixes_at_least_ten"),
        sa.CheckConstraint("state = 'draft' OR (version > 0 AND reply_by IS NOT NULL)", name="is_promised_before_it_opens"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="says_when_it_closed"),
    )

    id: Mapped[SurveyId] = mapped_column(primary_key=True, default=random_id)
    title: Mapped[str]
    language: Mapped[str]
    state: Mapped[SurveyState] = mapped_column(choice(SurveyState), default=SurveyState.DRAFT)
    can_change: Mapped[str] = mapped_column(default="")
    who_decides: Mapped[str] = mapped_column(default="")
    off_the_table: Mapped[str] = mapped_column(default="")
    reply_by: Mapped[date | None]
    threshold: Mapped[int] = mapped_column(default=10)
    mix_at_least: Mapped[int] = mapped_column(default=10)
    closes_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    @property
    def promise(self) -> Promise:
        """The promise as it stands now; `reply_by` may have moved later when the survey was extended."""
        return Promise(
            can_change=self.can_change, who_decides=self.who_decides, off_the_table=self.off_the_table, reply_by=self.reply_by
        )

    @property
    def protection(self) -> Protection:
        """From how many answers numbers are shown, and how many responses are mixed at once."""
        return Protection(threshold=self.threshold, mix_at_least=self.mix_at_least)

    @property
    def is_closed(self) -> bool:
        """Whether no more answers are taken."""
        return self.state is SurveyState.CLOSED


class Question(TenantOwned, Trashable, Base):
    """A question of the draft. Changing it changes nothing for people until the next version is published."""

    trash_title, trash_rule = "wording", "EDIT_SURVEY"

    __tablename__ = "question"
    __table_args__ = (
        tenant_key("survey_id", "survey"),
        sa.UniqueConstraint("organisation_id", "survey_id", "number", name="question_number_is_taken"),
        sa.CheckConstraint("wording <> ''", name="has_a_wording"),
        sa.CheckConstraint(f"kind IN ({', '.join(repr(name) for name in KINDS)})", name="kind_is_known"),
    )

    id: Mapped[QuestionId] = mapped_column(primary_key=True, default=random_id)
    survey_id: Mapped[SurveyId]
    number: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str]
    settings: Mapped[dict[str, Any]]
    wording: Mapped[str]
    hint: Mapped[str]
    commitments: Mapped[list[str]]
    bank_id: Mapped[str | None]
    is_core: Mapped[bool]

    @property
    def asked(self) -> AskedQuestion:
        """The question as a value."""
        return AskedQuestion(
            id=self.id,
            number=self.number,
            kind=KINDS[self.kind].restored(self.settings),
            wording=self.wording,
            hint=self.hint,
            commitments=tuple(self.commitments),
            bank_id=self.bank_id,
            is_core=self.is_core,
        )


class SurveyVersion(TenantOwned, Base):
    """What people were told and asked from one publication to the next; never changed."""

    __tablename__ = "survey_version"
    __table_args__ = (tenant_key("survey_id", "survey"), sa.CheckConstraint("number > 0", name="numbers_count_from_one"))

    survey_id: Mapped[SurveyId] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    questionnaire: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class SurveyAddress(Directory, Base):
    """Leads from a public address, or from the first digits of a receipt, to a survey before the tenant is known."""

    __tablename__ = "survey_address"
    __table_args__ = (
        sa.ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
        sa.UniqueConstraint("receipt_prefix", name="receipt_prefix_is_taken"),
        sa.UniqueConstraint("organisation_id", "survey_id", name="survey_has_one_address"),
    )

    code: Mapped[SurveyCode] = mapped_column(primary_key=True)
    receipt_prefix: Mapped[str]
    organisation_id: Mapped[OrganisationId]
    survey_id: Mapped[SurveyId]
