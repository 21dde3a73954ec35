"""The composition root: the only module that knows all capabilities. Read it as a table of contents."""

import importlib
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import flask
import jinja2
import segno
from flask import Flask, g, url_for
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from accountability import bearer, cli, errors, headers, health, jobs, journal, language, logs, parts, roles, web
from accountability.access import RULES
from accountability.assessment import queries as assessment
from accountability.assessment.domain.reviewing import AssessmentReopened
from accountability.assessment.domain.signing import AssessmentRemoved, AssessmentSignedOff, AssessmentStarted
from accountability.assessment.queries.support import SUPPORT_USES
from accountability.benchmark import commands as benchmark
from accountability.config import Config
from accountability.database import Database, load_models, open_database
from accountability.evidence import uses
from accountability.followup.queries import PLAN_USES
from accountability.identity import commands as identity
from accountability.leaving import opening
from accountability.network import commands as network
from accountability.network.domain import ConsentWithdrawn
from accountability.operating import queries as operating
from accountability.operating.routes import write_down_look
from accountability.organisation import queries as organisation
from accountability.organisation.commands.naming import follow_address
from accountability.organisation.commands.tokens import note_token_used
from accountability.organisation.queries import tokens
from accountability.record import commands as record
from accountability.sealing import Seal
from accountability.storage import make_storage
from accountability.throttle import Throttle
from accountability.trash import TakenFromTrash

# Pages of people who are signed in (or about to be), in the order of their imports, lowest first.
STAFF = (
    "identity",
    "organisation",
    "operating",
    "standard",
    "evidence",
    "survey",
    "assessment",
    "followup",
    "network",
    "benchmark",
    "record",
    "leaving",
    "home",
)
# Pages of a capability that stand under an address of their own.
BESIDE = ("followup.routes.plan",)
# Pages of constituents: an app of their own, without sign-in and session.
CONSTITUENTS = ("survey.routes.constituent", "followup.routes.public")
# What time and the queue may start.
JOBS = (
    *("identity", "organisation", "evidence", "survey", "followup", "network", "benchmark"),
    *("home", "operating", "record", "leaving"),
)
# Operator commands of capabilities.
COMMANDS = ("organisation", "demo", "leaving", "operating", "record")
# The main menu: label, endpoint, the rule that shows it.
MENU = (
    ("Home", "home.show_dashboard", "SIGNED_IN"),
    ("Assessments", "assessment.list_assessments", "READ_ASSESSMENTS"),
    ("Evidence", "evidence.list_pieces", "READ_EVIDENCE"),
    ("Surveys", "survey.list_surveys", "READ_SURVEYS"),
    ("Plan", "plan.list_actions", "READ_FOLLOWUP"),
    ("Networks", "network.list_networks", "READ_NETWORKS"),
    ("Benchmarks", "benchmark.list_benchmarks", "READ_BENCHMARKS"),
    ("Standard", "standard.list_versions", "READ_STANDARD"),
    ("Organisation", "organisation.show_organisation", "READ_ORGANISATION"),
)
# Pages without an entry of their own, and beneath which they stand: replies are the last step of a survey.
BELONGS_TO = {"followup": "survey", "record": "organisation", "operating": "organisation", "leaving": "organisation"}
# What a higher capability does when a lower one records a fact: the fact, who listens.
LISTENERS = (
    (AssessmentStarted, network.push_progress_everywhere),
    (AssessmentSignedOff, network.push_progress_everywhere),
    (AssessmentReopened, network.push_progress_everywhere),
    (AssessmentRemoved, network.push_progress_everywhere),
    (TakenFromTrash, network.push_progress_everywhere),
    (ConsentWithdrawn, benchmark.withdraw_contribution),
)
ROOT = Path(__file__).parent

for kind, listener in LISTENERS:
    journal.listen(kind, listener)
parts.offer(assessment.list_parts)
uses.offer(SUPPORT_USES)
uses.offer(PLAN_USES)
journal.listen_to_people(record.spread)
journal.listen_to_people(follow_address)


@dataclass(frozen=True)
class Entry:
    """One entry of the main menu."""

    label: str
    href: str
    current: bool


