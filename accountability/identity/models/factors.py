"""What proves a second time who somebody is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import PersonId
from accountability.database import Base
from accountability.tenancy import Directory


class Totp(Directory, Base):
    """A code generator on somebody's phone. The secret is sealed; the last step used cannot be used again."""

    __tablename__ = "totp"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]


class Passkey(Directory, Base):
    """A key in somebody's device or password manager; `id` and `public_key` as URL-safe base64."""

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    public_key: Mapped[str]
    sign_count: Mapped[int]
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SpentChallenge(Directory, Base):
    """A challenge that a passkey has answered. Kept while it could be answered again, so that no answer counts twice."""

    __tablename__ = "spent_challenge"

    challenge_hash: Mapped[str] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime]


class RecoveryCode(Directory, Base):
    """One of the codes that replace a lost second factor; used once, then gone. Only its hash is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (sa.CheckConstraint("code_hash <> ''", name="is_a_hash"),)
