"""Operator commands of the machinery: migrate, work. A capability's own commands are mounted by app.py."""

import click
from flask import Flask, current_app

from accountability import roles, schema


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi …`."""
    for command in (migrate, worker):
        app.cli.add_command(command)


@click.command("migrate")
def migrate() -> None:
    """Bring the database to this release's tables."""
    schema.upgrade(current_app.extensions["config"].database_url_of(roles.OWNER))


@click.command("worker")
def worker() -> None:
    """Do what is due: send mail, mix answers, close and publish rounds. Runs until stopped."""
    current_app.extensions["queue"].consume(current_app.extensions["worker"])
