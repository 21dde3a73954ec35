"""What people do about their password, and how it is kept."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import PersonId
from accountability.identity import domain
from accountability.identity.commands.devices import end_sign_ins
from accountability.identity.commands.links import use_link, void_links
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import Person
from accountability.language import gettext as _

# OWASP's figures: 19 MiB and two passes; about 30 ms, so that signing in cannot be used to tire the server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS_HASH = _hasher.hash(secrets.token_urlsafe(24))
OPENED_BY_PASSWORD = (LinkPurpose.SIGN_IN, LinkPurpose.FORGOTTEN, LinkPurpose.CHANGE_ADDRESS)


def hash_new_password(password: str, *, words: Iterable[str] = ()) -> str:
    """What is kept of a new password; refuses one that is too short, leaked or made of `words`."""
    domain.check_password_is_good(password, words=words)
    return _hasher.hash(password)


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one. For nobody it is worked out too, so that the time taken tells nothing."""
    try:
        _hasher.verify(password_hash or _NOBODYS_HASH, password)
    except VerifyMismatchError:
        return False
    return password_hash is not None


def refresh_hash(person: Person, password: str) -> None:
    """Hash the password anew if it was hashed more weakly than is done now."""
    if person.password_hash and _hasher.check_needs_rehash(person.password_hash):
        person.password_hash = _hasher.hash(password)


def change_password(
    session: Session, person_id: PersonId, *, current: str | None, new: str, token: str, words: Iterable[str], at: datetime
) -> None:
    """Choose another password: every other sign-in and every open link ends. Refuses CurrentPasswordIsWrong.

    Of two changes at once the second is refused: it does not know the password of the first.
    """
    person = hold_person(session, person_id)
    if person.password_hash and not is_right_password(person.password_hash, current or ""):
        raise domain.CurrentPasswordIsWrong
    _replace(session, person, new, words=words, at=at)
    end_sign_ins(session, person_id, but=token)


def choose_new_password(session: Session, token: str, new: str, *, at: datetime) -> None:
    """Choose a password by a link that was mailed: every sign-in ends. Refuses LinkHasLapsed."""
    link = use_link(session, token, LinkPurpose.FORGOTTEN, at=at)
    if link.person_id is None:
        raise domain.LinkHasLapsed
    person = hold_person(session, PersonId(link.person_id))
    _replace(session, person, new, words=(), at=at)
    end_sign_ins(session, person.id)


def hold_person(session: Session, person_id: PersonId) -> Person:
    """The person as they are now, held until the transaction ends."""
    return session.get_one(Person, person_id, with_for_update=True, populate_existing=True)


def _replace(session: Session, person: Person, new: str, *, words: Iterable[str], at: datetime) -> None:
    person.password_hash = hash_new_password(new, words=(person.email, *words))
    void_links(session, person.id, *OPENED_BY_PASSWORD, at=at)
    subject = _("Your password was changed")
    outbox.post_mail(
        session, to=person.email, subject=subject, template="email/identity/password_changed", at=at, email=person.email
    )
    journal.tell(session, domain.PasswordChanged(), about=person.id, at=at)
    session.flush()
