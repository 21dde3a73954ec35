"""Several people rate alone and blind; what they settle on is kept apart from what each of them said."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
