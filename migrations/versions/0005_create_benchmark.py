"""Contributions as bands under random keys, frozen panels and releases: comparison without showing anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benchmark_contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_key", sa.Uuid(), nullable=False),
        sa.Column("round_key", sa.Uuid(), nullable=False),
        sa.Column("contributor_key", sa.Uuid(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("benchmark_contribution_pkey")),
        sa.UniqueConstraint("round_key", "contributor_key", name="contribution_counts_once"),
        sqlite_with_rowid=False,
    )
    op.create_index("benchmark_contribution_by_network", "benchmark_contribution", ["network_key"], unique=False)
    op.create_table(
        "benchmark_panel",
        sa.Column("round_key", sa.Uuid(), nullable=False),
        sa.Column("network_key", sa.Uuid(), nullable=False),
        sa.Column("active", sa.JSON(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("ranks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("round_key", name=op.f("benchmark_panel_pkey")),
    )
    op.create_index(op.f("benchmark_panel_by_network_key"), "benchmark_panel", ["network_key"], unique=False)
    op.create_table(
        "benchmark_release",
        sa.Column("network_key", sa.Uuid(), nullable=False),
        sa.Column("round_key", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("benchmark_release_position_counts_from_one")),
        sa.PrimaryKeyConstraint("network_key", "round_key", name=op.f("benchmark_release_pkey")),
        sa.UniqueConstraint("network_key", "position", name="releases_follow_each_other"),
        sa.UniqueConstraint("round_key", name="one_release_per_round"),
    )
    op.create_table(
        "benchmark_withheld_release",
        sa.Column("round_key", sa.Uuid(), nullable=False),
        sa.Column("network_key", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "too_few", "paused", "failed_check", name="hidden_is_known", native_enum=False, create_constraint=True, length=64
            ),
            nullable=False,
        ),
        sa.Column("failed_checks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("round_key", name=op.f("benchmark_withheld_release_pkey")),
    )
    op.create_table(
        "contribution_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("contributor_key", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("contributed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "assessment_id"],
            ["assessment.organisation_id", "assessment.id"],
            name=op.f("contribution_link_organisation_id_assessment_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("contribution_link_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("contribution_link_pkey")),
        sa.UniqueConstraint("organisation_id", "round_id", name="contributes_once_per_round"),
    )


def downgrade() -> None:
    op.drop_table("contribution_link")
    op.drop_table("benchmark_withheld_release")
    op.drop_table("benchmark_release")
    op.drop_index(op.f("benchmark_panel_by_network_key"), table_name="benchmark_panel")
    op.drop_table("benchmark_panel")
    op.drop_index("benchmark_contribution_by_network", table_name="benchmark_contribution")
    op.drop_table("benchmark_contribution")
