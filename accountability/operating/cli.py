"""Operator commands: who is an operator of this installation."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.identity.commands.operators import make_operator, unmake_operator
from accountability.refusal import Refusal

operator = AppGroup("operator", help="Who runs this installation and may look where an organisation lets them.")


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi operator …`."""
    app.cli.add_command(operator)


@operator.command("add")
@click.argument("mail_address")
def add(mail_address: str) -> None:
    """Make somebody with an account an operator. They need a second factor before they see anything."""
    _change(mail_address, is_operator=True)
    click.echo("They are an operator now. They find the organisations that let them look at /operator.")


@operator.command("remove")
@click.argument("mail_address")
def remove(mail_address: str) -> None:
    """From now on they are no operator; acts on their next request."""
    _change(mail_address, is_operator=False)
    click.echo("They are no operator any more.")


def _change(mail_address: str, *, is_operator: bool) -> None:
    change = make_operator if is_operator else unmake_operator
    try:
        with current_app.extensions["database"].transaction() as session:
            change(session, email=mail_address.strip().lower())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
