"""What the benchmark stores. Its own tables hold bands under random keys and know no organisation; only the link from an
organisation to its key lies in a tenant's table. Frozen panels and releases are never changed."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.benchmark.domain import ContributorKey, Hidden
from accountability.database import Base, choice, new_id, random_id, tenant_key
from accountability.network.domain import NetworkId, RoundId
from accountability.tenancy import Installation, TenantOwned


class Contribution(Installation, Base):
    """The bands of one contributor in one round: commitment slug → number of the band. No score, no time, no organisation."""

    __tablename__ = "benchmark_contribution"
    __table_args__ = (
        sa.UniqueConstraint("round_key", "contributor_key", name="contribution_counts_once"),
        sa.Index("benchmark_contribution_by_network", "network_key"),
        # Row numbers would tell in which order contributions came.
        {"sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=random_id)
    network_key: Mapped[NetworkId]
    round_key: Mapped[RoundId]
    contributor_key: Mapped[ContributorKey]
    bands: Mapped[dict[str, Any]]


class ContributionLink(TenantOwned, Base):
    """Known to the organisation alone: under which random key it contributes to a network, and with which assessment."""

    __tablename__ = "contribution_link"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        sa.UniqueConstraint("organisation_id", "round_id", name="contributes_once_per_round"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[NetworkId]
    round_id: Mapped[RoundId]
    contributor_key: Mapped[ContributorKey]
    assessment_id: Mapped[uuid.UUID]
    contributed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class FrozenPanel(Installation, Base):
    """Who counts in a round and at which ranks its figures are read, fixed at closing. Keys are random, lists sorted."""

    __tablename__ = "benchmark_panel"

    round_key: Mapped[RoundId] = mapped_column(primary_key=True)
    network_key: Mapped[NetworkId] = mapped_column(index=True)
    active: Mapped[list[str]]  # contributed to this round; the panel can be chosen again from them
    gone: Mapped[list[str]]  # of the panel before, erased while the figure paused
    members: Mapped[list[str]]
    ranks: Mapped[list[Any]]


class Release(Installation, Base):
    """One published benchmark, frozen, chained to the one before it by its digest."""

    __tablename__ = "benchmark_release"
    __table_args__ = (
        sa.UniqueConstraint("round_key", name="one_release_per_round"),
        sa.UniqueConstraint("network_key", "position", name="releases_follow_each_other"),
        sa.CheckConstraint("position > 0", name="position_counts_from_one"),
    )

    network_key: Mapped[NetworkId] = mapped_column(primary_key=True)
    round_key: Mapped[RoundId] = mapped_column(primary_key=True)
    position: Mapped[int]
    document: Mapped[dict[str, Any]]
    previous: Mapped[str]
    digest: Mapped[str]


class WithheldRelease(Installation, Base):
    """Why a round has no release."""

    __tablename__ = "benchmark_withheld_release"

    round_key: Mapped[RoundId] = mapped_column(primary_key=True)
    network_key: Mapped[NetworkId]
    reason: Mapped[Hidden] = mapped_column(choice(Hidden))
    failed_checks: Mapped[list[str]]
