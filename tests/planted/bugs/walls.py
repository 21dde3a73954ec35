"""Faults in the second wall between organisations: PostgreSQL's rules and roles, and what a session says to it."""

from tests.planted.bug import Bug

WALLS, SAID = "migrations/versions/0012_guard_tenants.py", "accountability/transaction.py"
TENANCY, LOGINS, BASE = "accountability/tenancy.py", "accountability/roles.py", "accountability/database.py"
CATALOGUE = ("tests/isolation/test_catalogue.py",)
LEAST = ("tests/isolation/test_least.py",)
NOBODY = ("tests/isolation/test_nobody.py",)
SIDES = ("tests/isolation/test_sides.py",)
REFUSED = ("tests/isolation/test_roles.py::test_a_login_that_may_do_more_is_refused_with_what_to_do",)
WALLED = (
    Bug(
        name="the wall does not stand before the owner of the tables",
        file=WALLS,
        old="ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        new="ENABLE ROW LEVEL SECURITY",
        tests=CATALOGUE,
    ),
    Bug(
        name="what is written is not held to the organisation",
        file=WALLS,
        old="USING ({IS_OURS}) WITH CHECK ({IS_OURS})",
        new="USING ({IS_OURS}) WITH CHECK (true)",
        tests=CATALOGUE,
    ),
    Bug(
        name="everybody looks across organisations like the worker",
        file=WALLS,
        old="FOR SELECT TO {ROLES['worker']} {is_looking}",
        new="FOR SELECT {is_looking}",
        tests=NOBODY,
    ),
    Bug(
        name="the members' pages may change ratings that were given",
        file=WALLS,
        old="    rating               SI    SID     -          -\n",
        new="    rating               SIUD  SID     -          -\n",
        tests=LEAST,
    ),
    Bug(
        name="the public pages may read answers",
        file=WALLS,
        old="    intake_response      D     SIUD    -          -\n",
        new="    intake_response      D     SIUD    -          S\n",
        tests=LEAST,
    ),
    Bug(
        name="the public pages see drafts",
        file=WALLS,
        old="FOR SELECT TO accountability_intake USING (state <> 'draft')",
        new="FOR SELECT TO accountability_intake USING (true)",
        tests=LEAST,
    ),
    Bug(
        name="the public pages may change a survey",
        file=WALLS,
        old="FOR UPDATE TO accountability_intake USING (true) WITH CHECK (false)",
        new="FOR UPDATE TO accountability_intake USING (true) WITH CHECK (true)",
        tests=LEAST,
    ),
    Bug(
        name="anybody may call what works with the owner's rights",
        file=WALLS,
        old="TO {ROLES['intake']}, {ROLES['web']}",
        new="TO PUBLIC",
        tests=CATALOGUE,
    ),
    Bug(
        name="each side of a shared row changes the columns of the other",
        file=WALLS,
        old='        op.execute(f"CREATE TRIGGER hold_columns BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {held}")\n',
        new="",
        tests=SIDES,
    ),
    Bug(
        name="either side makes a shared row, with anything in it",
        file=WALLS,
        old="FOR INSERT WITH CHECK ({MADE_BY[table]} = {US} AND {NOT_YET[table]})",
        new="FOR INSERT WITH CHECK ({IS_BETWEEN})",
        tests=SIDES,
    ),
    Bug(
        name="who makes a shared row fills in the other side's columns",
        file=WALLS,
        old="({MADE_BY[table]} = {US} AND {NOT_YET[table]})",
        new="({MADE_BY[table]} = {US})",
        tests=SIDES,
    ),
    Bug(
        name="the session lets either side make a shared row",
        file=TENANCY,
        old="    if row in session.new and getattr(row, row.made_by) != us:\n",
        new="    if row in session.new and us is None:\n",
        tests=SIDES,
    ),
    Bug(
        name="the session lets each side change the other's columns",
        file=TENANCY,
        old="    if row not in session.new and not changed <= ours:\n",
        new="    if row not in session.new and us is None:\n",
        tests=SIDES,
    ),
    Bug(
        name="shared rows are changed many at once, unseen",
        file=TENANCY,
        old="    if state.is_update and [mapper for mapper in owned if issubclass(mapper.class_, Shared)]:\n",
        new="    if state.is_update and not owned:\n",
        tests=SIDES,
    ),
    Bug(
        name="for whom a request acts stays on its connection",
        file=SAID,
        old='", ".join(["set_config(%s, %s, true)"]',
        new='", ".join(["set_config(%s, %s, false)"]',
        tests=NOBODY,
    ),
    Bug(
        name="a savepoint that is undone takes the organisation with it",
        file=SAID,
        old='    if rolled_back.nested and "begun" in session.info:\n',
        new='    if rolled_back.nested and "begun" not in session.info:\n',
        tests=NOBODY,
    ),
    Bug(
        name="what only reads may write on PostgreSQL",
        file=SAID,
        old='({"transaction_read_only": "on"} if read_only else {})',
        new="{}",
        tests=("tests/architecture/test_routes.py::test_a_look_cannot_write",),
    ),
    Bug(
        name="keys between tables lead to rows of other organisations",
        file=BASE,
        old='    return sa.ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"], ondelete=ondelete)\n',
        new='    return sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete=ondelete)\n',
        tests=("tests/architecture/test_tables.py",),
    ),
    Bug(
        name="an app starts as a role for which no wall holds",
        file=LOGINS,
        old="    if bypasses:\n",
        new="    if bypasses and owns:\n",
        tests=REFUSED,
    ),
    Bug(
        name="an app starts as a role that may become another",
        file=LOGINS,
        old="    others = {row[0] for row in may_become} & set(ROLES) - {role}\n",
        new="    others: set[str] = set()\n",
        tests=REFUSED,
    ),
    Bug(
        name="who connects later is not asked what they may do",
        file=LOGINS,
        old='    sa.event.listen(engine, "connect", ask)\n    try:\n        with engine.connect():\n            pass\n',
        new="    try:\n        with engine.connect() as connection:\n            ask(connection.connection, None)\n",
        tests=("tests/isolation/test_roles.py::test_a_role_that_grows_while_the_app_runs_gets_no_new_connection",),
    ),
)
