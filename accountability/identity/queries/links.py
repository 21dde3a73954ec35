"""Reading links sent by mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.identity import domain
from accountability.identity.models import MailLink
from accountability.identity.queries.people import token_hash


def find_link(session: Session, token: str, purpose: domain.LinkPurpose, *, at: datetime) -> domain.Link | None:
    """The link behind a token if its button still does something, else None; NotFound if there never was one for this."""
    row = session.get(MailLink, token_hash(token))
    if row is None or row.purpose is not purpose:
        raise NotFound("link")
    if not domain.is_link_open(purpose, made_at=row.made_at, used_at=row.used_at, at=at):
        return None
    return domain.Link(purpose=purpose, person_id=row.person_id, made_at=row.made_at, payload=row.payload)
