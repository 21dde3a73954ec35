"""Links sent by mail: written, used once, and taken back."""

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import outbox
from accountability.access import PersonId
from accountability.identity import domain, queries
from accountability.identity.domain import LinkPurpose
from accountability.identity.models import MailLink
from accountability.language import gettext as _


def write_link(
    session: Session,
    purpose: LinkPurpose,
    *,
    person_id: uuid.UUID | None = None,
    payload: dict[str, Any] | None = None,
    at: datetime,
) -> str:
    """Make a link and return its token, which is stored nowhere but in the mail."""
    token = secrets.token_urlsafe(32)
    owner = PersonId(person_id) if person_id else None
    row = MailLink(
        token_hash=queries.token_hash(token), purpose=purpose, person_id=owner, payload=payload or {}, made_at=at, used_at=None
    )
    session.add(row)
    session.flush()
    return token


def use_link(session: Session, token: str, purpose: LinkPurpose, *, at: datetime) -> domain.Link:
    """What the link's button was to do; from now on it does nothing more. Refuses LinkHasLapsed, also to all but one of many."""
    link = queries.find_link(session, token, purpose, at=at)
    if link is None:
        raise domain.LinkHasLapsed
    # The condition is asked of the row as it is when its lock is got: of two presses at once one finds it used.
    taken = sa.update(MailLink).where(MailLink.token_hash == queries.token_hash(token), MailLink.used_at.is_(None))
    if session.execute(taken.values(used_at=at, payload={})).rowcount != 1:  # type: ignore[attr-defined]
        raise domain.LinkHasLapsed
    if link.person_id and purpose is not LinkPurpose.CANCEL_RESET:  # others like it stop other resets
        # The older an address, the stronger its way back: whoever took it from somebody cannot close theirs.
        since = link.made_at if purpose is LinkPurpose.KEEP_ADDRESS else None
        void_links(session, link.person_id, purpose, since=since, at=at)
    return link


def void_links(
    session: Session,
    person_id: uuid.UUID,
    *purposes: LinkPurpose,
    since: datetime | None = None,
    reset_id: uuid.UUID | None = None,
    at: datetime,
) -> None:
    """Take back every open link of these purposes that was sent to the person, or about one reset, or `since` then."""
    is_theirs = [MailLink.person_id == person_id, MailLink.purpose.in_(purposes), MailLink.used_at.is_(None)]
    if since:
        is_theirs.append(MailLink.made_at >= since)
    if reset_id:
        is_theirs.append(MailLink.payload["reset_id"].as_string() == str(reset_id))
    session.execute(sa.update(MailLink).where(*is_theirs).values(used_at=at, payload={}))


def send_sign_in_link(session: Session, *, email: str, after: str | None, at: datetime, address: Callable[[str], str]) -> None:
    """Mail a link that signs in; to an address without account a mail that says so, with the same work done."""
    account = queries.find_account(session, email=email)
    token = write_link(
        session,
        LinkPurpose.SIGN_IN,
        person_id=account.person_id if account else None,
        payload={"after": after} if after else {},
        at=at,
    )
    _post(session, "sign_in_link", _("Your link to sign in"), email, account, token, at=at, address=address)


def send_new_password_link(session: Session, *, email: str, at: datetime, address: Callable[[str], str]) -> None:
    """Mail a link to a page for a new password; to an address without account a mail that says so, with the same work done."""
    account = queries.find_account(session, email=email)
    token = write_link(session, LinkPurpose.FORGOTTEN, person_id=account.person_id if account else None, at=at)
    _post(session, "new_password_link", _("Choose a new password"), email, account, token, at=at, address=address)


def _post(
    session: Session,
    name: str,
    subject: str,
    email: str,
    account: domain.Account | None,
    token: str,
    *,
    at: datetime,
    address: Callable[[str], str],
) -> None:
    template = f"email/identity/{name}" if account else "email/identity/no_account"
    outbox.post_mail(session, to=email, subject=subject, template=template, at=at, email=email, link=address(token))
    session.flush()
