"""Actions of the plan: who does what by when, every version of each, what shows that one is done, and when to remind next."""

import sqlalchemy as sa
from alembic import op
from walls import guard, let_worker_look

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TO_ORGANISATION = (["organisation_id"], ["organisation.organisation_id"])
OF_MEMBER = ["member.organisation_id", "member.id"]


def upgrade() -> None:
    _create_action()
    _create_action_version()
    _create_action_evidence()
    op.create_table(
        "plan_digest",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="plan_digest_organisation_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", name="plan_digest_pkey"),
    )
    guard("action", web="SIU", worker="SIUD")
    guard("action_version", web="SI", worker="SID")
    guard("action_evidence", web="SID", worker="SID")
    guard("plan_digest", worker="SIUD")
    let_worker_look("action")
    let_worker_look("plan_digest")


def downgrade() -> None:
    for table in ("plan_digest", "action_evidence", "action_version", "action"):
        op.drop_table(table)


def _create_action() -> None:
    op.create_table(
        "action",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_said(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("title <> '' AND length(title) <= 240", name=op.f("action_says_what_in_a_sentence")),
        sa.CheckConstraint("length(note) <= 4000 AND length(cost) <= 120", name=op.f("action_is_short")),
        sa.CheckConstraint("(status IN ('done', 'dropped')) = (closed_on IS NOT NULL)", name=op.f("action_closed_has_its_day")),
        sa.CheckConstraint("status <> 'dropped' OR reason <> ''", name=op.f("action_dropped_has_a_why")),
        sa.CheckConstraint("expected_level BETWEEN 0 AND 4", name=op.f("action_level_is_0_to_4")),
        sa.CheckConstraint("expected_level IS NULL OR key_action IS NOT NULL", name=op.f("action_level_is_of_a_key_action")),
        sa.CheckConstraint("version > 0", name=op.f("action_version_counts_from_one")),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="action_organisation_id_fkey"),
        *(_to_member("action", who) for who in ("owner_id", "made_by_id", "changed_by_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="action_pkey"),
    )
    op.create_index("action_by_due", "action", ["organisation_id", "due_on", "id"])
    op.create_index("action_by_assessment", "action", ["organisation_id", "assessment_id"])


def _create_action_version() -> None:
    op.create_table(
        "action_version",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_said(of_version=True),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="action_version_organisation_id_fkey"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "action_id"],
            ["action.organisation_id", "action.id"],
            name="action_version_organisation_id_action_id_fkey",
        ),
        *(_to_member("action_version", who) for who in ("owner_id", "member_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="action_version_pkey"),
        sa.UniqueConstraint("organisation_id", "action_id", "version", name="action_version_is_taken"),
    )


def _create_action_evidence() -> None:
    op.create_table(
        "action_evidence",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*TO_ORGANISATION, name="action_evidence_organisation_id_fkey"),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", key],
                [f"{table}.organisation_id", f"{table}.id"],
                name=f"action_evidence_organisation_id_{key}_fkey",
            )
            for key, table in (("action_id", "action"), ("evidence_id", "evidence"))
        ),
        _to_member("action_evidence", "added_by_id"),
        sa.PrimaryKeyConstraint("organisation_id", "action_id", "evidence_id", name="action_evidence_pkey"),
    )
    op.create_index("action_evidence_by_evidence", "action_evidence", ["organisation_id", "evidence_id"])


def _said(*, of_version: bool = False) -> list[sa.Column[object]]:
    """What an action says and where it stands; a version of it has the same columns."""
    table = "action_version" if of_version else "action"

    def choice(name: str, *values: str) -> sa.Enum:
        return sa.Enum(*values, name=op.f(f"{table}_{name}_is_known"), native_enum=False, create_constraint=True, length=64)

    statuses = ("planned", "in progress", "blocked", "done", "dropped")
    return [
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("effort", choice("effort", "small", "medium", "large"), nullable=True),
        sa.Column("cost", sa.Text(), nullable=False),
        sa.Column("impact", choice("impact", "low", "medium", "high"), nullable=True),
        sa.Column("priority", choice("priority", "first", "normal", "later"), nullable=False),
        sa.Column("expected_level", sa.Integer(), nullable=True),
        sa.Column("status", choice("status", *statuses), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
    ]


def _to_member(table: str, who: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["organisation_id", who], OF_MEMBER, name=f"{table}_organisation_id_{who}_fkey")
