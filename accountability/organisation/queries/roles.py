"""Reading the roles that the organisation made for itself."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import HoldsRole, Role, Rule
from accountability.database import NotFound
from accountability.organisation.domain import RoleId
from accountability.organisation.models import CustomRole, Invitation, Member
from accountability.organisation.queries.membership import list_members
from accountability.tenancy import acting_for


def list_roles(session: Session) -> list[CustomRole]:
    """The organisation's own roles, by name."""
    return list(session.scalars(sa.select(CustomRole).order_by(CustomRole.name, CustomRole.id)))


def get_role(session: Session, role_id: RoleId) -> CustomRole:
    """A role of this organisation's own."""
    found = session.get(CustomRole, (acting_for(session), role_id))
    if found is None:
        raise NotFound("role")
    return found


def count_holders(session: Session) -> dict[RoleId, int]:
    """How many members hold each role or are invited to it; a role that is not named here is held by nobody."""
    found: dict[RoleId, int] = {}
    for table in (Member, Invitation):
        asked = sa.select(table.custom_role_id, sa.func.count()).where(table.custom_role_id.is_not(None))
        for role_id, number in session.execute(asked.group_by(table.custom_role_id)):
            if role_id:
                found[role_id] = found.get(role_id, 0) + number
    return found


def list_members_who(session: Session, rule: Rule) -> list[Member]:
    """The members whose role lets them do this, by name; roles of the organisation's own among them."""
    allowed = {role for fact in rule.facts if isinstance(fact, HoldsRole) for role in fact.allowed}
    own = {each.id for each in list_roles(session) if rule.name in each.permissions}
    return [
        each
        for each in list_members(session)
        if each.role in allowed or (each.role is Role.CUSTOM and rule.is_grantable and each.custom_role_id in own)
    ]
