"""A second wall between tenants: row-level security, and roles that may do no more than they need.

Only PostgreSQL has walls and roles. A later migration that adds a table says in the same words what it is and who may do what.
A later migration that must see rows of all organisations lifts FORCE for its own transaction: the owner stands before the wall too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROLES = {name: f"accountability_{name}" for name in ("web", "worker", "benchmark", "intake")}
VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}

# Rows of one organisation: who may Select, Insert, Update, Delete.
OWNED = """
    table                web   worker  benchmark  intake
    assessment           SIUD  SIUD    -          -
    contribution_link    SIU   SIUD    -          -
    custom_role          SIUD  SIUD    -          -
    erasure_request      SIU   SIUD    -          -
    export_job           SIU   SIUD    -          -
    factor_reset         SIU   SIUD    -          -
    intake_aside         D     SID     -          -
    intake_response      D     SIUD    -          -
    invitation           SIU   SIUD    -          -
    journal_anchor       S     SID     -          -
    journal_entry        SI    SID     I          -
    journal_personal     SI    SID     I          -
    journal_unlocked     -     SID     -          -
    member               SIUD  SIUD    -          -
    network              SIU   SIUD    S          -
    network_invitation   SIU   SIUD    -          -
    operator_grant       SIU   SIUD    -          -
    personal_token       SIUD  SIUD    -          -
    organisation         SIU   SIUD    -          S
    question             SIUD  SIUD    -          -
    rating               SI    SID     -          -
    reply                SIU   SIUD    -          S
    reply_update         SI    SIUD    -          S
    response             -     SIUD    -          -
    round                SIU   SIUD    S          -
    sign_in_provider     SIUD  SIUD    -          -
    submission           D     SIUD    -          -
    survey               SIUD  SIUD    -          S
    survey_version       SI    SID     -          S
    tally                S     SIUD    -          -
    text_answer          S     SIUD    -          -
    theme                SIUD  SIUD    -          -
    vouched_member       SID   SID     -          -
"""
# Rows between a convening organisation and another one: either side reads, one makes the row, each changes its own columns.
SHARED = """
    table                web   worker  benchmark  intake
    network_member       SIU   SIUD    -          -
    round_member         SIU   SIUD    -          -
"""
MADE_BY = {"network_member": "organisation_id", "round_member": "convenor_id"}
OF_CONVENOR = {
    "network_member": ("verified_at",),
    "round_member": ("network_name", "round_name", "organisation_name", "opens_on", "closes_on", "publishes_on"),
}
OF_MEMBER = {
    "network_member": (
        *("invitation_id", "network_name", "convenor_name", "organisation_name", "country", "is_home", "joined_at", "left_at"),
    ),
    "round_member": ("progress", "progress_at", *(f"consent_{what}" for what in ("given_at", "given_by", "promise", "revoked_at"))),
}
NOT_YET = {
    "network_member": "verified_at IS NULL",
    "round_member": "progress = 'not_started' AND consent_given_at IS NULL AND consent_revoked_at IS NULL",
}
# What is looked up before the tenant is known, and what belongs to the installation: no wall, but few hands.
OPEN = """
    table                       web   worker  benchmark  intake
    account_erasure             SIU   SID     -          -
    alembic_version             S     S       S          S
    benchmark_contribution      ID    SID     SID        -
    benchmark_panel             S     SD      SID        -
    benchmark_release           S     S       SI         -
    benchmark_withheld_release  S     S       SI         -
    erasure                     S     SI      -          S
    guessing                    SIUD  SD      -          -
    invitation_address          SID   SID     -          -
    journal_waiting             I     SID     -          -
    mail_link                   SIUD  SD      -          -
    membership                  SIUD  SID     -          -
    network_invitation_address  SID   SID     -          -
    operator_grant_address      SID   SID     -          -
    outbox_mail                 I     SIUD    -          -
    passkey                     SIUD  SD      -          -
    person                      SIU   SIUD    -          -
    recovery_code               SID   SD      -          -
    rejoin_address              SID   SID     -          -
    sign_in_address             SID   SID     -          -
    sign_in_session             SIUD  SD      -          -
    spent_challenge             SI    SD      -          -
    survey_address              SI    SID     -          S
    token_address               SID   SID     -          -
    totp                        SIUD  SD      -          -
