"""Assessments and ratings: an organisation scores itself, and what is signed off is frozen by the database too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A later migration that lets SQLite rebuild the table "rating" has to make these triggers again.
FROZEN = "FREEZE constraint failed: assessment_is_signed"
IS_SIGNED = (
    "EXISTS (SELECT 1 FROM assessment WHERE organisation_id = NEW.organisation_id"
    " AND id = NEW.assessment_id AND signed_at IS NOT NULL)"
)


def upgrade() -> None:
    _create_assessment()
    _create_rating()
    if op.get_bind().dialect.name == "sqlite":
        _freeze_on_sqlite()
    else:
        _freeze_on_postgresql()


def _create_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("depth", _choice("depth_is_known", "quick", "full"), nullable=False),
        sa.Column("pack_id", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("deepened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("assessment_has_a_name")),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("assessment_is_signed_by_somebody")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name="assessment_organisation_id_fkey"),
        _member_key("assessment", "started_by_id"),
        _member_key("assessment", "signed_by_id"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="assessment_pkey"),
    )


def _create_rating() -> None:
    op.create_table(
        "rating",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", _choice("verdict_is_known", "level", "not-applicable", "dont-know"), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_to_revisit", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("rating_version_counts_from_one")),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("rating_level_is_0_to_4")),
        sa.CheckConstraint(
            "(level IS NOT NULL) = (verdict IS NOT NULL AND verdict = 'level')", name=op.f("rating_level_only_as_level")
        ),
        sa.CheckConstraint(
            "(reason <> '') = (verdict IS NOT NULL AND verdict = 'not-applicable')",
            name=op.f("rating_reason_only_if_not_applicable"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name="rating_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assessment_id"],
            ["assessment.organisation_id", "assessment.id"],
            name="rating_organisation_id_assessment_id_fkey",
        ),
        _member_key("rating", "member_id"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="rating_pkey"),
        sa.UniqueConstraint("organisation_id", "assessment_id", "key_action", "version", name="rating_version_is_taken"),
    )


def _member_key(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        ["member.organisation_id", "member.id"],
        name=f"{table}_organisation_id_{column}_fkey",
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def _freeze_on_sqlite() -> None:
    for moment in ("insert", "update"):
        op.execute(
            f"CREATE TRIGGER rating_is_frozen_on_{moment} BEFORE {moment.upper()} ON rating WHEN {IS_SIGNED}"
            f" BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
        )


def _freeze_on_postgresql() -> None:
    op.execute(
        f"""
        CREATE FUNCTION refuse_rating_when_signed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {IS_SIGNED} THEN
                RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_is_signed';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER rating_is_frozen BEFORE INSERT OR UPDATE ON rating"
        " FOR EACH ROW EXECUTE FUNCTION refuse_rating_when_signed()"
    )


def downgrade() -> None:
    op.drop_table("rating")
    op.drop_table("assessment")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_rating_when_signed()")
