"""What must stay erased after a restore, and what waits in the trash."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_ORGANISATION = (["organisation_id"], ["organisation.organisation_id"])
OF_MEMBER = ["member.organisation_id", "member.id"]


def upgrade() -> None:
    op.add_column("outbox_mail", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.create_index("outbox_mail_by_organisation_id", "outbox_mail", ["organisation_id"])
    _create_export_job()
    _create_erasure_request()
    _create_erasure()
    _create_rejoin_address()
    op.create_table(
        "account_erasure",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="account_erasure_pkey"),
    )


def downgrade() -> None:
    for table in ("account_erasure", "rejoin_address", "erasure", "erasure_request", "export_job"):
        op.drop_table(table)
    op.drop_index("outbox_mail_by_organisation_id", "outbox_mail")
    op.drop_column("outbox_mail", "organisation_id")


def _create_export_job() -> None:
    op.create_table(
        "export_job",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _choice("export_state_is_known", "waiting", "running", "ready", "stopped"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.CheckConstraint("step >= 0 AND step <= steps", name=op.f("export_job_step_is_one_of_the_steps")),
        sa.CheckConstraint("(state = 'ready') = (digest IS NOT NULL)", name=op.f("export_job_is_sealed_when_ready")),
        sa.ForeignKeyConstraint(*OF_ORGANISATION, name="export_job_organisation_id_fkey"),
        sa.ForeignKeyConstraint(["organisation_id", "asked_by_id"], OF_MEMBER, name="export_job_organisation_id_asked_by_id_fkey"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="export_job_pkey"),
    )


def _create_erasure_request() -> None:
    op.create_table(
        "erasure_request",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(confirmed_at IS NULL) = (due_at IS NULL)", name=op.f("erasure_request_is_due_when_confirmed")),
        sa.ForeignKeyConstraint(*OF_ORGANISATION, name="erasure_request_organisation_id_fkey"),
        *(
            sa.ForeignKeyConstraint(["organisation_id", who], OF_MEMBER, name=f"erasure_request_organisation_id_{who}_fkey")
            for who in ("asked_by_id", "confirmed_by_id", "cancelled_by_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="erasure_request_pkey"),
    )
    is_open = sa.text("cancelled_at IS NULL")
    op.create_index(
        "one_erasure_at_a_time",
        "erasure_request",
        ["organisation_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("kind", _choice("erased_is_known", "organisation", "person"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name="erasure_pkey"),
    )


def _create_rejoin_address() -> None:
    op.create_table(
        "rejoin_address",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            OF_MEMBER,
            name="rejoin_address_organisation_id_member_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name="rejoin_address_pkey"),
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)
