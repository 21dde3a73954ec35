"""What whoever runs the service does for people whom nobody in their organisation can help."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from accountability import clock
from accountability.access import PersonId
from accountability.database import Database
from accountability.identity.queries import find_account
from accountability.language import gettext as _
from accountability.organisation import queries
from accountability.organisation.commands.factor_reset import start_reset_as_operator
from accountability.organisation.domain.factor_reset import LONGER_DELAY, OwnersCanApprove
from accountability.organisation.models import Member
from accountability.organisation.queries.factor_reset import list_owners
from accountability.refusal import Refusal
from accountability.tenancy import act_for
from accountability.web import absolute_url


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi …`."""
    app.cli.add_command(identity)


@click.group("identity")
def identity() -> None:
    """Help people with their accounts."""


@identity.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Remove the second factors of the only owner of an organisation, after three days and with notice to them."""
    database: Database = current_app.extensions["database"]
    with current_app.test_request_context(), database.transaction() as session:
        try:
            member = _only_owner(session, email.strip().lower())
            start_reset_as_operator(session, member, at=clock.now(), address=_address)
        except Refusal as refusal:
            raise click.ClickException(_(refusal.message)) from refusal
    days = LONGER_DELAY.days
    click.echo(f"Asked for. In {days} days the second factors are removed, unless the link in the mail to {email} stops it.")


def _only_owner(session: Session, email: str) -> Member:
    """The member with this mail address, in an organisation that has no other owner; the session acts for it."""
    account = find_account(session, email=email)
    if account is None:
        raise click.ClickException("Nobody has an account with this mail address.")
    for membership in queries.list_memberships(session, PersonId(account.person_id)):
        act_for(session, membership.organisation_id)
        if [owner.id for owner in list_owners(session)] == [membership.member_id]:
            return queries.get_member(session, membership.member_id)
    raise OwnersCanApprove


def _address(token: str) -> str:
    return absolute_url("organisation.cancel_factor_reset_by_link", token=token)
