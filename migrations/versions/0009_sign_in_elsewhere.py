"""Sign-in through an organisation's own provider, and personal tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OF_MEMBERSHIP = {
    "columns": ["organisation_id", "member_id"],
    "refcolumns": ["membership.organisation_id", "membership.member_id"],
    "ondelete": "CASCADE",
}


def upgrade() -> None:
    _create_provider()
    _create_vouched_member()
    _create_tokens()


def _create_provider() -> None:
    op.create_table(
        "sign_in_provider",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("asks_second_factor", sa.Boolean(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT is_required OR worked_at IS NOT NULL", name=op.f("sign_in_provider_worked_before_it_is_required")),
        _of_organisation("sign_in_provider"),
        sa.PrimaryKeyConstraint("organisation_id", name="sign_in_provider_pkey"),
    )
    op.create_table(
        "sign_in_address",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["sign_in_provider.organisation_id"],
            name="sign_in_address_organisation_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code", name="sign_in_address_pkey"),
        sa.UniqueConstraint("organisation_id", name="sign_in_address_organisation_id_is_unique"),
    )


def _create_vouched_member() -> None:
    op.create_table(
        "vouched_member",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        _of_organisation("vouched_member"),
        sa.ForeignKeyConstraint(**OF_MEMBERSHIP, name="vouched_member_organisation_id_member_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name="vouched_member_pkey"),
        sa.UniqueConstraint("organisation_id", "issuer", "subject", name="vouched_member_is_another"),
    )


def _create_tokens() -> None:
    op.create_table(
        "personal_token",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("lasts_days", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=True),
        sa.Column("previous_lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("personal_token_has_a_name")),
        sa.CheckConstraint("lapses_at > made_at", name=op.f("personal_token_lapses")),
        sa.CheckConstraint("(previous_hash IS NULL) = (previous_lapses_at IS NULL)", name=op.f("personal_token_previous_lapses")),
        _of_organisation("personal_token"),
        sa.ForeignKeyConstraint(**OF_MEMBERSHIP, name="personal_token_organisation_id_member_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="personal_token_pkey"),
    )
    op.create_index("personal_token_by_member", "personal_token", ["organisation_id", "member_id"], unique=False)
    op.create_table(
        "token_address",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "token_id"],
            ["personal_token.organisation_id", "personal_token.id"],
            name="token_address_organisation_id_token_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name="token_address_pkey"),
    )
    op.create_index("token_address_by_token", "token_address", ["organisation_id", "token_id"], unique=False)


def _of_organisation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name=f"{table}_organisation_id_fkey")


def downgrade() -> None:
    for table in ("token_address", "personal_token", "vouched_member", "sign_in_address", "sign_in_provider"):
        op.drop_table(table)
