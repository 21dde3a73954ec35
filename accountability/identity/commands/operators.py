"""Who runs the installation: said on its own machine, never through a page."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.identity.commands.devices import end_sign_ins
from accountability.identity.models import Person, SignInSession
from accountability.refusal import Refusal


class NoSuchAccount(Refusal):
    message = "Nobody has an account with this mail address."


def make_operator(session: Session, *, email: str) -> None:
    """Let somebody be an operator. Refuses NoSuchAccount."""
    _find(session, email).is_operator = True


def unmake_operator(session: Session, *, email: str) -> None:
    """Somebody is no operator any more. Refuses NoSuchAccount."""
    _find(session, email).is_operator = False


def sign_out_person(session: Session, *, email: str) -> int:
    """End every sign-in of somebody; says how many. Refuses NoSuchAccount."""
    return end_sign_ins(session, _find(session, email).id)


def sign_out_everybody(session: Session) -> int:
    """End every sign-in there is, also the operator's own; says how many."""
    ended = session.scalars(sa.delete(SignInSession).returning(SignInSession.id)).all()
    return len(ended)


def _find(session: Session, email: str) -> Person:
    person = session.scalars(sa.select(Person).where(Person.email == email)).first()
    if person is None:
        raise NoSuchAccount
    return person
