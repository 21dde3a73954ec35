"""Reading organisations, members and invitations."""

from accountability.organisation.queries.membership import (
    Presence,
    find_invitation_address,
    find_presence,
    get_actor,
    get_invitation,
    get_organisation,
    has_member,
    list_members,
    list_memberships,
    list_open_invitations,
    name_of,
)

__all__ = [
    "Presence",
    "find_invitation_address",
    "find_presence",
    "get_actor",
    "get_invitation",
    "get_organisation",
    "has_member",
    "list_members",
    "list_memberships",
    "list_open_invitations",
    "name_of",
]
