"""Surveys, their frozen versions and addresses, and the tables through which answers pass until nobody can tell whose is whose."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TO_ORGANISATION = (["organisation_id"], ["organisation.organisation_id"])
TO_SURVEY = (["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"])
TO_VERSION = (
    ["organisation_id", "survey_id", "version"],
    ["survey_version.organisation_id", "survey_version.survey_id", "survey_version.number"],
)


def upgrade() -> None:
    _create_survey()
    _create_question()
    _create_survey_version()
    _create_survey_address()
    _create_submission()
    _create_intake_response()
    _create_intake_aside()
    _create_response()
    _create_text_answer()
    _create_tally()


def _create_survey() -> None:
    op.create_table(
        "survey",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", _choice("survey_state_is_known", "draft", "open", "closed"), nullable=False),
        sa.Column("can_change", sa.Text(), nullable=False),
        sa.Column("who_decides", sa.Text(), nullable=False),
        sa.Column("off_the_table", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("mix_at_least", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("survey_says_when_it_closed")),
        sa.CheckConstraint(
            "state = 'draft' OR (version > 0 AND reply_by IS NOT NULL)", name=op.f("survey_is_promised_before_it_opens")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("survey_has_a_title")),
        sa.CheckConstraint("mix_at_least >= 10", name=op.f("survey_mixes_at_least_ten")),
        sa.CheckConstraint("threshold IN (5, 10)", name=op.f("survey_threshold_is_ten_or_five")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("survey_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("survey_pkey")),
    )


def _create_question() -> None:
    op.create_table(
        "question",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("commitments", sa.JSON(), nullable=False),
        sa.Column("bank_id", sa.Text(), nullable=True),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('scale_0_10', 'five_point', 'single_choice', 'multiple_choice', 'yes_no_unsure', 'open_text')",
            name=op.f("question_kind_is_known"),
        ),
        sa.CheckConstraint("wording <> ''", name=op.f("question_has_a_wording")),
        sa.ForeignKeyConstraint(*TO_SURVEY, name=op.f("question_organisation_id_survey_id_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("question_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("question_pkey")),
        sa.UniqueConstraint("organisation_id", "survey_id", "number", name="question_number_is_taken"),
    )


def _create_survey_version() -> None:
    op.create_table(
        "survey_version",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("questionnaire", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("survey_version_numbers_count_from_one")),
        sa.ForeignKeyConstraint(*TO_SURVEY, name=op.f("survey_version_organisation_id_survey_id_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("survey_version_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "survey_id", "number", name=op.f("survey_version_pkey")),
    )


def _create_survey_address() -> None:
    op.create_table(
        "survey_address",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("receipt_prefix", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(*TO_SURVEY, name=op.f("survey_address_organisation_id_survey_id_fkey")),
        sa.PrimaryKeyConstraint("code", name=op.f("survey_address_pkey")),
        sa.UniqueConstraint("organisation_id", "survey_id", name="survey_has_one_address"),
        sa.UniqueConstraint("receipt_prefix", name="receipt_prefix_is_taken"),
    )


def _create_submission() -> None:
    op.create_table(
        "submission",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(*TO_SURVEY, name=op.f("submission_organisation_id_survey_id_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("submission_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "survey_id", "key_hash", name=op.f("submission_pkey")),
        sqlite_with_rowid=False,
    )


def _create_intake_response() -> None:
    op.create_table(
        "intake_response",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_hour", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*TO_VERSION, name=op.f("intake_response_organisation_id_survey_id_version_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("intake_response_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "survey_id", "key_hash", name=op.f("intake_response_pkey")),
        sqlite_with_rowid=False,
    )


def _create_intake_aside() -> None:
    op.create_table(
        "intake_aside",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(*TO_VERSION, name=op.f("intake_aside_organisation_id_survey_id_version_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("intake_aside_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "survey_id", "key_hash", "id", name=op.f("intake_aside_pkey")),
        sqlite_with_rowid=False,
    )


def _create_response() -> None:
    op.create_table(
        "response",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mode", _choice("mode_is_known", "open_link"), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(*TO_VERSION, name=op.f("response_organisation_id_survey_id_version_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("response_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("response_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("response_by_survey", "response", ["organisation_id", "survey_id", "version"], unique=False)


def _create_text_answer() -> None:
    op.create_table(
        "text_answer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", _choice("text_state_is_known", "unread", "checked", "left_out"), nullable=False),
        sa.ForeignKeyConstraint(*TO_VERSION, name=op.f("text_answer_organisation_id_survey_id_version_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("text_answer_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("text_answer_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_index("text_answer_by_survey", "text_answer", ["organisation_id", "survey_id", "version"], unique=False)


def _create_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.CheckConstraint("answers >= 0", name=op.f("tally_is_a_number_of_people")),
        sa.ForeignKeyConstraint(*TO_VERSION, name=op.f("tally_organisation_id_survey_id_version_fkey")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name=op.f("tally_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "survey_id", "version", "question", "option", name=op.f("tally_pkey")),
        sqlite_with_rowid=False,
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def downgrade() -> None:
    op.drop_table("tally")
    op.drop_table("text_answer")
    op.drop_table("response")
    op.drop_table("intake_aside")
    op.drop_table("intake_response")
    op.drop_table("submission")
    op.drop_table("survey_address")
    op.drop_table("survey_version")
    op.drop_table("question")
    op.drop_table("survey")
