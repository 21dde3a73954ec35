"""Reading grants: those an organisation gave, and those that let an operator look now."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor, MemberId, PersonId, Role
from accountability.database import NotFound
from accountability.identity.domain import SignIn
from accountability.operating import domain
from accountability.operating.models import OperatorGrant, OperatorGrantAddress
from accountability.organisation import queries as organisation
from accountability.organisation.queries import Acting
from accountability.tenancy import OrganisationId, act_for, acting_for

NAME = "The operator"  # in records and on pages; who it is knows the installation


@dataclass(frozen=True, kw_only=True)
class Granted:
    """An organisation that lets the operator look, as the operator sees it from outside."""

    grant: OperatorGrant
    organisation_name: str


def list_grants(session: Session) -> list[OperatorGrant]:
    """The grants that the organisation gave, the newest first."""
    return list(session.scalars(sa.select(OperatorGrant).order_by(OperatorGrant.granted_at.desc(), OperatorGrant.id)))


def find_open_grant(session: Session, *, at: datetime) -> OperatorGrant | None:
    """The grant by which the operator may look now."""
    return next((grant for grant in list_grants(session) if is_open(grant, at=at)), None)


def get_grant(session: Session, grant_id: uuid.UUID) -> OperatorGrant:
    """A grant of this organisation."""
    found = session.get(OperatorGrant, (acting_for(session), grant_id))
    if found is None:
        raise NotFound("grant")
    return found


def is_open(grant: OperatorGrant, *, at: datetime) -> bool:
    """Whether a grant lets the operator look now."""
    return domain.is_open(lapses_at=grant.lapses_at, ended_at=grant.ended_at, at=at)


def enter_granted(session: Session, grant_id: uuid.UUID, *, at: datetime) -> OperatorGrant:
    """An open grant, wherever it is from; the session acts for its organisation from here on. NotFound without one."""
    address = session.get(OperatorGrantAddress, grant_id)
    if address is None:
        raise NotFound("grant")
    act_for(session, address.organisation_id)
    grant = get_grant(session, grant_id)
    if not is_open(grant, at=at):
        raise NotFound("grant")
    return grant


def list_granted(session: Session, *, at: datetime) -> list[Granted]:
    """Every organisation that lets the operator look now, by name; the session acts for the last of them afterwards."""
    found = []
    for grant_id in session.scalars(sa.select(OperatorGrantAddress.grant_id)).all():
        try:
            grant = enter_granted(session, grant_id, at=at)
        except NotFound:
            continue
        found.append(Granted(grant=grant, organisation_name=organisation.get_organisation(session).name))
    return sorted(found, key=lambda each: each.organisation_name.casefold())


def find_acting(session: Session, sign_in: SignIn, at: datetime) -> Acting | None:
    """The operator behind a sign-in that stands on a grant, if that is still open; the session acts for its organisation."""
    if not sign_in.proves_operator or sign_in.grant_id is None or sign_in.organisation_id is None:
        return None
    act_for(session, OrganisationId(sign_in.organisation_id))
    grant = session.get(OperatorGrant, (sign_in.organisation_id, sign_in.grant_id))
    if grant is None or not is_open(grant, at=at):
        return None
    actor = as_actor(session, grant, person_id=PersonId(sign_in.person_id))
    return Acting(actor=actor, must_prove_twice=True, must_use_provider=False)


def as_actor(session: Session, grant: OperatorGrant, *, person_id: PersonId) -> Actor:
    """The operator as somebody who acts for the organisation; the grant stands where a member would."""
    entered = organisation.get_organisation(session)
    return Actor(
        person_id=person_id,
        organisation_id=entered.organisation_id,
        member_id=MemberId(grant.id),
        role=Role.OPERATOR,
        name=NAME,
        organisation_name=entered.name,
        country=entered.country,
        is_operator=True,
    )


def list_organisations_with_addresses(session: Session, _at: datetime) -> Iterable[OrganisationId]:
    """The organisations to which an address of a grant leads."""
    return list(session.scalars(sa.select(OperatorGrantAddress.organisation_id).distinct()))
