"""Counting guesses of passwords, whether or not there is anybody behind the address."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import PersonId
from accountability.identity import domain
from accountability.identity.models import Guessing, Person


def count_guess(session: Session, *, email: str, mark: str, keys: Sequence[str], at: datetime) -> str:
    """Count a guess before it is looked at, and return the door it was counted against; refuses SignInPauses.

    `mark` is what the browser shows of having signed in before, `keys` are the installation's, newest first.
    Committed before the password is looked at: guesses sent at once are all counted.
    """
    person_id = session.scalar(sa.select(Person.id).where(Person.email == email))
    is_known = domain.knows_device(keys, mark, person_id, at=at)
    door = domain.door_of_device(keys[0], mark) if is_known else domain.door_of_address(keys[0], email)
    guessed = hold_door(session, door, at=at)
    if domain.must_pause(failures=guessed.failures, failed_at=guessed.failed_at, at=at):
        raise domain.SignInPauses
    guessed.failures = domain.failures_after(failures=guessed.failures, failed_at=guessed.failed_at, at=at)
    guessed.failed_at = at
    session.flush()
    return door


def open_door(session: Session, door: str, *, person_id: uuid.UUID, at: datetime) -> None:
    """Forget the guesses against a door, because its owner came in; the last one counted was right."""
    guessed = session.get(Guessing, door)
    if guessed is None:
        return
    if guessed.failures > domain.GUESSES:
        journal.tell(session, domain.SignInPaused(failures=guessed.failures - 1), about=PersonId(person_id), at=at)
    session.delete(guessed)
    session.flush()


def hold_door(session: Session, door: str, *, at: datetime) -> Guessing:
    """The guesses counted against a door, held until the transaction ends."""
    guessed = session.get(Guessing, door, with_for_update=True)
    if guessed is None:
        with suppress(IntegrityError), session.begin_nested():
            session.add(Guessing(key_hash=door, failures=0, failed_at=at))
        guessed = session.get_one(Guessing, door, with_for_update=True)
    return guessed
