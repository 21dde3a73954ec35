"""Faults in the way in and out: who may, what a page carries, what a request may change."""

from tests.planted.bug import Bug

WEB, RULES = "accountability/web.py", "accountability/access.py"
PERMISSIONS = ("tests/attacks/matrix/test_permissions.py",)
PAGES = (
    Bug(
        name="the rule of a route is not asked",
        file=WEB,
        old='        demand(rules["GET" if request.method in READING else request.method])\n',
        new="",
        tests=("tests/machinery/test_web.py", *PERMISSIONS),
    ),
    Bug(
        name="a form sent from another organisation's tab is taken",
        file=WEB,
        old="        raise OtherOrganisation\n",
        new="        return\n",
        tests=("tests/organisation/test_routes.py",),
    ),
    Bug(
        name="a GET may write",
        file=WEB,
        old="    session = database.session(read_only=request.method in READING)\n",
        new="    session = database.session()\n",
        tests=("tests/machinery/test_requests.py::test_who_only_looks_has_a_session_that_cannot_write",),
    ),
    Bug(
        name="people are sent on to another site",
        file=WEB,
        old='    if not target or not target.startswith("/") or target.startswith("//") or "\\\\" in target or not target.isprintable():\n',
        new="    if not target:\n",
        tests=("tests/machinery/test_web.py", "tests/identity/test_routes.py"),
    ),
    Bug(
        name="links are made from the request's host",
        file=WEB,
        old='    root: str = flask.current_app.config["BASE_URL"]\n',
        new='    root: str = request.host_url.rstrip("/")\n',
        tests=("tests/attacks/test_host_header.py",),
    ),
    Bug(
        name="a custom role holds what is the owners' alone",
        file=RULES,
        old="            return self.is_grantable and self.name in actor.permissions\n",
        new="            return self.name in actor.permissions\n",
        tests=("tests/machinery/test_requests.py::test_a_custom_role_holds_what_it_names_but_never_what_is_the_owners_alone",),
    ),
    Bug(
        name="a personal token is not limited to its scope",
        file=RULES,
        old="        if actor is not None and actor.scope is not None and self.name not in actor.scope:\n            return False\n",
        new="",
        tests=("tests/organisation/test_tokens.py",),
    ),
    Bug(
        name="pages may be cached",
        file="accountability/headers.py",
        old='            headers["Cache-Control"] = "no-store"\n',
        new='            headers["Cache-Control"] = "private, max-age=60"\n',
        tests=("tests/machinery/test_web.py",),
    ),
    Bug(
        name="scripts of anybody may run",
        file="accountability/headers.py",
        old='    "script-src": "\'self\'",\n',
        new='    "script-src": "*",\n',
        tests=("tests/machinery/test_requests.py::test_a_page_loads_what_is_ours_and_nothing_else",),
    ),
    Bug(
        name="a posted form needs no token of the browser",
        file="accountability/app.py",
        old="    CSRFProtect(app)\n",
        new="",
        tests=("tests/attacks/matrix/test_sweep.py::test_no_post_is_taken_without_the_browsers_own_token",),
    ),
    Bug(
        name="foreign hosts are answered",
        file="accountability/app.py",
        old="        TRUSTED_HOSTS=_trusted_hosts(config),\n",
        new="",
        tests=("tests/attacks/test_host_header.py", "tests/machinery/test_web.py"),
    ),
    Bug(
        name="a body may be of any length",
        file="accountability/app.py",
        old="        MAX_CONTENT_LENGTH=1_000_000,\n        MAX_FORM_MEMORY_SIZE=500_000,\n",
        new="",
        tests=("tests/machinery/test_requests.py::test_a_body_that_is_too_long_is_not_read",),
    ),
    Bug(
        name="text is shown as it was typed",
        file="templates/followup/_theme.html",
        old='<h3 id="theme-{{ theme.id }}">{{ theme.heard }}</h3>',
        new='<h3 id="theme-{{ theme.id }}">{{ theme.heard|safe }}</h3>',
        tests=("tests/attacks/matrix/test_sweep.py::test_every_page_of_ours_opens_whatever_people_typed",),
    ),
    Bug(
        name="the words of a mail stay when it has left",
        file="accountability/outbox.py",
        old='    mail.sent_at, mail.due_at, mail.failure, mail.text, mail.html = at, None, None, "", ""\n',
        new="    mail.sent_at, mail.due_at = at, None\n",
        tests=("tests/machinery/test_outbox.py",),
    ),
    Bug(
        name="what was removed is still read",
        file="accountability/trash.py",
        old="        state.statement = state.statement.options(criteria)\n",
        new="        pass\n",
        tests=("tests/machinery/test_trash.py",),
    ),
    Bug(
        name="anybody of the organisation takes back what was removed",
        file="accountability/home/routes.py",
        old="    demand(RULES[removed.rule])\n",
        new="",
        tests=("tests/machinery/test_trash.py",),
    ),
    Bug(
        name="a sealed secret opens in another row",
        file="accountability/sealing.py",
        old='    return f"{VERSION}|{purpose}|{owner}".encode()\n',
        new='    return f"{VERSION}|{purpose}".encode()\n',
        tests=("tests/machinery/test_sealing.py",),
    ),
)
