"""Everybody signed in once: the members of an organisation, and the operator whom it let in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accountability.access import Actor, PersonId, Role
from accountability.identity.commands import sign_in
from accountability.identity.commands.operators import make_operator
from accountability.identity.commands.switching import switch_sign_in
from accountability.operating import queries as operating
from tests.factories.world.worlds import Place
from tests.support.tenants import Tenant, make_tenant

MEMBERS = tuple(role for role in Role if role is not Role.OPERATOR)


@dataclass
class KnownTenant(Tenant):
    """A tenant whose people are signed in already, so that being one of them changes nothing."""

    tokens: dict[Role, str] = field(default_factory=dict)

    def token(self, role: Role | str = Role.OFFICER) -> str:
        """The token of this person's one sign-in."""
        return self.tokens[Role(role)]


def open_doors(places: Iterable[Place]) -> dict[str, KnownTenant]:
    """The organisations of the places by key, each with a sign-in of every member and of the operator, on its grant."""
    found = {}
    for place in places:
        tenant = place.tenant
        operator, token = _let_in(place, _operator(place))
        found[place.key] = KnownTenant(
            tenant.database,
            tenant.organisation_id,
            tenant.name,
            tenant.at,
            tenant.actors | {Role.OPERATOR: operator},
            {role: tenant.token(role) for role in MEMBERS} | {Role.OPERATOR: token},
        )
    return found


def _operator(place: Place) -> PersonId:
    """Somebody of another organisation who runs the installation."""
    home = make_tenant(place.tenant.database, f"Those who run it, for {place.key}", at=place.at)
    actor = home.actor(Role.OWNER)
    with home.database.transaction() as session:
        make_operator(session, email=f"owner@{home.organisation_id}.example")
    return actor.person_id


def _let_in(place: Place, person_id: PersonId) -> tuple[Actor, str]:
    with place.working() as session:
        (grant,) = operating.list_grants(session)
        first = sign_in(session, person_id, at=place.at, factor_at=place.at)
        token = switch_sign_in(session, first, acting_for=place.tenant.organisation_id, at=place.at, grant_id=grant.id)
        return operating.as_actor(session, grant, person_id=person_id), token
