"""Networks with members, rounds and contributions to test with."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import accountability.app
import accountability.benchmark.jobs  # noqa: F401 - both connect what listens and what the calendar starts
from accountability.access import Role
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.benchmark import commands as benchmark
from accountability.database import Base, Database, new_id
from accountability.network import commands, queries
from accountability.network.domain import NetworkId, RoundId, RoundPlan
from accountability.standard import queries as standard
from accountability.standard.domain import Depth
from tests.support.tenants import Tenant, make_tenant


@dataclass
class Circle:
    """A network of tests: its convenor and those who joined, in order."""

    convenor: Tenant
    network_id: NetworkId
    members: list[Tenant] = field(default_factory=list)


def sign_assessment(
    session: Session, tenant: Tenant, *, at: datetime, level: int | None = 2, blank: str | None = None, is_signed: bool = True
) -> AssessmentId:
    """An assessment with one rating for each commitment: `level`, or random ones; none for the commitment `blank`."""
    by, pack, random = tenant.actor("officer").member_id, standard.shipped_pack(), Random(str(tenant.organisation_id))
    assessment = Assessment(
        id=AssessmentId(new_id()),
        name=f"Cycle {at.year}",
        depth=Depth.QUICK,
        pack_id=pack.id,
        pack_version=pack.version,
        started_at=at,
        started_by_id=by,
    )
    session.add(assessment)
    session.flush()
    rated = [each for each in pack.commitments if each.slug != blank]
    session.add_all(rating(assessment, each.key_actions_at(Depth.QUICK)[0].slug, _level(level, random), by, at) for each in rated)
    session.flush()
    if is_signed:
        assessment.signed_at, assessment.signed_by_id = at, by
        session.flush()
    return assessment.id


def _level(level: int | None, random: Random) -> int:
    return random.randint(0, 4) if level is None else level


def rating(assessment: Assessment, key_action: str, level: int, by: Any, at: datetime) -> AgreedLevel:
    """The first answer to a key action."""
    return AgreedLevel(
        assessment_id=assessment.id,
        key_action=key_action,
        version=1,
        verdict=Verdict.LEVEL,
        level=level,
        reason="",
        note="",
        is_to_revisit=False,
        member_id=by,
        rated_at=at,
    )


def convene(convenor: Tenant, *, at: datetime, name: str = "Mreža") -> Circle:
    """A network without members."""
    with convenor.session() as session, session.begin():
        network = commands.convene_network(session, name=name, by=convenor.actor(Role.COORDINATOR), at=at)
        return Circle(convenor, network.id)


def invite(circle: Circle, *, at: datetime, email: str = "new@example.org") -> str:
    """Invite one organisation; the token in its letter."""
    tokens: list[str] = []
    with circle.convenor.session() as session, session.begin():
        commands.invite_organisations(
            session,
            queries.get_network(session, circle.network_id),
            emails=[email],
            by=circle.convenor.actor(Role.COORDINATOR),
            at=at,
            address=lambda token: tokens.append(token) or f"https://example.org/{token}",
        )
    return tokens[0]


def join(circle: Circle, tenant: Tenant, *, at: datetime, is_verified: bool = True) -> None:
    """Have an organisation accept an invitation and, unless said otherwise, be confirmed."""
    token = invite(circle, at=at, email=f"office@{tenant.organisation_id}.example")
    with tenant.session() as session, session.begin():
        invitation = queries.find_invitation_address(session, token)
        assert invitation
        commands.accept_invitation(session, invitation, by=tenant.actor(Role.OFFICER), at=at)
    circle.members.append(tenant)
    if is_verified:
        verify(circle, tenant, at=at)


def verify(circle: Circle, tenant: Tenant, *, at: datetime) -> None:
    """Confirm an organisation."""
    with circle.convenor.session() as session, session.begin():
        member = queries.get_member(session, queries.get_network(session, circle.network_id), tenant.organisation_id)
        commands.verify_member(session, member, by=circle.convenor.actor(Role.COORDINATOR), at=at)


def gather(circle: Circle, database: Database, count: int, *, at: datetime) -> list[Tenant]:
    """So many new confirmed members."""
    new = [make_tenant(database, f"Udruga {len(circle.members) + number:03}", at=at) for number in range(count)]
    for tenant in new:
        join(circle, tenant, at=at)
    return new


def open_round(circle: Circle, *, at: datetime, name: str = "2026", days: int = 30, opens_on: date | None = None) -> RoundId:
    """A round that opens today, closes after `days` and publishes 30 days later."""
    today = opens_on or at.date()
    plan = RoundPlan(name=name, opens_on=today, closes_on=today + timedelta(days=days), publishes_on=None)
    with circle.convenor.session() as session, session.begin():
        network = queries.get_network(session, circle.network_id)
        return commands.open_round(session, network, plan, by=circle.convenor.actor(Role.COORDINATOR), at=at).id


def agree(tenant: Tenant, round_id: RoundId, *, at: datetime) -> None:
    """Consent to share into a round."""
    with tenant.session() as session, session.begin():
        row = queries.get_participation(session, round_id)
        commands.give_consent(session, row, by=tenant.actor(Role.OFFICER), at=at)


def contribute(tenant: Tenant, round_id: RoundId, *, at: datetime, level: int | None = None) -> AssessmentId:
    """Agree and contribute a signed-off assessment."""
    agree(tenant, round_id, at=at)
    with tenant.session() as session, session.begin():
        assessment_id = sign_assessment(session, tenant, at=at, level=level)
        row = queries.get_participation(session, round_id)
        assessment = session.get_one(Assessment, (tenant.organisation_id, assessment_id))
        benchmark.contribute_assessment(session, row, assessment, by=tenant.actor(Role.OFFICER), at=at)
    return assessment_id


def withdraw(tenant: Tenant, round_id: RoundId, *, at: datetime) -> None:
    """Take a consent back."""
    with tenant.session() as session, session.begin():
        row = queries.get_participation(session, round_id)
        commands.withdraw_consent(session, row, by=tenant.actor(Role.OFFICER), at=at)


def leave(circle: Circle, tenant: Tenant, *, at: datetime) -> None:
    """Have an organisation leave the network."""
    with tenant.session() as session, session.begin():
        commands.leave_network(session, queries.get_membership(session, circle.network_id), by=tenant.actor(Role.OFFICER), at=at)


def contribute_all(circle: Circle, database: Database, *, at: datetime, count: int = 14) -> RoundId:
    """A round in which `count` organisations contributed, those who belonged before among them."""
    gather(circle, database, count - len(circle.members), at=at)
    round_id = open_round(circle, at=at, name=str(at.year))
    for tenant in circle.members:
        contribute(tenant, round_id, at=at)
    return round_id


def stored(circle: Circle, kind: type[Base]) -> list[Any]:
    """All rows of a table that belongs to the installation."""
    with circle.convenor.session() as session:
        return list(session.scalars(sa.select(kind)))
