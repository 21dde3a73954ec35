"""Reads rounds and who is where in them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment import queries as assessment_queries
from accountability.database import NotFound
from accountability.network import domain
from accountability.network.domain import NetworkId, Phase, Progress, RoundId, Step
from accountability.network.models import (
    Network,
    NetworkMember,
    Round,
    RoundMember,
)
from accountability.tenancy import OrganisationId, acting_for


@dataclass(frozen=True, kw_only=True)
class Participation:
    """A round we take part in, and what comes next for us."""

    row: RoundMember
    phase: Phase
    step: Step


def list_rounds(session: Session, network: Network) -> list[Round]:
    """The rounds of a network we convene, the latest first."""
    mine = sa.select(Round).where(Round.network_id == network.id)
    return list(session.scalars(mine.order_by(Round.opens_on.desc(), Round.id.desc())))


def find_round(session: Session, round_id: RoundId) -> Round | None:
    """A round of a network we convene, or None."""
    return session.get(Round, (acting_for(session), round_id))


def get_round(session: Session, round_id: RoundId) -> Round:
    """A round of a network we convene. Raises NotFound."""
    found = find_round(session, round_id)
    if found is None:
        raise NotFound("round")
    return found


def round_names(session: Session, round_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Round → its name, for those that the organisation announced or takes part in."""
    joined = sa.select(RoundMember.round_id, RoundMember.round_name).where(RoundMember.round_id.in_(round_ids))
    own = sa.select(Round.id, Round.name).where(Round.id.in_(round_ids))
    return {key: name for asked in (joined, own) for key, name in session.execute(asked)}


def list_convened_rounds(session: Session) -> list[tuple[Network, Round]]:
    """The rounds of all networks we convene with their network, the latest first."""
    mine = sa.select(Network, Round).join(Round, Round.network_id == Network.id)
    return [(network, found) for network, found in session.execute(mine.order_by(Round.opens_on.desc(), Round.id.desc()))]


def has_round_to_conclude(session: Session, network_id: NetworkId) -> bool:
    """Whether a network of ours has a closed round whose release is not decided yet."""
    open_ends = sa.select(Round).where(Round.network_id == network_id, Round.closed_at.is_not(None), Round.concluded_at.is_(None))
    return session.scalar(sa.select(open_ends.exists())) is True


def list_rounds_to_close(session: Session, *, on: date) -> list[Round]:
    """Our rounds whose closing date has passed and whose panel is not fixed yet, in the order of their closing."""
    due = sa.select(Round).where(Round.closes_on < on, Round.closed_at.is_(None))
    return list(session.scalars(due.order_by(Round.closes_on, Round.id)))


def list_rounds_to_publish(session: Session, *, on: date) -> list[Round]:
    """Our closed rounds whose publication date has come and that are not concluded yet, in that order."""
    due = sa.select(Round).where(Round.publishes_on <= on, Round.closed_at.is_not(None), Round.concluded_at.is_(None))
    return list(session.scalars(due.order_by(Round.publishes_on, Round.id)))


def list_convenors_with_due_rounds(session: Session, *, on: date) -> list[OrganisationId]:
    """Convenors whose rounds are to be closed or published; for the worker, across tenants."""
    due = sa.or_(
        sa.and_(Round.closes_on < on, Round.closed_at.is_(None)),
        sa.and_(Round.publishes_on <= on, Round.closed_at.is_not(None), Round.concluded_at.is_(None)),
    )
    return list(session.scalars(sa.select(Round.organisation_id).where(due).distinct().order_by(Round.organisation_id)))


def list_organisations_not_started(session: Session, *, on: date) -> list[OrganisationId]:
    """Organisations that show as not started in a round that still runs; for the worker, across tenants."""
    waiting = sa.select(RoundMember.organisation_id).where(
        RoundMember.progress == Progress.NOT_STARTED, RoundMember.closes_on >= on
    )
    return list(session.scalars(waiting.distinct().order_by(RoundMember.organisation_id)))


def list_round_members(session: Session, of: Round) -> list[RoundMember]:
    """Who is where in a round of ours: names and progress, by name. Holds no score."""
    rows = _of_present_members().where(RoundMember.convenor_id == acting_for(session), RoundMember.round_id == of.id)
    return list(session.scalars(rows.order_by(RoundMember.organisation_name, RoundMember.organisation_id)))


def _of_present_members() -> sa.Select[RoundMember]:
    """Rows of rounds whose organisation still belongs to the network."""
    membership = sa.and_(
        NetworkMember.convenor_id == RoundMember.convenor_id,
        NetworkMember.organisation_id == RoundMember.organisation_id,
        NetworkMember.network_id == RoundMember.network_id,
    )
    return sa.select(RoundMember).join(NetworkMember, membership).where(NetworkMember.left_at.is_(None))


def find_participation(session: Session, round_id: RoundId) -> RoundMember | None:
    """Our own row in a round, or None."""
    return session.scalar(
        sa.select(RoundMember).where(RoundMember.organisation_id == acting_for(session), RoundMember.round_id == round_id)
    )


def get_participation(session: Session, round_id: RoundId) -> RoundMember:
    """Our own row in a round. Raises NotFound."""
    row = find_participation(session, round_id)
    if row is None:
        raise NotFound("round")
    return row


def list_participations(session: Session, *, today: date) -> list[Participation]:
    """The rounds of networks we belong to, the latest first, each with our next step."""
    mine = _of_present_members().where(RoundMember.organisation_id == acting_for(session))
    rows = session.scalars(mine.order_by(RoundMember.opens_on.desc(), RoundMember.round_id.desc()))
    return [describe_participation(row, today=today) for row in rows]


def describe_participation(row: RoundMember, *, today: date) -> Participation:
    """A row of a round with its phase and our next step."""
    phase = domain.phase_of(row.dates, today=today)
    return Participation(row=row, phase=phase, step=domain.next_step(phase, progress=row.progress, consent=row.consent))


def current_progress(session: Session, row: RoundMember) -> Progress:
    """How far our own organisation is, read from its own assessments."""
    signed = assessment_queries.list_signed_assessments(session)
    latest = assessment_queries.find_latest_assessment(session)
    signed_at = signed[0].signed_at if signed else None
    return domain.progress_of(
        has_started=latest is not None and not latest.is_signed,
        signed_on=signed_at.date() if signed_at else None,
        has_contributed=row.progress is Progress.CONTRIBUTED,
        opens_on=row.opens_on,
    )


def count_progress(rows: Sequence[RoundMember]) -> dict[Progress, int]:
    """How many organisations stand where."""
    return domain.count_by_progress([row.progress for row in rows])
