"""Operator commands: who is an operator of this installation, and who has to sign in again."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.identity.commands.operators import make_operator, sign_out_everybody, sign_out_person, unmake_operator
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


@operator.command("sign-out")
@click.argument("mail_address", required=False)
@click.option("--everybody", is_flag=True, help="Everybody of this installation, in every organisation.")
def sign_out(mail_address: str | None, everybody: bool) -> None:
    """End the sign-ins of somebody, on all their devices; acts on their next request."""
    if bool(mail_address) is everybody:
        raise click.UsageError("Name a mail address, or say --everybody.")
    with _saying_refusals(), current_app.extensions["database"].transaction() as session:
        email = (mail_address or "").strip().lower()
        ended = sign_out_everybody(session) if everybody else sign_out_person(session, email=email)
    click.echo(f"Sign-ins that were ended: {ended}")


@contextmanager
def _saying_refusals() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _change(mail_address: str, *, is_operator: bool) -> None:
    change = make_operator if is_operator else unmake_operator
    with _saying_refusals(), current_app.extensions["database"].transaction() as session:
        change(session, email=mail_address.strip().lower())
