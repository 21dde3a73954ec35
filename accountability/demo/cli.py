"""Operator commands of the demo region: load it into an empty database, and say where to go in it."""

import json
from dataclasses import replace
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.engine import make_url
from werkzeug.test import Client

from accountability import clock, jobs, roles, schema
from accountability.config import Config
from accountability.database import Database, NotFound
from accountability.demo import serving
from accountability.demo.factors import code_of
from accountability.demo.links import Places, find_links
from accountability.demo.loading import DemoState, find_state, load_demo
from accountability.demo.loading.stage import NowhereMailer
from accountability.demo.plan import FULL_SIZE
from accountability.demo.stories import World
from accountability.demo.world import FULL_RESPONSES, SEED, build_world
from accountability.jobs import Worker
from accountability.web import absolute_url

OTHER = "The database holds organisations already, so the demo region was not loaded."
PARTIAL = (
    "Loading the demo region was interrupted before. To load it again, start with an empty database: remove the folder instance/."
)
NOT_LOADED = "The demo region is not loaded. Load it with: flask --app wsgi demo"
ONLY_FOR_TRYING = "The demo region has sign-ins that everybody knows, so it is only loaded where DEVELOPMENT is on."


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi …`."""
    for command in (demo, demo_links, demo_code, serve):
        app.cli.add_command(command)


@click.command("demo")
@click.option("--size", default=FULL_SIZE, show_default=True, help="How many organisations, 12 to 60.")
@click.option("--responses", default=FULL_RESPONSES, show_default=True, help="How many survey responses, at least 80.")
@with_appcontext
def demo(size: int, responses: int) -> None:
    """Load the demo region if the database is empty: invented organisations, rounds, surveys and replies."""
    if not _config().development:
        raise click.ClickException(ONLY_FOR_TRYING)
    world = build_world(today=clock.today(), size=size, responses=responses)
    state = find_state(_database(), world)
    if state is DemoState.PARTIAL:
        raise click.ClickException(f"{PARTIAL} {make_url(_database().url).render_as_string(hide_password=True)}")
    if state is DemoState.EMPTY:
        _load(world)
    elif state is DemoState.OTHER:
        click.echo(OTHER)


@click.command("demo-links")
@with_appcontext
def demo_links() -> None:
    """Print where to go in the demo region, and the sign-ins, as JSON."""
    links = _find_links()
    if links is None:
        raise click.ClickException(NOT_LOADED)
    click.echo(json.dumps(links, indent=2))


@click.command("demo-code")
@with_appcontext
def demo_code() -> None:
    """Print the code that the coordinator of the demo region needs now, beside the password."""
    if not _config().development:
        raise click.ClickException(ONLY_FOR_TRYING)
    click.echo(code_of(SEED, at=clock.now()))


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Everything on this machine with one command: tables, demo region, web server and worker, and how to sign in."""
    serving.refuse_taken_port(_config())
    _config().instance_path.mkdir(parents=True, exist_ok=True)
    schema.upgrade(_config().database_url_of(roles.OWNER))
    world = build_world(today=clock.today())
    state = find_state(_database(), world)
    if state is DemoState.PARTIAL:
        click.echo(PARTIAL)
    elif state is DemoState.EMPTY:
        _load(world)
    links = _find_links()
    # The children open the database themselves.
    _database().engine.dispose()
    serving.serve(_config(), links=links)


def _find_links() -> dict[str, Any] | None:
    places = Places(base_url=_config().base_url, survey_root=_config().survey_root, address=absolute_url)
    today = clock.today()
    try:
        with current_app.test_request_context():
            return find_links(_database(), build_world(today=today), places, today=today)
    except (NotFound, StopIteration):
        return None


def _load(world: World) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Loading the demo region", total=None)

        def show(saying: str, done: int, total: int) -> None:
            progress.update(task, description=saying, completed=done, total=total)

        worker = current_app.extensions["worker"]
        rights = {roles.WORKER: worker.database, roles.BENCHMARK: worker.benchmark}
        pages, seal = Client(current_app.wsgi_app), current_app.extensions["seal"]
        load_demo(_database(), pages, world, base_url=_config().base_url, show=show, as_role=rights.__getitem__, seal=seal)
        _seal_records(worker)
    click.echo(
        f"The demo region is loaded: {len(world.organisations)} organisations, {world.responses:,} responses, "
        f"{len(world.past_rounds)} published rounds. Sign-ins: flask --app wsgi demo-links"
    )


def _seal_records(worker: Worker) -> None:
    """Chain and seal what the story left in the records, with mails about it going nowhere: nobody asked for forty of them."""
    for name in ("record.bring_in", "record.chain", "record.sign_heads", "outbox.deliver_mail"):
        jobs.run(name, replace(worker, mailer=NowhereMailer()), at=clock.now())


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
