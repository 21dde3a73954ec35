"""Several people rate alone and blind; what they settle on is kept apart from what each of them said."""

import sqlalchemy as sa
from alembic import op
from walls import before_the_wall, grant, guard

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FROZEN = "FREEZE constraint failed: assessment_is_signed"
IS_SIGNED = (
    "EXISTS (SELECT 1 FROM assessment WHERE organisation_id = NEW.organisation_id"
    " AND id = NEW.assessment_id AND signed_at IS NOT NULL)"
)
WAYS = ("together", "named", "anonymous")
VERDICTS = ("level", "not-applicable", "dont-know")
KNOWLEDGE = ("knows", "heard-of", "does-not-know")
WORK = ("to-do", "working", "waiting", "ready")
REVIEW = ("rating-closed", "submitted", "withdrawn", "changes-requested", "signed", "reopened")
# What a signature freezes; rating was frozen before.
FROZEN_NOW = ("agreed_level", "rater", "rating_tally", "item_state")
ANSWER = "organisation_id, id, assessment_id, key_action, version, verdict, level, reason, note, is_to_revisit, member_id, rated_at"


def upgrade() -> None:
    if _is_sqlite():
        _thaw_on_sqlite("rating")
    _widen_assessment()
    _widen_rating()
    _create_sheets()
    _create_team()
    _create_talk()
    _copy_answers()
    for table in FROZEN_NOW:
        _freeze(table)
    if _is_sqlite():
        _freeze("rating")
    guard("agreed_level", web="SI", worker="SID")
    guard("rater", web="SIUD", worker="SIUD")
    guard("rating_tally", web="SI", worker="SIUD")
    guard("item_state", web="SIU", worker="SIUD")
    guard("comment", web="SIUD", worker="SIUD")
    guard("review_step", web="SI", worker="SID")
    guard("suggestion", web="SI", worker="SID")
    grant("rating", web="D")
    if not _is_sqlite():
        # Members' pages take away what anonymous raters wrote once it is counted, and no other rating ever.
        op.execute(
            "CREATE POLICY only_of_anonymous_raters ON rating AS RESTRICTIVE FOR DELETE TO accountability_web USING (EXISTS ("
            "SELECT 1 FROM assessment WHERE assessment.organisation_id = rating.organisation_id"
            " AND assessment.id = rating.assessment_id AND way = 'anonymous'))"
        )


def _widen_assessment() -> None:
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("way", _choice("way_is_known", *WAYS), nullable=False, server_default="together"))
        table.add_column(sa.Column("least_raters", sa.Integer(), nullable=False, server_default="5"))
        table.add_column(sa.Column("rate_by", sa.Date(), nullable=True))
        table.add_column(sa.Column("mandate", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("mandate_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("previous_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("left_out", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("rating_closed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closed_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("submitted_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("formula", sa.Text(), nullable=False, server_default="1"))
        for column in ("closed_by_id", "submitted_by_id"):
            _add_key(table, "assessment", column, "member")
        _add_key(table, "assessment", "previous_id", "assessment")
        table.create_check_constraint(
            op.f("assessment_is_closed_by_somebody"), "(rating_closed_at IS NULL) = (closed_by_id IS NULL)"
        )
        table.create_check_constraint(
            op.f("assessment_is_submitted_by_somebody"), "(submitted_at IS NULL) = (submitted_by_id IS NULL)"
        )
        table.create_check_constraint(
            op.f("assessment_reveals_to_enough"), "least_raters >= 3 AND (way <> 'anonymous' OR least_raters >= 10)"
        )


def _add_key(table: object, name: str, column: str, other: str) -> None:
    table.create_foreign_key(  # type: ignore[attr-defined]
        f"{name}_organisation_id_{column}_fkey", other, ["organisation_id", column], ["organisation_id", "id"]
    )


def _widen_rating() -> None:
    with op.batch_alter_table("rating") as table:
        table.add_column(sa.Column("knowledge", _choice("knowledge_is_known", *KNOWLEDGE), nullable=True))
        table.drop_constraint("rating_version_is_taken", type_="unique")
        table.create_unique_constraint(
            "rating_version_is_taken", ["organisation_id", "assessment_id", "key_action", "member_id", "version"]
        )


def _create_sheets() -> None:
    _create(
        "agreed_level",
        *_own_id(),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", _choice("verdict_is_known", *VERDICTS), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_to_revisit", sa.Boolean(), nullable=False),
        sa.Column("minority_note", sa.Text(), nullable=False, server_default=""),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("agreed_level_version_counts_from_one")),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("agreed_level_level_is_0_to_4")),
        sa.CheckConstraint(
            "(level IS NOT NULL) = (verdict IS NOT NULL AND verdict = 'level')", name=op.f("agreed_level_level_only_as_level")
        ),
        sa.CheckConstraint(
            "(reason <> '') = (verdict IS NOT NULL AND verdict = 'not-applicable')",
            name=op.f("agreed_level_reason_only_if_not_applicable"),
        ),
        sa.UniqueConstraint("organisation_id", "assessment_id", "key_action", "version", name="agreed_version_is_taken"),
        keys=(("assessment_id", "assessment"), ("member_id", "member")),
    )
    _create(
        "rating_tally",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("rating_tally_somebody_chose_it")),
        keys=(("assessment_id", "assessment"),),
        primary=("organisation_id", "assessment_id", "key_action", "chosen"),
    )


