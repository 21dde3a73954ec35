"""Tables of the record: what was signed and put outside, and what waits to be written into the records of organisations."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId
from accountability.database import Base, new_id
from accountability.tenancy import Installation, OrganisationId, TenantOwned


class JournalAnchor(TenantOwned, Base):
    """A head of the chain that was signed and put outside. Only for knowing what was sent; a proof is the copy outside."""

    __tablename__ = "journal_anchor"

    position: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    signed_at: Mapped[datetime]
    signature: Mapped[str]


class JournalWaiting(Installation, Base):
    """Something that happened to a person's account, on its way into the record of one of their organisations."""

    __tablename__ = "journal_waiting"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[OrganisationId]
    member_id: Mapped[MemberId]
    kind: Mapped[str]
    details: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime]

    __table_args__ = (sa.Index("journal_waiting_by_organisation", "organisation_id"),)
