"""Files and links that support a level, with their versions, and which key action of an assessment each supports."""

import sqlalchemy as sa
from alembic import op
from walls import guard, let_worker_look

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SOURCES = ("document", "staff", "partner", "constituent")
REMINDED = ("nothing", "soon", "expired")
STATES = ("announced", "waiting", "checking", "waiting-for-scan", "asks", "ready", "refused")
FAULTS = (
    *("empty", "not-taken", "macros", "two-kinds", "damaged", "too-much-inside", "too-many-pixels", "too-many-pages"),
    *("too-long", "infected", "no-room"),
)
KINDS = ("pdf", "png", "jpeg", "webp", "docx", "xlsx", "pptx", "odt", "ods", "odp", "text", "csv")
WHYS = ("locked", "signed", "unreadable")
FROZEN = "FREEZE constraint failed: assessment_is_signed"
IS_SIGNED = (
    "EXISTS (SELECT 1 FROM assessment WHERE organisation_id = NEW.organisation_id"
    " AND id = NEW.assessment_id AND signed_at IS NOT NULL)"
)


def upgrade() -> None:
    _create_pieces()
    _create_files()
    _create_support()
    guard("evidence", web="SIU", worker="SIUD")
    guard("evidence_link", web="SID", worker="SID")
    guard("evidence_file", web="SIUD", worker="SIUD")
    guard("evidence_version", web="SIUD", worker="SIUD")
    guard("support", web="SIUD", worker="SIUD")
    for table in ("evidence", "evidence_version"):
        let_worker_look(table)
    _freeze_support()


def _create_pieces() -> None:
    _create(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source", _choice("source_is_known", *SOURCES), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reminded", _choice("reminded_is_known", *REMINDED), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_trash(),
        sa.CheckConstraint("title <> '' AND length(title) <= 160", name=op.f("evidence_has_a_title")),
        sa.CheckConstraint("length(description) <= 2000", name=op.f("evidence_description_is_short")),
        keys=(("added_by_id", "member"),),
    )
    op.create_index("evidence_by_expires_on", "evidence", ["organisation_id", "expires_on"])
    _create(
        "evidence_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("url LIKE 'https://%' OR url LIKE 'http://%'", name=op.f("evidence_link_is_a_web_address")),
        keys=(("evidence_id", "evidence"), ("added_by_id", "member")),
    )
    op.create_index("evidence_link_by_evidence", "evidence_link", ["organisation_id", "evidence_id", "id"])


def _create_files() -> None:
    _create(
        "evidence_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *_trash(),
        sa.CheckConstraint("name <> ''", name=op.f("evidence_file_has_a_name")),
        keys=(("evidence_id", "evidence"),),
    )
    op.create_index("evidence_file_by_evidence", "evidence_file", ["organisation_id", "evidence_id", "id"])
    _create(
        "evidence_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("upload_key", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("announced_size", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("keeps_original", sa.Boolean(), nullable=False),
        sa.Column("state", _choice("file_state_is_known", *STATES), nullable=False),
        sa.Column("fault", _choice("fault_is_known", *FAULTS), nullable=True),
        sa.Column("why", _choice("why_is_known", *WHYS), nullable=True),
        sa.Column("kind", _choice("kind_is_known", *KINDS), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("is_as_sent", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("original_size", sa.Integer(), nullable=True),
        sa.Column("original_sha256", sa.Text(), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("confirmed_at", "begun_at", "checked_at", "damaged_at")
        ),
        sa.UniqueConstraint("organisation_id", "file_id", "number", name="version_of_file_is_taken"),
        sa.UniqueConstraint("organisation_id", "upload_key", name="upload_is_known"),
        sa.CheckConstraint("number > 0", name=op.f("evidence_version_number_counts_from_one")),
        sa.CheckConstraint("reserved >= 0", name=op.f("evidence_version_takes_room")),
        sa.CheckConstraint("(state = 'refused') = (fault IS NOT NULL)", name=op.f("evidence_version_refused_for_a_reason")),
        sa.CheckConstraint("state <> 'asks' OR why IS NOT NULL", name=op.f("evidence_version_asks_for_a_reason")),
        sa.CheckConstraint(
            "state <> 'ready' OR (kind IS NOT NULL AND size IS NOT NULL AND sha256 IS NOT NULL)",
            name=op.f("evidence_version_ready_is_whole"),
        ),
        keys=(("file_id", "evidence_file"), ("added_by_id", "member")),
    )
    op.create_index("evidence_version_by_state", "evidence_version", ["organisation_id", "state", "id"])


def _create_support() -> None:
    _create(
        "support",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        keys=(("assessment_id", "assessment"), ("evidence_id", "evidence"), ("added_by_id", "member")),
        primary=("organisation_id", "assessment_id", "key_action", "evidence_id"),
    )
    op.create_index("support_by_evidence", "support", ["organisation_id", "evidence_id"])


def _freeze_support() -> None:
    """What a signed assessment leans on stays: none is added or changed, and members' pages take none away."""
    if op.get_bind().dialect.name == "sqlite":
        for moment in ("insert", "update"):
            op.execute(
                f"CREATE TRIGGER support_is_frozen_on_{moment} BEFORE {moment.upper()} ON support WHEN {IS_SIGNED}"
                f" BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER support_is_frozen BEFORE INSERT OR UPDATE ON support"
        " FOR EACH ROW EXECUTE FUNCTION refuse_rating_when_signed()"
    )
    op.execute(
        "CREATE POLICY signed_support_stays ON support AS RESTRICTIVE FOR DELETE TO accountability_web USING (NOT EXISTS ("
        "SELECT 1 FROM assessment WHERE assessment.organisation_id = support.organisation_id"
        " AND assessment.id = support.assessment_id AND signed_at IS NOT NULL))"
    )


def downgrade() -> None:
    for table in ("support", "evidence_version", "evidence_file", "evidence_link", "evidence"):
        op.drop_table(table)


def _trash() -> tuple[sa.Column[object], sa.Column[object]]:
    return sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True), sa.Column("trashed_by", sa.Uuid(), nullable=True)


def _create(
    name: str,
    *parts: sa.schema.SchemaItem,
    keys: tuple[tuple[str, str], ...],
    primary: tuple[str, ...] = ("organisation_id", "id"),
) -> None:
    op.create_table(
        name,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"], name=f"{name}_organisation_id_fkey"),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{other}.organisation_id", f"{other}.id"],
                name=f"{name}_organisation_id_{column}_fkey",
            )
            for column, other in keys
        ),
        sa.PrimaryKeyConstraint(*primary, name=f"{name}_pkey"),
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=64, name=name)
