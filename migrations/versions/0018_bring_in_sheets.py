"""What was brought in from a spreadsheet, so that it can be looked at first and undone afterwards."""

import sqlalchemy as sa
from alembic import op
from walls import guard

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brought_in",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sheet",
            sa.Enum("own", "agreed", name=op.f("brought_in_sheet_is_known"), native_enum=False, length=64, create_constraint=True),
            nullable=False,
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("understanding", sa.JSON(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("brought_in_is_undone_by_somebody")),
        sa.CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name=op.f("brought_in_only_what_was_applied_is_undone")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="brought_in_pkey"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name="brought_in_organisation_id_fkey"),
        _key("assessment_id", "assessment"),
        _key("member_id", "member"),
        _key("undone_by_id", "member"),
    )
    op.create_index("brought_in_by_assessment", "brought_in", ["organisation_id", "assessment_id", "id"])
    guard("brought_in", web="SIUD", worker="SID")


def downgrade() -> None:
    op.drop_table("brought_in")


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"brought_in_organisation_id_{column}_fkey"
    return sa.ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"], name=name)