"""
# Where a role may touch some columns only.
SOME = (
    ("web", "SELECT (organisation_id, survey_id, key_hash, version)", "intake_response"),
    ("web", "SELECT (organisation_id, survey_id)", "intake_aside"),
    ("web", "SELECT (organisation_id, survey_id, key_hash)", "submission"),
    ("web", "UPDATE (text, state)", "text_answer"),
    ("web", "SELECT (id, network_key, round_key, contributor_key)", "benchmark_contribution"),
    ("worker", "UPDATE (position, digest)", "journal_entry"),
    ("benchmark", "UPDATE (closed_at, concluded_at)", "round"),
    ("intake", "SELECT (organisation_id, survey_id, question, answers)", "tally"),
    # Holding a survey while an answer is taken needs the right to change something; the rule below takes it back.
    ("intake", "UPDATE (settled_at)", "survey"),
)
# Rules that narrow what the wall lets through.
NARROWER = (
    ("survey", "intake_sees_what_is_published", "FOR SELECT TO accountability_intake USING (state <> 'draft')"),
    ("survey", "intake_changes_nothing", "FOR UPDATE TO accountability_intake USING (true) WITH CHECK (false)"),
    ("tally", "intake_sees_how_many_answered", "FOR SELECT TO accountability_intake USING (question = 0)"),
    ("reply", "intake_sees_what_is_published", "FOR SELECT TO accountability_intake USING (published_at IS NOT NULL)"),
)
# Where the worker may look which organisations have work due, while `app.across_tenants` says so.
ACROSS = (
    *("organisation", "journal_entry", "journal_anchor", "survey", "intake_response", "round", "round_member"),
    *("export_job", "erasure_request", "factor_reset"),
)

US = "(SELECT NULLIF(current_setting('app.organisation', true), '')::uuid)"
IS_OURS = f"organisation_id = {US}"
IS_BETWEEN = f"(organisation_id = {US} OR convenor_id = {US})"

HOLD_COLUMNS = """
    CREATE FUNCTION hold_columns() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    DECLARE
        us text := NULLIF(current_setting('app.organisation', true), '');
        ours text[] := '{}';
    BEGIN
        IF us = OLD.convenor_id::text THEN ours := ours || string_to_array(TG_ARGV[0], ','); END IF;
        IF us = OLD.organisation_id::text THEN ours := ours || string_to_array(TG_ARGV[1], ','); END IF;
        IF to_jsonb(NEW) - ours IS DISTINCT FROM to_jsonb(OLD) - ours THEN
            RAISE EXCEPTION 'each side of a shared row changes its own columns' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$
"""
# What a constituent's answer may do to the intake: this, and nothing else. The role that calls it reads none of these tables.
RECEIVE_RESPONSE = """
    CREATE FUNCTION receive_response(survey uuid, key text, seen integer, answers text, hour timestamptz, asides integer)
    RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DECLARE
        us uuid := NULLIF(current_setting('app.organisation', true), '')::uuid;
        waiting record;
    BEGIN
        INSERT INTO submission (organisation_id, survey_id, key_hash) VALUES (us, survey, key) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            INSERT INTO intake_response (organisation_id, survey_id, key_hash, version, body, received_hour)
            VALUES (us, survey, key, seen, answers, hour);
            RETURN 'accepted';
        END IF;
        SELECT body, version INTO waiting FROM intake_response
        WHERE organisation_id = us AND survey_id = survey AND key_hash = key;
        IF NOT FOUND THEN RETURN 'already_received'; END IF;
        IF waiting.body = answers AND waiting.version = seen THEN RETURN 'repeated'; END IF;
        INSERT INTO intake_aside (organisation_id, survey_id, key_hash, id, version, body)
        SELECT us, survey, key, gen_random_uuid(), seen, answers
        FROM intake_aside WHERE organisation_id = us AND survey_id = survey AND key_hash = key
        HAVING count(*) < asides AND count(*) FILTER (WHERE body = answers) = 0;
        RETURN 'kept_aside';
    END $$
