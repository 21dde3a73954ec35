"""Operator commands of the machinery: migrate, work, check the storage. A capability's own commands are mounted by app.py."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability import clock, roles, schema
from accountability.storage.checking import check_storage

storage_commands = AppGroup("storage", help="The place where files are kept.")


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi …`."""
    for command in (migrate, worker, storage_commands):
        app.cli.add_command(command)


@click.command("migrate")
def migrate() -> None:
    """Bring the database to this release's tables."""
    schema.upgrade(current_app.extensions["config"].database_url_of(roles.OWNER))


@click.command("worker")
def worker() -> None:
    """Do what is due: send mail, mix answers, close and publish rounds. Runs until stopped."""
    current_app.extensions["queue"].consume(current_app.extensions["worker"])


@storage_commands.command("check")
def check() -> None:
    """Write, read, sign an upload and use it, delete; say in plain words what is wrong. Ends with 1 if files cannot be kept."""
    extensions = current_app.extensions
    is_well = True
    for step in check_storage(extensions["storage"], base_url=extensions["config"].base_url, at=clock.now()):
        click.echo(f"{step.mark:<8}{step.text}")
        is_well = is_well and not step.is_fault
    if not is_well:
        sys.exit(1)
