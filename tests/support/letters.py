"""Mails as people get them: waiting in the outbox, with a link inside."""

import re
from typing import Any

import sqlalchemy as sa

from accountability.database import Database
from accountability.outbox import OutboxMail
from accountability.roles import WORKER
from tests.support.client import CheckingClient
from tests.support.databases import as_role


def letters_to(database: Database, email: str) -> list[OutboxMail]:
    """The mails to an address, the oldest first."""
    with as_role(database, WORKER).session(read_only=True) as session:
        asked = sa.select(OutboxMail).where(OutboxMail.recipient == email).order_by(OutboxMail.written_at, OutboxMail.id)
        return list(session.scalars(asked))


def link_to(database: Database, email: str) -> str:
    """The path of the link in the last mail to an address."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letters_to(database, email)[-1].text)
    assert found, "no link in the mail"
    return found[1]


def sign_up(client: CheckingClient, typed: dict[str, Any]) -> None:
    """Sign up an organisation and press the button behind the link in the mail; the client is signed in afterwards."""
    client.post("/sign-up", typed)
    client.post(link_to(client.app.extensions["database"], typed["email"].lower()))