"""
RECEIVE_AS = "receive_response(uuid, text, integer, text, timestamptz, integer)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    _refuse_missing_roles()
    for table in _grid(OWNED):
        _wall(table, f"CREATE POLICY own_rows ON {table} USING ({IS_OURS}) WITH CHECK ({IS_OURS})")
    _wall_shared()
    for table in ACROSS:
        is_looking = "USING (current_setting('app.across_tenants', true) = 'on')"
        op.execute(f"CREATE POLICY worker_looks ON {table} FOR SELECT TO {ROLES['worker']} {is_looking}")
    for table, name, rule in NARROWER:
        op.execute(f"CREATE POLICY {name} ON {table} AS RESTRICTIVE {rule}")
    op.execute(RECEIVE_RESPONSE)
    op.execute(f"REVOKE ALL ON FUNCTION {RECEIVE_AS} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {RECEIVE_AS} TO {ROLES['intake']}, {ROLES['web']}")
    _grant()


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (*_grid(OWNED), *_grid(SHARED), *_grid(OPEN)):
        op.execute(f"REVOKE ALL ON {table} FROM {', '.join(ROLES.values())}")
    op.execute(f"DROP FUNCTION {RECEIVE_AS}")
    for table in _grid(SHARED):
        op.execute(f"DROP TRIGGER hold_columns ON {table}")
    op.execute("DROP FUNCTION hold_columns()")
    for table in (*_grid(OWNED), *_grid(SHARED)):
        for name in op.get_bind().scalars(sa.text("SELECT polname FROM pg_policy WHERE polrelid = to_regclass(:t)"), {"t": table}):
            op.execute(f"DROP POLICY {name} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")


def _refuse_missing_roles() -> None:
    known = set(op.get_bind().scalars(sa.text("SELECT rolname FROM pg_roles")))
    if not set(ROLES.values()) <= known:
        raise RuntimeError("PostgreSQL lacks the roles of this installation: run 'make database-roles' first, see README.md.")


def _grid(text: str) -> dict[str, dict[str, str]]:
    """Table → role → letters."""
    heads, *rows = (line.split() for line in text.strip().splitlines())
    return {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in rows}


def _wall(table: str, *rules: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    for rule in rules:
        op.execute(rule)


def _wall_shared() -> None:
    op.execute(HOLD_COLUMNS)
    for table in _grid(SHARED):
        _wall(
            table,
            f"CREATE POLICY either_side_reads ON {table} FOR SELECT USING ({IS_BETWEEN})",
            f"CREATE POLICY one_side_makes ON {table} FOR INSERT WITH CHECK ({MADE_BY[table]} = {US} AND {NOT_YET[table]})",
            f"CREATE POLICY either_side_changes ON {table} FOR UPDATE USING ({IS_BETWEEN}) WITH CHECK ({IS_BETWEEN})",
            f"CREATE POLICY either_side_ends ON {table} FOR DELETE USING ({IS_BETWEEN})",
        )
        held = f"hold_columns('{','.join(OF_CONVENOR[table])}', '{','.join(OF_MEMBER[table])}')"
        op.execute(f"CREATE TRIGGER hold_columns BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {held}")


def _grant() -> None:
    for grid in (OWNED, SHARED, OPEN):
        for table, letters in _grid(grid).items():
            for role, may in letters.items():
                if may != "-":
                    op.execute(f"GRANT {', '.join(VERBS[letter] for letter in may)} ON {table} TO {ROLES[role]}")
    for role, may, table in SOME:
        op.execute(f"GRANT {may} ON {table} TO {ROLES[role]}")
