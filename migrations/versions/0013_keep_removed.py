"""What people remove by mistake can be taken back: surveys, questions, assessments and themes wait in the trash."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("survey", "question", "assessment", "theme")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column("trashed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    # What waits in the trash was removed: without the trash it is gone, where nothing hangs on it.
    _stand_before_the_wall("NO FORCE")
    op.execute("DELETE FROM question WHERE trashed_at IS NOT NULL")
    op.execute("DELETE FROM theme WHERE trashed_at IS NOT NULL")
    _stand_before_the_wall("FORCE")
    for table in TABLES:
        # Not in a batch: that would make the table anew on SQLite, under the triggers that look at it.
        op.drop_column(table, "trashed_by")
        op.drop_column(table, "trashed_at")


def _stand_before_the_wall(how: str) -> None:
    """Under FORCE the owner, too, sees no organisation's rows."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE question {how} ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE theme {how} ROW LEVEL SECURITY")
