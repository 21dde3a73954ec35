"""Roles an organisation makes for itself, bounds for reviewers, members who left, and what an organisation demands of all."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RESET_END = sa.Enum(
    *("done", "cancelled", "lapsed"), name="reset_end_is_known", native_enum=False, create_constraint=True, length=64
)
CURRENT = {"member": "left_at IS NULL", "invitation": "ended_at IS NULL"}


def upgrade() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("demands_second_factor", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_custom_role()
    # Of several open invitations to one address the newest stays.
    op.execute(
        "UPDATE invitation SET ended_at = invited_at WHERE ended_at IS NULL AND EXISTS (SELECT 1 FROM invitation AS newer"
        " WHERE newer.organisation_id = invitation.organisation_id AND newer.email = invitation.email"
        " AND newer.ended_at IS NULL AND newer.id > invitation.id)"
    )
    with op.batch_alter_table("member") as member:
        member.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        member.drop_constraint("member_email_is_member", type_="unique")
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        invitation.add_column(sa.Column("language", sa.Text(), nullable=False, server_default="en"))
    for table in CURRENT:
        _give_roles_bounds(table)
    _one_current("member_email_is_member", "member")
    _one_current("invitation_email_is_invited", "invitation")
    _create_factor_reset()


def _create_factor_reset() -> None:
    op.create_table(
        "factor_reset",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", _RESET_END, nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR (approved_by <> member_id AND approved_by <> asked_by)", name=op.f("factor_reset_takes_two")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name=op.f("factor_reset_end_is_said")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name="factor_reset_organisation_id_fkey"),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                ["member.organisation_id", "member.id"],
                name=f"factor_reset_organisation_id_{column}_fkey",
            )
            for column in ("member_id", "asked_by", "approved_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="factor_reset_pkey"),
    )
    is_open = sa.text("ended_at IS NULL")
    columns = ["organisation_id", "member_id"]
    op.create_index("factor_reset_is_open", "factor_reset", columns, unique=True, sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("factor_reset_by_due_at", "factor_reset", ["due_at"])


def _create_custom_role() -> None:
    op.create_table(
        "custom_role",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("custom_role_has_a_name")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name="custom_role_organisation_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="custom_role_pkey"),
        sa.UniqueConstraint("organisation_id", "name", name="custom_role_name_is_taken"),
    )


def _give_roles_bounds(table: str) -> None:
    with op.batch_alter_table(table) as changed:
        changed.add_column(sa.Column("custom_role_id", sa.Uuid(), nullable=True))
        changed.add_column(sa.Column("parts", sa.JSON(), nullable=True))
        changed.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        changed.create_foreign_key(
            f"{table}_organisation_id_custom_role_id_fkey",
            "custom_role",
            ["organisation_id", "custom_role_id"],
            ["organisation_id", "id"],
        )
        for name, condition in _checks(table).items():
            changed.create_check_constraint(op.f(f"{table}_{name}"), condition)


def _checks(table: str) -> dict[str, str]:
    return {
        "operator_is_no_member": "role <> 'operator'",
        "custom_role_is_named": f"(role = 'custom' AND {CURRENT[table]}) = (custom_role_id IS NOT NULL)",
        "parts_are_a_reviewers": "(role = 'reviewer') = (parts IS NOT NULL)",
        "time_is_a_reviewers": "(role = 'reviewer') = (ends_on IS NOT NULL)",
    }


def _one_current(name: str, table: str) -> None:
    condition = sa.text(CURRENT[table])
    op.create_index(name, table, ["organisation_id", "email"], unique=True, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    # Before, nobody held a role that has to be described, and nobody could be a former member.
    op.execute(
        "UPDATE invitation SET role = 'viewer', custom_role_id = NULL, parts = NULL, ends_on = NULL,"
        " ended_at = coalesce(ended_at, invited_at) WHERE role IN ('custom', 'reviewer')"
    )
    op.execute(
        "UPDATE member SET role = 'viewer', custom_role_id = NULL, parts = NULL, ends_on = NULL"
        " WHERE role IN ('custom', 'reviewer')"
    )
    op.execute("UPDATE member SET email = email || ' ' || id WHERE left_at IS NOT NULL")
    op.drop_table("factor_reset")
    op.drop_index("invitation_email_is_invited", "invitation")
    op.drop_index("member_email_is_member", "member")
    for table in CURRENT:
        _take_bounds_away(table)
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_column("language")
        invitation.drop_column("name")
    with op.batch_alter_table("member") as member:
        member.drop_column("left_at")
        member.create_unique_constraint("member_email_is_member", ["organisation_id", "email"])
    op.drop_table("custom_role")
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_column("demands_second_factor")


def _take_bounds_away(table: str) -> None:
    with op.batch_alter_table(table) as changed:
        for name in _checks(table):
            changed.drop_constraint(op.f(f"{table}_{name}"), type_="check")
        changed.drop_constraint(f"{table}_organisation_id_custom_role_id_fkey", type_="foreignkey")
        for column in ("ends_on", "parts", "custom_role_id"):
            changed.drop_column(column)
