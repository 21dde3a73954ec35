"""Who left an organisation is still found there when they ask to be erased, whatever their address became since."""

import sqlalchemy as sa
from alembic import op
from walls import before_the_wall, grant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="former_membership_person_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name="former_membership_organisation_id_member_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", "member_id", name="former_membership_pkey"),
    )
    # Those who left before are known by the address they had then, as far as it is still theirs.
    before_the_wall(
        "member",
        while_doing="INSERT INTO former_membership (person_id, organisation_id, member_id)"
        " SELECT person.id, member.organisation_id, member.id FROM member JOIN person ON person.email = member.email"
        " WHERE member.left_at IS NOT NULL",
    )
    grant("former_membership", web="SI", worker="SID")


def downgrade() -> None:
    op.drop_table("former_membership")
