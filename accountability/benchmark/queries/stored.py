"""What the benchmark holds: bands under random keys, panels, releases, and our own link to a key."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.benchmark.domain import Band, ContributorKey, Panel
from accountability.benchmark.models import Contribution, ContributionLink, FrozenPanel, Release
from accountability.network.domain import NetworkId, RoundId
from accountability.standard import queries as standard_queries

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment


def commitments() -> tuple[str, ...]:
    """The commitments that a contribution covers, in the order of the standard."""
    return tuple(commitment.slug for commitment in standard_queries.shipped_pack().commitments)


def commitment_titles() -> dict[str, str]:
    """Commitment slug → title."""
    return {commitment.slug: commitment.title for commitment in standard_queries.shipped_pack().commitments}


def find_release(session: Session, round_id: RoundId) -> Release | None:
    """The release of a round, or None. Whoever asks must have found the round before."""
    return session.scalar(sa.select(Release).where(Release.round_key == round_id))


def find_link(session: Session, round_id: RoundId) -> ContributionLink | None:
    """Our own contribution to a round, also a withdrawn one, or None."""
    return session.scalar(sa.select(ContributionLink).where(ContributionLink.round_id == round_id))


def has_bands(session: Session, link: ContributionLink) -> bool:
    """Whether bands of ours are kept for this round, or in a frozen panel of its network."""
    frozen = sa.select(FrozenPanel.round_key).where(FrozenPanel.network_key == link.network_id)
    # The bands themselves are for the benchmark's own jobs to read.
    kept = sa.select(Contribution.contributor_key).where(
        Contribution.contributor_key == link.contributor_key,
        sa.or_(Contribution.round_key == link.round_id, Contribution.round_key.in_(frozen)),
    )
    return session.scalar(sa.select(kept.exists())) is True


def find_contributor_key(session: Session, network_id: NetworkId) -> ContributorKey | None:
    """The random key under which we contributed to a network before, or None."""
    keys = sa.select(ContributionLink.contributor_key).where(ContributionLink.network_id == network_id)
    return session.scalar(keys.limit(1))


def is_used_elsewhere(session: Session, assessment: "Assessment", *, network_id: NetworkId) -> bool:
    """Whether an assessment was contributed to another network."""
    links = sa.select(ContributionLink).where(
        ContributionLink.assessment_id == assessment.id, ContributionLink.network_id != network_id
    )
    return session.scalar(sa.select(links.exists())) is True


def find_panel(session: Session, round_id: RoundId) -> Panel | None:
    """The frozen panel of a round, or None while it is open or when too few contributed."""
    frozen = session.get(FrozenPanel, round_id)
    return _panel(frozen) if frozen else None


def find_frozen(session: Session, round_id: RoundId) -> FrozenPanel | None:
    """The stored panel of a round, or None."""
    return session.get(FrozenPanel, round_id)


def list_published_panels(session: Session, network_id: NetworkId) -> list[Panel]:
    """The panels behind all releases of a network, oldest first."""
    asked = (
        sa.select(FrozenPanel).join(Release, Release.round_key == FrozenPanel.round_key).where(Release.network_key == network_id)
    )
    return [_panel(frozen) for frozen in session.scalars(asked.order_by(Release.position))]


def find_last_release(session: Session, network_id: NetworkId) -> Release | None:
    """The newest release of a network, or None."""
    asked = sa.select(Release).where(Release.network_key == network_id)
    return session.scalar(asked.order_by(Release.position.desc()).limit(1))


def list_bands(session: Session, round_id: RoundId) -> dict[ContributorKey, dict[str, Band]]:
    """The bands stored for a round, by random key."""
    return _bands(session, Contribution.round_key == round_id)


def list_frozen_bands(session: Session, network_id: NetworkId) -> dict[ContributorKey, dict[str, Band]]:
    """The last bands of everybody in the network's frozen panels, by random key."""
    frozen = sa.select(FrozenPanel.round_key).where(FrozenPanel.network_key == network_id)
    return _bands(session, Contribution.round_key.in_(frozen))


def _bands(session: Session, condition: sa.ColumnElement[bool]) -> dict[ContributorKey, dict[str, Band]]:
    rows = session.execute(sa.select(Contribution.contributor_key, Contribution.bands).where(condition))
    return {key: {slug: Band(band) for slug, band in bands.items()} for key, bands in rows}


def _panel(frozen: FrozenPanel) -> Panel:
    return Panel(members=frozenset(ContributorKey(uuid.UUID(key)) for key in frozen.members), ranks=tuple(frozen.ranks))
