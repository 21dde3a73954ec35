"""Versions of the standard that are edited in the app, their translations, and how two versions map."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TYPES = ("grassroots", "membership", "services", "advocacy", "foundation", "network", "other")


def upgrade() -> None:
    _add_type_of_organisation()


def downgrade() -> None:
    # Not in a batch: that would make the table anew on SQLite, under the triggers that look at it.
    op.drop_column("organisation", "kind")


def _add_type_of_organisation() -> None:
    known = ", ".join(f"'{name}'" for name in TYPES)
    # One statement: SQLite can add a constraint only together with its column.
    op.execute(
        f"ALTER TABLE organisation ADD COLUMN kind VARCHAR(64) CONSTRAINT organisation_organisation_type_is_known CHECK (kind IN ({known}))"
    )
