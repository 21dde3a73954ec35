"""Networks, their members, rounds and invitations: organisations assess themselves in the same season."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("network_has_a_name")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name=op.f("network_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("network_pkey")),
        sa.UniqueConstraint("organisation_id", "name", name="network_name_is_taken"),
    )
    op.create_table(
        "network_invitation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "network_id"],
            ["network.organisation_id", "network.id"],
            name=op.f("network_invitation_organisation_id_network_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("network_invitation_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("network_invitation_pkey")),
    )
    op.create_table(
        "network_member",
        sa.Column("convenor_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("convenor_name", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("is_home", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT is_home OR left_at IS NULL", name=op.f("network_member_home_is_not_left")),
        sa.ForeignKeyConstraint(
            ["convenor_id", "network_id"],
            ["network.organisation_id", "network.id"],
            name=op.f("network_member_convenor_id_network_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["convenor_id"], ["organisation.organisation_id"], name=op.f("network_member_convenor_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("network_member_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("convenor_id", "organisation_id", "network_id", name=op.f("network_member_pkey")),
        sa.UniqueConstraint("convenor_id", "invitation_id", name="network_invitation_is_used"),
    )
    op.create_index("network_member_by_organisation", "network_member", ["organisation_id"], unique=False)
    op.create_index(
        "one_home_network",
        "network_member",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("is_home"),
        postgresql_where=sa.text("is_home"),
    )
    op.create_table(
        "round",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("publishes_on", sa.Date(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("round_closes_after_it_opens")),
        sa.CheckConstraint("publishes_on > closes_on", name=op.f("round_publishes_after_it_closes")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "network_id"],
            ["network.organisation_id", "network.id"],
            name=op.f("round_organisation_id_network_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name=op.f("round_organisation_id_fkey")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("round_pkey")),
        sa.UniqueConstraint("organisation_id", "network_id", "name", name="round_name_is_taken"),
    )
    op.create_index("round_by_closing", "round", ["closes_on"], unique=False)
    op.create_table(
        "network_invitation_address",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("convenor_name", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invitation_id"],
            ["network_invitation.organisation_id", "network_invitation.id"],
            name=op.f("network_invitation_address_organisation_id_invitation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("network_invitation_address_pkey")),
    )
    op.create_table(
        "round_member",
        sa.Column("convenor_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("network_id", sa.Uuid(), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("round_name", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("publishes_on", sa.Date(), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                "not_started",
                "rating",
                "signed_off",
                "contributed",
                name="progress_is_known",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_given_by", sa.Uuid(), nullable=True),
        sa.Column("consent_promise", sa.Text(), nullable=True),
        sa.Column("consent_revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "consent_revoked_at IS NULL OR consent_given_at IS NOT NULL", name=op.f("round_member_only_given_consent_is_revoked")
        ),
        sa.ForeignKeyConstraint(
            ["convenor_id", "organisation_id", "network_id"],
            ["network_member.convenor_id", "network_member.organisation_id", "network_member.network_id"],
            name=op.f("round_member_convenor_id_organisation_id_network_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["convenor_id", "round_id"], ["round.organisation_id", "round.id"], name=op.f("round_member_convenor_id_round_id_fkey")
        ),
        sa.ForeignKeyConstraint(["convenor_id"], ["organisation.organisation_id"], name=op.f("round_member_convenor_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("round_member_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("convenor_id", "organisation_id", "round_id", name=op.f("round_member_pkey")),
    )
    op.create_index("round_member_by_organisation", "round_member", ["organisation_id"], unique=False)
    op.create_index("round_member_by_round", "round_member", ["convenor_id", "round_id"], unique=False)


def downgrade() -> None:
    op.drop_index("round_member_by_round", table_name="round_member")
    op.drop_index("round_member_by_organisation", table_name="round_member")
    op.drop_table("round_member")
    op.drop_table("network_invitation_address")
    op.drop_index("round_by_closing", table_name="round")
    op.drop_table("round")
    op.drop_index(
        "one_home_network", table_name="network_member", sqlite_where=sa.text("is_home"), postgresql_where=sa.text("is_home")
    )
    op.drop_index("network_member_by_organisation", table_name="network_member")
    op.drop_table("network_member")
    op.drop_table("network_invitation")
    op.drop_table("network")
