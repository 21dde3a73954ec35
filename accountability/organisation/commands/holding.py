"""One at a time, where who may do what is changed."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.organisation import domain
from accountability.organisation.models import Member, Organisation
from accountability.tenancy import acting_for


def hold_roles(session: Session, *, by: Actor | None) -> None:
    """From here to the end of the transaction nobody else changes who holds which role, and who asks for it still holds theirs.

    Refuses RoleIsAnother when theirs was changed since the request began. SQLite lets one write at a time anyway.
    """
    session.get(Organisation, acting_for(session), with_for_update={"key_share": True}, populate_existing=True)
    if by is None:
        return
    found = session.scalar(sa.select(Member.role).where(Member.id == by.member_id, Member.left_at.is_(None)))
    if found is not by.role:
        raise domain.RoleIsAnother
