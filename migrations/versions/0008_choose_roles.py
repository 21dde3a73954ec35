"""Roles an organisation makes for itself, limits on reviewers, and what an organisation demands of its members."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
