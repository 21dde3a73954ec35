"""Operator commands of leaving: bring an organisation in, erase again what an old backup brought back."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability import clock, schema
from accountability.jobs import Worker
from accountability.leaving import commands
from accountability.leaving.archive.reading import ArchiveReader
from accountability.leaving.commands import Brought
from accountability.refusal import Refusal
from accountability.web import absolute_url

leaving = AppGroup("leaving", help="Organisations that arrive and leave.")


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi leaving …`."""
    app.cli.add_command(leaving)


class DryRun(Exception):
    """Ends the transaction of a restore that was only tried."""


@leaving.command("restore")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--new-ids", is_flag=True, help="Give everything new ids, because the old ones are taken here.")
def restore(archive: Path, dry_run: bool, new_ids: bool) -> None:
    """Bring in the archive of an organisation, whole or not at all."""
    try:
        brought = bring_in(_worker(), archive, dry_run=dry_run, with_new_ids=new_ids, address=_address)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _say(brought, dry_run=dry_run)


@leaving.command("replay")
def replay() -> None:
    """Erase again what was erased after this database was saved."""
    count = commands.replay(_worker(), at=clock.now())
    click.echo(f"{count} erasures were replayed." if count else "Nothing had to be erased again.")


def bring_in(worker: Worker, archive: Path, *, dry_run: bool, with_new_ids: bool, address: Callable[[str], str]) -> Brought:
    """Bring in an archive in one transaction; a dry run does the same and takes it back. Raises Refusal."""
    brought: list[Brought] = []
    storage = None if dry_run else worker.storage
    try:
        with ArchiveReader(archive, schema=schema.head()) as reader, worker.database.transaction() as session:
            arrived = commands.bring_in(session, reader, storage, with_new_ids=with_new_ids, at=clock.now(), address=address)
            brought.append(arrived)
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return brought[0]


def _say(brought: Brought, *, dry_run: bool) -> None:
    click.echo(f"{brought.name}: {'would be' if dry_run else 'was'} brought in as {brought.organisation_id}")
    for table, count in sorted(brought.counts.items()):
        click.echo(f"  {count:>7} {table}")
    for table, count in sorted(brought.left_out.items()):
        click.echo(f"  {count:>7} {table} left out: it belongs to others, or opens doors elsewhere")
    click.echo(f"  {brought.files:>7} files")
    for old, new in brought.changed_addresses:
        click.echo(f"  the address of a survey was taken: {old} is {new} here")
    click.echo(f"{len(brought.invited)} members {'would be' if dry_run else 'were'} asked by mail to confirm who they are.")


def _worker() -> Worker:
    worker: Worker = current_app.extensions["worker"]
    return worker


def _address(token: str) -> str:
    with current_app.test_request_context():
        return absolute_url("leaving.rejoin", token=token)
