"""Versions of the standard that are edited in the app, their translations, and how two versions map."""

import sqlalchemy as sa
from alembic import op
from walls import grant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TYPES = ("grassroots", "membership", "services", "advocacy", "foundation", "network", "other")
STATUS = ("draft", "in-review", "current", "retired")
ACTS = (
    *("drafted", "brought-in", "edited", "sent-to-review", "returned", "approved", "published", "retired"),
    *("translated", "mapped"),
)
TABLES = ("standard_mapping", "standard_translation", "standard_actor", "standard_act", "standard_pack")
# Per table: when a row is held, and which of its columns stay as they are (JSON has no equality on PostgreSQL, its text has).
HELD = {
    "standard_pack": (
        "OLD.status IN ('current', 'retired')",
        ("pack_id", "version", "content", "digest", "revision", "made_at"),
        "NEW.status NOT IN (OLD.status, 'retired')",
        "standard version is published",
    ),
    "standard_mapping": (
        "OLD.published_at IS NOT NULL",
        ("pack_id", "version", "older_version", "rows", "revision", "published_at"),
        "FALSE",
        "standard mapping is published",
    ),
}


def upgrade() -> None:
    _add_type_of_organisation()
    _create_pack()
    _create_acts()
    _create_translation()
    _create_mapping()
    for table in TABLES:
        grant(table, web="SIUD", worker="SD", benchmark="S")
    for table in HELD:
        _hold(table)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in HELD:
            op.execute(f"DROP FUNCTION hold_{table}()")
    # Not in a batch: that would make the table anew on SQLite, under the triggers that look at it.
    op.drop_column("organisation", "kind")


def _add_type_of_organisation() -> None:
    known = ", ".join(f"'{name}'" for name in TYPES)
    # One statement: SQLite can add a constraint only together with its column.
    rule = f"CONSTRAINT organisation_organisation_type_is_known CHECK (kind IN ({known}))"
    op.execute(f"ALTER TABLE organisation ADD COLUMN kind VARCHAR(64) {rule}")


def _create_pack() -> None:
    op.create_table(
        "standard_pack",
        sa.Column("pack_id", sa.Text(), primary_key=True),
        sa.Column("version", sa.Text(), primary_key=True),
        sa.Column("status", _choice("pack_status_is_known", *STATUS), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status IN ('current', 'retired')) = (digest IS NOT NULL)", name="digest_is_of_what_is_published"),
    )
    condition = sa.text("status = 'current'")
    op.create_index(
        "standard_pack_current_is_one", "standard_pack", ["status"], unique=True, sqlite_where=condition, postgresql_where=condition
    )


def _create_acts() -> None:
    op.create_table(
        "standard_act",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("pack_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("act", _choice("act_is_known", *ACTS), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("standard_act_by_version", "standard_act", ["pack_id", "version"])
    op.create_table(
        "standard_actor",
        sa.Column("act_id", sa.Uuid(), sa.ForeignKey("standard_act.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
    )
    op.create_index("standard_actor_by_person_id", "standard_actor", ["person_id"])


def _create_translation() -> None:
    op.create_table(
        "standard_translation",
        sa.Column("pack_id", sa.Text(), primary_key=True),
        sa.Column("version", sa.Text(), primary_key=True),
        sa.Column("language", sa.Text(), primary_key=True),
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("is_reviewed", sa.Boolean(), nullable=False),
    )


def _create_mapping() -> None:
    op.create_table(
        "standard_mapping",
        sa.Column("pack_id", sa.Text(), primary_key=True),
        sa.Column("version", sa.Text(), primary_key=True),
        sa.Column("older_version", sa.Text(), primary_key=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def _hold(table: str) -> None:
    """What is published is neither changed nor deleted, by nobody and no process."""
    is_held, columns, or_else, words = HELD[table]
    if op.get_bind().dialect.name == "postgresql":
        changed = " OR ".join(f'OLD."{name}"::text IS DISTINCT FROM NEW."{name}"::text' for name in columns)
        _hold_on_postgresql(table, is_held, f"{changed} OR {or_else}", words)
        return
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    op.execute(f"CREATE TRIGGER {table}_is_held BEFORE UPDATE ON {table} WHEN {is_held} AND ({changed} OR {or_else}) {refuse}")
    op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} WHEN {is_held} {refuse}")


def _hold_on_postgresql(table: str, is_held: str, is_changed: str, words: str) -> None:
    refuse = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_is_published';"
    op.execute(
        f"""
        CREATE FUNCTION hold_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF {is_held} THEN {refuse} END IF;
                RETURN OLD;
            END IF;
            IF {is_held} AND ({is_changed}) THEN {refuse} END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(f"CREATE TRIGGER {table}_is_held BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION hold_{table}()")
