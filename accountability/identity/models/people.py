"""Tables that are read before it is known for which organisation somebody acts."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import PersonId
from accountability.database import Base, choice, new_id, random_id
from accountability.identity.domain import LinkPurpose
from accountability.tenancy import Directory, OrganisationId


class Person(Directory, Base):
    """A human being with an account, in any number of organisations."""

    __tablename__ = "person"

    id: Mapped[PersonId] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    password_hash: Mapped[str | None]  # None: signs in by mail link, passkey or an organisation's provider only
    joined_at: Mapped[datetime]
    second_factor_since: Mapped[datetime | None]  # None: no second factor is set up
    is_operator: Mapped[bool] = mapped_column(default=False)  # runs the installation

    __table_args__ = (sa.UniqueConstraint("email", name="person_email_is_taken"),)


class SignInSession(Directory, Base):
    """One browser signed in. Only a hash of its token is kept, so a copy of the table signs nobody in."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(default=random_id)  # names the sign-in where people end it
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[OrganisationId | None]  # whom they chose to act for; None: the first they belong to
    grant_id: Mapped[uuid.UUID | None]  # an operator acts for the organisation by this grant
    label: Mapped[str] = mapped_column(default="")  # what people recognise the device by, such as "Firefox on Android"
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when the person last proved who they are
    factor_at: Mapped[datetime | None]  # when a second factor was given in this sign-in
    awaits_factor: Mapped[bool] = mapped_column(default=False)  # the first proof was right; nothing may be done before the second
    is_bound: Mapped[bool] = mapped_column(default=False)  # an organisation's own provider vouches: for that organisation only

    __table_args__ = (sa.UniqueConstraint("id", name="sign_in_session_id_is_unique"),)


class Guessing(Directory, Base):
    """Wrong guesses against one door. The key is a keyed hash, so the table tells neither addresses nor who has an account."""

    __tablename__ = "guessing"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]


class MailLink(Directory, Base):
    """A link sent by mail that acts once, and only on a button press. Only a hash of its token is kept."""

    __tablename__ = "mail_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]]  # what was asked for, such as a sign-up that waits for its address to be confirmed
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
