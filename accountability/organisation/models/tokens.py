"""Tables of personal tokens. Only hashes are kept, so a copy of the tables opens nothing."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId
from accountability.database import Base, random_id
from accountability.organisation.domain.tokens import TokenId
from accountability.tenancy import Directory, OrganisationId, TenantOwned


class PersonalToken(TenantOwned, Base):
    """What a member lets a program of theirs read. Goes when the membership does."""

    __tablename__ = "personal_token"

    id: Mapped[TokenId] = mapped_column(primary_key=True, default=random_id)
    member_id: Mapped[MemberId]
    name: Mapped[str]
    scope: Mapped[list[str]]  # names of rules; what the member may do at the moment of use narrows it
    lasts_days: Mapped[int]
    made_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    token_hash: Mapped[str]
    previous_hash: Mapped[str | None]  # after a change of the secret the one before works for a while, if wished
    previous_lapses_at: Mapped[datetime | None]
    used_on: Mapped[date | None]  # the last day, in UTC

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"], ["membership.organisation_id", "membership.member_id"], ondelete="CASCADE"
        ),
        sa.Index("personal_token_by_member", "organisation_id", "member_id"),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.CheckConstraint("lapses_at > made_at", name="lapses"),
        sa.CheckConstraint("(previous_hash IS NULL) = (previous_lapses_at IS NULL)", name="previous_lapses"),
    )


class TokenAddress(Directory, Base):
    """Leads from the hash of a token to the token."""

    __tablename__ = "token_address"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[OrganisationId]
    token_id: Mapped[uuid.UUID]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "token_id"], ["personal_token.organisation_id", "personal_token.id"], ondelete="CASCADE"
        ),
        sa.Index("token_address_by_token", "organisation_id", "token_id"),
    )
