"""Archives that are made, erasures that are asked for, erasures that happened, and members who may come back after a restore."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId, PersonId
from accountability.database import Base, choice, new_id, random_id, tenant_key
from accountability.leaving.domain import Erased, ErasureRequestId, ExportId, ExportState
from accountability.tenancy import Directory, Installation, OrganisationId, TenantOwned


class ExportJob(TenantOwned, Base):
    """One archive that an owner asked for: how far it is, and once it is ready its size in bytes and SHA-256."""

    __tablename__ = "export_job"
    __table_args__ = (
        tenant_key("asked_by_id", "member"),
        sa.CheckConstraint("step >= 0 AND step <= steps", name="step_is_one_of_the_steps"),
        sa.CheckConstraint("(state = 'ready') = (digest IS NOT NULL)", name="is_sealed_when_ready"),
    )

    id: Mapped[ExportId] = mapped_column(primary_key=True, default=random_id)
    asked_by_id: Mapped[MemberId]
    asked_at: Mapped[datetime]
    state: Mapped[ExportState] = mapped_column(choice(ExportState), default=ExportState.WAITING)
    step: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime | None]  # when a worker took it up; long ago and not finished: the worker was killed
    finished_at: Mapped[datetime | None]
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    digest: Mapped[str | None]

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.state is ExportState.READY


class ErasureRequest(TenantOwned, Base):
    """The wish of an owner that the organisation be erased; due once it is confirmed and the days to think have passed."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        tenant_key("asked_by_id", "member"),
        tenant_key("confirmed_by_id", "member"),
        tenant_key("cancelled_by_id", "member"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (due_at IS NULL)", name="is_due_when_confirmed"),
        sa.Index(
            "one_erasure_at_a_time",
            "organisation_id",
            unique=True,
            sqlite_where=sa.literal_column("cancelled_at IS NULL"),
            postgresql_where=sa.literal_column("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[ErasureRequestId] = mapped_column(primary_key=True, default=new_id)
    asked_by_id: Mapped[MemberId]
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[MemberId | None]
    confirmed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[MemberId | None]
    cancelled_at: Mapped[datetime | None]


class Erasure(Installation, Base):
    """That an organisation or a person was erased: a random id and a moment, nothing else. The storage holds the same."""

    __tablename__ = "erasure"

    kind: Mapped[Erased] = mapped_column(choice(Erased), primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]


class RejoinAddress(Directory, Base):
    """Leads from the hash of a token to a member of a restored organisation, who comes back with it."""

    __tablename__ = "rejoin_address"
    __table_args__ = (
        sa.ForeignKeyConstraint(["organisation_id", "member_id"], ["member.organisation_id", "member.id"], ondelete="CASCADE"),
    )

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[OrganisationId]
    member_id: Mapped[MemberId]
    sent_at: Mapped[datetime]


class AccountErasure(Directory, Base):
    """A person who asked for their account to be erased; the worker does it and takes this row with it."""

    __tablename__ = "account_erasure"

    person_id: Mapped[PersonId] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
