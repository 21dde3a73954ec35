"""Organisations for the tests, each with a member for every role it is asked for."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from accountability.access import Actor, PersonId, Role
from accountability.database import Database, new_id
from accountability.identity.commands import sign_in
from accountability.identity.models import Person
from accountability.organisation.domain import SizeBand
from accountability.organisation.models import CustomRole, Member, Membership, Organisation
from accountability.organisation.queries import get_actor
from accountability.standard.queries import shipped_pack
from accountability.tenancy import OrganisationId, act_for

PASSWORD = "a good long sentence"  # of every member
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # as cheap as can be
NEIGHBOUR = "Neighbour-Nevidljiva"  # stands in every name of the other organisation; no page of ours may contain it


@dataclass
class Tenant:
    """One organisation. `actor(role)` makes the member when it is asked for the first time."""

    database: Database
    organisation_id: OrganisationId
    name: str
    at: datetime
    actors: dict[Role, Actor] = field(default_factory=dict)

    def session(self, *, read_only: bool = False) -> Session:
        """A new session that acts for this organisation."""
        session = self.database.session(read_only=read_only)
        act_for(session, self.organisation_id)
        return session

    def actor(self, role: Role | str = Role.OFFICER) -> Actor:
        role = Role(role)
        if role not in self.actors:
            with self.session() as session, session.begin():
                self.actors[role] = self._add_member(session, role)
        return self.actors[role]

    def token(self, role: Role | str = Role.OFFICER) -> str:
        """A sign-in token of the member with this role."""
        actor = self.actor(role)
        with self.database.transaction() as session:
            return sign_in(session, actor.person_id, acting_for=self.organisation_id, at=self.at, factor_at=self.at)

    def _add_member(self, session: Session, role: Role) -> Actor:
        email = f"{role.value}@{self.organisation_id}.example"
        person = Person(id=PersonId(new_id()), email=email, password_hash=PASSWORD_HASH, joined_at=self.at)
        bounds = self._bounds(session, role)
        member = Member(name=f"{role.value.title()} of {self.name}", email=email, role=role, joined_at=self.at, **bounds)
        session.add_all([person, member])
        session.flush()
        session.add(Membership(person_id=person.id, organisation_id=self.organisation_id, member_id=member.id))
        session.flush()
        return get_actor(session, member.id, person_id=person.id)

    def _bounds(self, session: Session, role: Role) -> dict[str, Any]:
        """A reviewer sees the first commitment for a year; a role of the organisation's own holds nothing yet."""
        if role is Role.REVIEWER:
            return {"parts": [shipped_pack().commitments[0].slug], "ends_on": self.at.date() + timedelta(days=365)}
        if role is not Role.CUSTOM:
            return {}
        made = CustomRole(name=f"Own role of {self.name}", permissions=[], made_at=self.at)
        session.add(made)
        session.flush()
        return {"custom_role_id": made.id}

    def _add_custom_role(self, session: Session) -> uuid.UUID:
        """A role of the organisation's own that may do nothing."""
        made = CustomRole(name=f"Role of {self.name}"[:60], permissions=[], made_at=self.at)
        session.add(made)
        session.flush()
        return made.id


def make_tenant(database: Database, name: str, *, at: datetime, country: str = "MK") -> Tenant:
    """A new organisation without members."""
    organisation_id = OrganisationId(new_id())
    with database.transaction() as session:
        act_for(session, organisation_id)
        session.add(
            Organisation(
                organisation_id=organisation_id,
                name=name,
                country=country,
                size_band=SizeBand.SMALL,
                themes=["democracy"],
                signed_up_at=at,
            )
        )
    return Tenant(database, organisation_id, name, at)
