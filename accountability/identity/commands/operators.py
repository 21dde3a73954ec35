"""Who runs the installation: said on its own machine, never through a page."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity.models import Person
from accountability.refusal import Refusal


class NoSuchAccount(Refusal):
    message = "Nobody has an account with this mail address."


def make_operator(session: Session, *, email: str) -> None:
    """Let somebody be an operator. Refuses NoSuchAccount."""
    _find(session, email).is_operator = True


def unmake_operator(session: Session, *, email: str) -> None:
    """Somebody is no operator any more. Refuses NoSuchAccount."""
    _find(session, email).is_operator = False


def _find(session: Session, email: str) -> Person:
    person = session.scalars(sa.select(Person).where(Person.email == email)).first()
    if person is None:
        raise NoSuchAccount
    return person
