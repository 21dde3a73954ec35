"""Themes, replies and the updates below them: the promise given before listening has a place to be kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TO_ORGANISATION = (["organisation_id"], ["organisation.organisation_id"])
PEOPLE = ("not counted", "under 10", "10-14", "15-19", "20-29", "30-49", "50-99", "100-199", "200 or more")


def upgrade() -> None:
    _create_theme()
    _create_reply()
    _create_reply_update()


def _create_theme() -> None:
    op.create_table(
        "theme",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("people", _choice("people_is_known", *PEOPLE), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("decision", _choice("decision_is_known", "accepted", "partly", "declined"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("heard <> '' AND length(heard) <= 160", name=op.f("theme_is_one_line")),
        sa.CheckConstraint("(decision IS NULL) = (reason IS NULL)", name=op.f("theme_decision_has_a_reason")),
        sa.CheckConstraint("reason <> '' AND length(reason) <= 1200", name=op.f("theme_reason_says_something")),
        sa.CheckConstraint(
            "(due_on IS NOT NULL) = (decision IS NOT NULL AND decision <> 'declined')",
            name=op.f("theme_what_will_be_done_has_a_day"),
        ),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="theme_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "survey_id"],
            ["survey.organisation_id", "survey.id"],
            name="theme_organisation_id_survey_id_fkey",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="theme_pkey"),
    )
    op.create_index("theme_by_survey", "theme", ["organisation_id", "survey_id", "id"], unique=False)


def _create_reply() -> None:
    op.create_table(
        "reply",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("talk_more", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(published_at IS NULL) = (said IS NULL)", name=op.f("reply_is_said_when_published")),
        sa.CheckConstraint("length(thanks) <= 1200 AND length(talk_more) <= 1200", name=op.f("reply_is_short")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="reply_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "survey_id"],
            ["survey.organisation_id", "survey.id"],
            name="reply_organisation_id_survey_id_fkey",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="reply_pkey"),
        sa.UniqueConstraint("organisation_id", "survey_id", name="survey_has_one_reply"),
    )


def _create_reply_update() -> None:
    op.create_table(
        "reply_update",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=False),
        sa.Column("news", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("news <> '' AND length(news) <= 1200", name=op.f("reply_update_says_something_short")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="reply_update_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "reply_id"],
            ["reply.organisation_id", "reply.id"],
            name="reply_update_organisation_id_reply_id_fkey",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="reply_update_pkey"),
    )
    op.create_index("reply_update_by_reply", "reply_update", ["organisation_id", "reply_id", "id"], unique=False)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def downgrade() -> None:
    op.drop_table("reply_update")
    op.drop_table("reply")
    op.drop_table("theme")
