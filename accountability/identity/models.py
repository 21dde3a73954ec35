"""Tables that are read before it is known for which organisation somebody acts."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import PersonId
from accountability.database import Base, new_id
from accountability.tenancy import Directory, OrganisationId


class Person(Directory, Base):
    """A human being with an account, in any number of organisations."""

    __tablename__ = "person"

    id: Mapped[PersonId] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    password_hash: Mapped[str]
    joined_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("email", name="person_email_is_taken"),)


class SignInSession(Directory, Base):
    """One browser signed in. Only a hash of its token is kept, so a copy of the table signs nobody in."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[OrganisationId | None]  # whom they chose to act for; None: the first they belong to
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
