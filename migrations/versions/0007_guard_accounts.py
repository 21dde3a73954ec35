"""Accounts that cannot be taken: confirmed addresses, second factors, devices, links that act once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROLES = ("owner", "officer", "contributor", "viewer", "data_entry", "safeguarding", "board", "reviewer", "coordinator")
PURPOSES = ("confirm_sign_up", "sign_in", "forgotten", "change_address", "keep_address", "cancel_reset")
OF_PERSON = {"columns": ["person_id"], "refcolumns": ["person.id"], "ondelete": "CASCADE"}


def upgrade() -> None:
    # Sign-ins of before lack what is now known of each; people sign in anew.
    op.execute("DELETE FROM sign_in_session")
    with op.batch_alter_table("person") as person:
        person.drop_column("failures")
        person.drop_column("failed_at")
        person.alter_column("password_hash", existing_type=sa.Text(), nullable=True)
        person.add_column(sa.Column("second_factor_since", sa.DateTime(timezone=True), nullable=True))
        person.add_column(sa.Column("is_operator", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_in_session") as sign_in:
        sign_in.add_column(sa.Column("id", sa.Uuid(), nullable=False))
        sign_in.add_column(sa.Column("grant_id", sa.Uuid(), nullable=True))
        sign_in.add_column(sa.Column("label", sa.Text(), nullable=False))
        sign_in.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False))
        sign_in.add_column(sa.Column("factor_at", sa.DateTime(timezone=True), nullable=True))
        sign_in.add_column(sa.Column("awaits_factor", sa.Boolean(), nullable=False))
        sign_in.add_column(sa.Column("is_bound", sa.Boolean(), nullable=False))
        sign_in.create_unique_constraint("sign_in_session_id_is_unique", ["id"])
    _create_guessing()
    _create_mail_link()
    _create_factors()
    for table in ("member", "invitation"):
        _know_roles(table, *ROLES, "custom", "operator")


def _create_guessing() -> None:
    op.create_table(
        "guessing",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="guessing_pkey"),
    )


def _create_mail_link() -> None:
    op.create_table(
        "mail_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("purpose", _choice("link_purpose_is_known", *PURPOSES), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(**OF_PERSON, name="mail_link_person_id_fkey"),
        sa.PrimaryKeyConstraint("token_hash", name="mail_link_pkey"),
    )
    op.create_index("mail_link_by_person_id", "mail_link", ["person_id"], unique=False)


def _create_factors() -> None:
    op.create_table(
        "totp",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(**OF_PERSON, name="totp_person_id_fkey"),
        sa.PrimaryKeyConstraint("person_id", name="totp_pkey"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(**OF_PERSON, name="passkey_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="passkey_pkey"),
    )
    op.create_index("passkey_by_person_id", "passkey", ["person_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("code_hash <> ''", name=op.f("recovery_code_is_a_hash")),
        sa.ForeignKeyConstraint(**OF_PERSON, name="recovery_code_person_id_fkey"),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name="recovery_code_pkey"),
    )
    op.create_table(
        "spent_challenge",
        sa.Column("challenge_hash", sa.Text(), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name="spent_challenge_pkey"),
    )


def _know_roles(table: str, *roles: str) -> None:
    known = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(op.f(f"{table}_role_is_known"), type_="check")
        changed.create_check_constraint(op.f(f"{table}_role_is_known"), f"role IN ({known})")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def downgrade() -> None:
    op.execute("DELETE FROM sign_in_session")
    for table in ("member", "invitation"):
        _know_roles(table, *ROLES)
    for table in ("spent_challenge", "recovery_code", "passkey", "totp", "mail_link", "guessing"):
        op.drop_table(table)
    with op.batch_alter_table("sign_in_session") as sign_in:
        sign_in.drop_constraint("sign_in_session_id_is_unique", type_="unique")
        for column in ("is_bound", "awaits_factor", "factor_at", "confirmed_at", "label", "grant_id", "id"):
            sign_in.drop_column(column)
    with op.batch_alter_table("person") as person:
        person.drop_column("is_operator")
        person.drop_column("second_factor_since")
        person.alter_column("password_hash", existing_type=sa.Text(), nullable=False)
        person.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        person.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