def create_app(config: Config, *, database: Database | None = None) -> Flask:
    """The app for members of organisations."""
    app = _make_app(config, database, role=roles.WEB)
    app.secret_key = config.secret_key
    app.config.update(
        SECRET_KEY_FALLBACKS=list(config.secret_key_fallbacks),
        SESSION_COOKIE_NAME="__Host-session" if config.is_secure else "session",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(lambda: web.open_request(app.extensions["database"], app.extensions["throttle"]))
    opening.install(app)
    bearer.install(app)
    app.before_request(web.make_room_for_files)
    CSRFProtect(app)
    _install_sign_in(app)
    headers.install(app, is_secure=config.is_secure, is_anonymous=False)
    errors.install(app, template="error/show_error.html", sign_in_endpoint="identity.sign_in")
    app.register_blueprint(health.pages)
    for name in STAFF:
        _register(app, f"{name}.routes")
    for name in BESIDE:
        _register(app, name)
    for name in JOBS:
        importlib.import_module(f"accountability.{name}.jobs")
    cli.install(app)
    for name in COMMANDS:
        importlib.import_module(f"accountability.{name}.cli").install(app)
    app.extensions["queue"] = jobs.Queue(config)
    app.extensions["worker"] = _make_worker(config, app.extensions["database"], given=database)
    app.jinja_env.globals |= {
        "navigation": navigation,
        "messages": messages,
        "acting_for_field": acting_for_field,
        "csrf_field": csrf_field,
    }
    return app


def create_constituents_app(config: Config, *, database: Database | None = None) -> Flask:
    """The app for constituents. It has no secret to sign a cookie with, so it cannot set one."""
    app = _make_app(config, database, role=roles.INTAKE)
    app.before_request(lambda: web.open_request(app.extensions["database"], app.extensions["throttle"]))
    opening.install(app)
    headers.install(app, is_secure=config.is_secure, is_anonymous=True)
    errors.install(app, template="error/show_error_to_constituent.html")
    for name in CONSTITUENTS:
        _register(app, name)
    app.extensions["queue"] = jobs.Queue(config)
    return app


def _make_app(config: Config, database: Database | None, *, role: str) -> Flask:
    app = Flask("accountability", root_path=str(ROOT), template_folder=str(ROOT.parent / "templates"))
    app.config.update(
        BASE_URL=config.base_url,
        TRUSTED_HOSTS=_trusted_hosts(config),
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=2_000,
    )
    app.extensions["config"] = config
    if not config.development:
        logs.install()
    load_models()
    app.extensions["database"] = database or open_database(config.database_url_of(role), role=role)
    app.extensions["throttle"] = Throttle(config.limits_url)
    app.extensions["storage"] = make_storage(config)
    app.extensions["seal"] = Seal(config.sealing_keys)
    app.extensions["must_have_factor"] = organisation.must_have_factor
    app.teardown_request(web.close_request)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    _prepare_templates(app)
    return app


def _make_worker(config: Config, own: Database, *, given: Database | None) -> jobs.Worker:
    """The worker with its own rights; where the database knows no roles, or tests give one, all share it."""

    def opened(role: str) -> Database:
        is_shared = given or own.engine.dialect.name == "sqlite"
        return own if is_shared else open_database(config.database_url_of(role), role=role)

    return jobs.make_worker(config, opened(roles.WORKER), benchmark=opened(roles.BENCHMARK))


def _trusted_hosts(config: Config) -> list[str]:
    hosts = {url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0] for url in (config.base_url, config.survey_root)}
    return sorted(hosts | ({"localhost", "127.0.0.1"} if config.development else set()))


def _prepare_templates(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = jinja2.StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    digests = {
        str(path.relative_to(ROOT / "static")): sha256(path.read_bytes()).hexdigest()[:12]
        for path in (ROOT / "static").rglob("*")
        if path.is_file()
    }
    environment.globals |= {
        "_": language.gettext,
        "ngettext": language.ngettext,
        "language": language.current,
        "languages": language.LANGUAGES,
        "format_date": language.format_date,
        "format_time": language.format_time,
        "format_number": language.format_number,
        "here": web.here,
        "may": may,
        "qr_code": qr_code,
        "static_url": lambda name: url_for("static", filename=name, v=digests[name]),
    }


def _install_sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # it would keep a hash of address and browser

    def load(token: str) -> web.SignedIn | None:
        presence = organisation.find_presence(web.here.session, token, at=web.here.now, by_grant=operating.find_acting)
        if presence is None:
            return None
        if presence.is_seen_long_ago:
            web.record_despite_refusal(partial(identity.note_seen, token=token, at=g.here.now))
        return web.SignedIn(token, presence.actor)

    manager.user_loader(load)
    manager.request_loader(_load_bearer)
    app.before_request(web.find_actor)
    app.after_request(write_down_look)


def _load_bearer(request: flask.Request) -> web.SignedIn | None:
    """The member whose program came with a personal token."""
    token = bearer.token_in(request)
    if token is None:
        return None
    found = tokens.find_bearer(web.here.session, token, at=web.here.now)
    if found is None:
        bearer.refuse_wrong()
        return None
    if found.used_on != web.here.now.date():
        organisation_id = found.actor.organisation_id
        note = partial(note_token_used, token_id=found.token_id, organisation_id=organisation_id, at=web.here.now)
        web.record_despite_refusal(note)
    return web.SignedIn("", found.actor)


def _register(app: Flask, name: str) -> None:
    module: Any = importlib.import_module(f"accountability.{name}")
    app.register_blueprint(module.pages)


def may(rule: str, subject: object = None) -> bool:
    """Whether who acts may do this; templates ask the same rule as the route."""
    return RULES[rule].allows(web.here.actor, subject)


def navigation() -> list[Entry]:
    """The main menu of who acts."""
    blueprint = BELONGS_TO.get(flask.request.blueprint or "", flask.request.blueprint)
    return [
        Entry(language.gettext(label), url_for(endpoint), endpoint.split(".")[0] == blueprint)
        for label, endpoint, rule in MENU
        if may(rule)
    ]


def messages() -> list[tuple[str, str, str | None]]:
    """What the last page wanted said, as (kind, text, where to post to take it back)."""
    said: Any = flask.get_flashed_messages(with_categories=True)
    return [(kind, *(text if isinstance(text, list | tuple) else (text, None))) for kind, text in said]


def csrf_field() -> Markup:
    """The hidden field that shows a form came from our own page."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def acting_for_field() -> Markup:
    """The hidden field that ties a form to the organisation it was opened for."""
    actor = g.here.actor
    return Markup('<input type="hidden" name="acting_for" value="{}">').format(actor.organisation_id) if actor else Markup()


def qr_code(text: str) -> Markup:
    """A QR code as SVG without inline style."""
    drawn = segno.make(text, error="m").svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn by segno from squares; the text is not in it