def _create_team() -> None:
    _create(
        "rater",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("sections", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        keys=(("assessment_id", "assessment"), ("member_id", "member"), ("asked_by_id", "member")),
        primary=("organisation_id", "assessment_id", "member_id"),
    )


def _create_talk() -> None:
    _create(
        "item_state",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("work", _choice("work_status_is_known", *WORK), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("target BETWEEN 0 AND 4", name=op.f("item_state_target_is_0_to_4")),
        keys=(("assessment_id", "assessment"), ("set_by_id", "member")),
        primary=("organisation_id", "assessment_id", "key_action"),
    )
    _create(
        "comment",
        *_own_id(),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("words <> ''", name=op.f("comment_says_something")),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name=op.f("comment_is_resolved_by_somebody")),
        sa.CheckConstraint("thread_id IS NULL OR resolved_at IS NULL", name=op.f("comment_only_a_thread_is_resolved")),
        keys=(("assessment_id", "assessment"), ("thread_id", "comment"), ("member_id", "member"), ("resolved_by_id", "member")),
    )
    op.create_index("comment_by_key_action", "comment", ["organisation_id", "assessment_id", "key_action", "id"])
    _create(
        "review_step",
        *_own_id(),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _choice("review_kind_is_known", *REVIEW), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        keys=(("assessment_id", "assessment"), ("member_id", "member")),
    )
    op.create_index("review_step_by_assessment", "review_step", ["organisation_id", "assessment_id", "id"])
    _create(
        "suggestion",
        *_own_id(),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key_action", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("suggestion_level_is_0_to_4")),
        sa.CheckConstraint("words <> ''", name=op.f("suggestion_says_why")),
        sa.UniqueConstraint(
            "organisation_id", "assessment_id", "key_action", "member_id", "version", name="suggestion_version_is_taken"
        ),
        keys=(("assessment_id", "assessment"), ("member_id", "member")),
    )


def _own_id() -> tuple[sa.Column[object], ...]:
    return sa.Column("organisation_id", sa.Uuid(), nullable=False), sa.Column("id", sa.Uuid(), nullable=False)


def _create(
    name: str,
    *parts: sa.schema.SchemaItem,
    keys: tuple[tuple[str, str], ...],
    primary: tuple[str, ...] = ("organisation_id", "id"),
) -> None:
    op.create_table(
        name,
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
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=64)


def _copy_answers() -> None:
    """Until now there was one sheet, written together: that is what was agreed. The rows it is copied from stay."""
    copying = f"INSERT INTO agreed_level ({ANSWER}) SELECT {ANSWER} FROM rating"  # noqa: S608 - names of columns, no data
    before_the_wall("rating", while_doing=copying)


def _freeze(table: str) -> None:
    if _is_sqlite():
        for moment in ("insert", "update"):
            op.execute(
                f"CREATE TRIGGER {table}_is_frozen_on_{moment} BEFORE {moment.upper()} ON {table} WHEN {IS_SIGNED}"
                f" BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_is_frozen BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_rating_when_signed()"
        )


def _thaw_on_sqlite(*tables: str) -> None:
    for table in tables:
        for moment in ("insert", "update"):
            op.execute(f"DROP TRIGGER {table}_is_frozen_on_{moment}")


def downgrade() -> None:
    if _is_sqlite():
        _thaw_on_sqlite("rating", *FROZEN_NOW)
    else:
        op.execute("DROP POLICY only_of_anonymous_raters ON rating")
        op.execute("REVOKE DELETE ON rating FROM accountability_web")
    _put_answers_back()
    for table in ("suggestion", "review_step", "comment", "item_state", "rater", "rating_tally", "agreed_level"):
        op.drop_table(table)
    with op.batch_alter_table("rating") as table:
        table.drop_constraint("rating_version_is_taken", type_="unique")
        table.create_unique_constraint("rating_version_is_taken", ["organisation_id", "assessment_id", "key_action", "version"])
        table.drop_constraint(op.f("rating_knowledge_is_known"), type_="check")
        table.drop_column("knowledge")
    _narrow_assessment()
    if _is_sqlite():
        _freeze("rating")


def _put_answers_back() -> None:
    """The one sheet is what was agreed; what each rater chose alone has no place in the older version."""
    if _is_sqlite():
        op.execute("DELETE FROM rating")
    else:
        op.execute("ALTER TABLE rating NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER rating_is_frozen")
        op.execute("ALTER TABLE agreed_level NO FORCE ROW LEVEL SECURITY")
        op.execute("DELETE FROM rating")
    op.execute(f"INSERT INTO rating ({ANSWER}) SELECT {ANSWER} FROM agreed_level")  # noqa: S608 - names of columns, no data
    if not _is_sqlite():
        op.execute("ALTER TABLE rating FORCE ROW LEVEL SECURITY, ENABLE TRIGGER rating_is_frozen")


def _narrow_assessment() -> None:
    with op.batch_alter_table("assessment") as table:
        for name in ("is_closed_by_somebody", "is_submitted_by_somebody", "reveals_to_enough"):
            table.drop_constraint(op.f(f"assessment_{name}"), type_="check")
        table.drop_constraint(op.f("assessment_way_is_known"), type_="check")
        for column in ("closed_by_id", "submitted_by_id", "previous_id"):
            table.drop_constraint(f"assessment_organisation_id_{column}_fkey", type_="foreignkey")
        for column in (
            *("way", "least_raters", "rate_by", "mandate", "mandate_on", "previous_id", "left_out", "rating_closed_at"),
            *("closed_by_id", "submitted_at", "submitted_by_id", "formula"),
        ):
            table.drop_column(column)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
