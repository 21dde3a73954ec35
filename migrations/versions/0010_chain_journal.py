"""A record that cannot be bent: entries chained by hashes, anchors outside, grants for the operator."""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OF_ORGANISATION = {"columns": ["organisation_id"], "refcolumns": ["organisation.organisation_id"]}
ADDED_ONLY = "the journal is only added to"
CHAINED = ("organisation_id", "id", "kind", "subject_id", "happened_at", "details", "personal")


def upgrade() -> None:
    op.add_column("journal_entry", sa.Column("personal", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("journal_entry", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("journal_entry", sa.Column("digest", sa.Text(), nullable=True))
    _create_personal()
    _move_who()
    op.drop_column("journal_entry", "member_id")
    op.create_index("journal_entry_by_position", "journal_entry", ["organisation_id", "position"], unique=True)
    op.create_index("journal_entry_by_happened_at", "journal_entry", ["organisation_id", "happened_at", "id"])
    is_unchained = sa.text("position IS NULL")
    op.create_index(
        "journal_entry_unchained",
        "journal_entry",
        ["organisation_id"],
        sqlite_where=is_unchained,
        postgresql_where=is_unchained,
    )
    _create_anchor()
    _create_waiting()
    _create_grants()
    _refuse_changes()


def downgrade() -> None:
    _allow_changes()
    for table in ("operator_grant_address", "operator_grant", "journal_waiting", "journal_anchor", "journal_unlocked"):
        op.drop_table(table)
    for index in ("journal_entry_unchained", "journal_entry_by_happened_at", "journal_entry_by_position"):
        op.drop_index(index, "journal_entry")
    op.add_column("journal_entry", sa.Column("member_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE journal_entry SET member_id = (SELECT member_id FROM journal_personal AS part WHERE part.name = 'who'"
        " AND part.organisation_id = journal_entry.organisation_id AND part.entry_id = journal_entry.id)"
    )
    op.drop_table("journal_personal")
    for column in ("digest", "position", "personal"):
        op.drop_column("journal_entry", column)


def _create_personal() -> None:
    op.create_table(
        "journal_unlocked",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(**OF_ORGANISATION, name="journal_unlocked_organisation_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", name="journal_unlocked_pkey"),
    )
    op.create_table(
        "journal_personal",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(**OF_ORGANISATION, name="journal_personal_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "entry_id"],
            ["journal_entry.organisation_id", "journal_entry.id"],
            name="journal_personal_organisation_id_entry_id_fkey",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "entry_id", "name", name="journal_personal_pkey"),
    )
    op.create_index("journal_personal_by_member", "journal_personal", ["organisation_id", "member_id"])


def _move_who() -> None:
    """Who did what before today is moved out of the entries, with the name that the member has now."""
    connection = op.get_bind()
    entry = sa.table("journal_entry", *_columns("organisation_id", "id", "member_id"), sa.column("personal", sa.JSON()))
    member = sa.table("member", *_columns("organisation_id", "id"), sa.column("name", sa.Text()))
    part = sa.table(
        "journal_personal", *_columns("organisation_id", "entry_id", "member_id"), *map(sa.column, ("name", "salt", "value"))
    )
    is_same = sa.and_(member.c.organisation_id == entry.c.organisation_id, member.c.id == entry.c.member_id)
    asked = sa.select(entry.c.organisation_id, entry.c.id, entry.c.member_id, member.c.name).join(member, is_same)
    for organisation_id, entry_id, member_id, name in connection.execute(asked).all():
        salt = secrets.token_hex(16)
        said = json.dumps({"member": str(member_id), "value": name}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(salt.encode() + said.encode()).hexdigest()
        row = {"entry_id": entry_id, "member_id": member_id, "name": "who", "salt": salt, "value": name}
        connection.execute(part.insert().values(organisation_id=organisation_id, **row))
        is_entry = sa.and_(entry.c.organisation_id == organisation_id, entry.c.id == entry_id)
        connection.execute(entry.update().where(is_entry).values(personal={"who": digest}))
    if connection.dialect.name == "postgresql":
        # A table with checks still to come cannot be altered.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _columns(*names: str) -> list[sa.ColumnClause]:
    return [sa.column(name, sa.Uuid()) for name in names]


def _create_anchor() -> None:
    op.create_table(
        "journal_anchor",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(**OF_ORGANISATION, name="journal_anchor_organisation_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", "position", name="journal_anchor_pkey"),
    )


def _create_waiting() -> None:
    op.create_table(
        "journal_waiting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="journal_waiting_pkey"),
    )
    op.create_index("journal_waiting_by_organisation", "journal_waiting", ["organisation_id"])


def _create_grants() -> None:
    op.create_table(
        "operator_grant",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("operator_grant_has_a_reason")),
        sa.CheckConstraint("lapses_at > granted_at", name=op.f("operator_grant_lasts")),
        sa.ForeignKeyConstraint(**OF_ORGANISATION, name="operator_grant_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "granted_by"],
            ["member.organisation_id", "member.id"],
            name="operator_grant_organisation_id_granted_by_fkey",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="operator_grant_pkey"),
    )
    op.create_table(
        "operator_grant_address",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "grant_id"],
            ["operator_grant.organisation_id", "operator_grant.id"],
            name="operator_grant_address_organisation_id_grant_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("grant_id", name="operator_grant_address_pkey"),
    )


# Table → what is refused: (when, condition on the rows). A table that is unlocked may be removed or brought in as a whole.
UNLOCKED = "EXISTS (SELECT 1 FROM journal_unlocked AS u WHERE u.organisation_id = {row}.organisation_id)"


def _is_changed() -> str:
    """A chained column changes, or a place in the chain is anything but given once and whole."""
    same = [f"CAST(NEW.{name} AS TEXT) IS DISTINCT FROM CAST(OLD.{name} AS TEXT)" for name in CHAINED]
    place = "OLD.position IS NOT NULL OR OLD.digest IS NOT NULL OR NEW.position IS NULL OR NEW.digest IS NULL"
    return f"({' OR '.join(same)} OR {place})"


def _refuse_changes() -> None:
    unlocked_old, unlocked_new = UNLOCKED.format(row="OLD"), UNLOCKED.format(row="NEW")
    if op.get_bind().dialect.name == "sqlite":
        _refuse_in_sqlite("journal_entry", "UPDATE", _is_changed())
        _refuse_in_sqlite("journal_entry", "DELETE", f"NOT {unlocked_old}")
        _refuse_in_sqlite("journal_entry", "INSERT", f"NEW.position IS NOT NULL AND NOT {unlocked_new}")
        _refuse_in_sqlite("journal_personal", "UPDATE", "1")
        _refuse_in_sqlite("journal_anchor", "UPDATE", "1")
        _refuse_in_sqlite("journal_anchor", "DELETE", f"NOT {unlocked_old}")
        return
    _refuse_in_postgres("journal_entry", "UPDATE", f"IF {_is_changed()} THEN {{refuse}} END IF; RETURN NEW;")
    _refuse_in_postgres("journal_entry", "DELETE", f"IF NOT {unlocked_old} THEN {{refuse}} END IF; RETURN OLD;")
    # Two questions, so that who may only add entries need not be able to see what is unlocked.
    nested = f"IF NEW.position IS NOT NULL THEN IF NOT {unlocked_new} THEN {{refuse}} END IF; END IF; RETURN NEW;"
    _refuse_in_postgres("journal_entry", "INSERT", nested)
    _refuse_in_postgres("journal_personal", "UPDATE", "{refuse} RETURN NULL;")
    _refuse_in_postgres("journal_anchor", "UPDATE", "{refuse} RETURN NULL;")
    _refuse_in_postgres("journal_anchor", "DELETE", f"IF NOT {unlocked_old} THEN {{refuse}} END IF; RETURN OLD;")
    for table in ("journal_entry", "journal_anchor"):
        _refuse_in_postgres(table, "TRUNCATE", "{refuse} RETURN NULL;", each="STATEMENT")


def _refuse_in_sqlite(table: str, verb: str, condition: str) -> None:
    name = f"{table}_refuses_{verb.lower()}"
    op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{ADDED_ONLY}'); END")


def _refuse_in_postgres(table: str, verb: str, body: str, *, each: str = "ROW") -> None:
    name = f"{table}_refuses_{verb.lower()}"
    refuse = f"RAISE EXCEPTION '{ADDED_ONLY}' USING ERRCODE = 'restrict_violation';"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body.format(refuse=refuse)} END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()")


TRIGGERS = (
    ("journal_entry", ("update", "delete", "insert", "truncate")),
    ("journal_personal", ("update",)),
    ("journal_anchor", ("update", "delete", "truncate")),
)


def _allow_changes() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, verbs in TRIGGERS:
        for verb in verbs:
            name = f"{table}_refuses_{verb}"
            if is_sqlite:
                op.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                op.execute(f"DROP TRIGGER {name} ON {table}")
                op.execute(f"DROP FUNCTION {name}()")
