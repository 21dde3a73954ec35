"""What the organisation says of itself, its members and roles, and a colleague who is invited."""

from accountability.organisation import commands
from accountability.organisation.domain import NewInvitation, NewRole
from accountability.organisation.queries import get_organisation
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """Themes, one open invitation with its link, a role of its own that nobody holds, and a member to decide about."""
    place.send("organisation.switch_organisation", organisation=place.tenant.organisation_id)
    tokens: list[str] = []
    with place.working() as session:
        get_organisation(session).themes = ["democracy"]
        invitation = commands.invite_colleague(
            session,
            NewInvitation(email=f"new@{place.tenant.organisation_id}.example", role="officer"),
            by=place.tenant.actor("owner"),
            at=place.at,
            address=lambda token: tokens.append(token) or token,
        )
        place.note("organisation.withdraw_invitation.invitation_id", invitation.id)
        place.note("organisation.send_again.invitation_id", invitation.id)
        role = NewRole(name=place.title[:40], permissions=frozenset({"READ_ASSESSMENTS"}))
        place.note("role_id", commands.make_role(session, role, by=place.tenant.actor("owner"), at=place.at).id)
    place.note("organisation.give_role.member_id", place.tenant.actor("viewer").member_id)
    place.note("organisation.end_membership.member_id", place.tenant.actor("viewer").member_id)
    place.send("organisation.give_role", role="viewer")
    place.note("organisation.accept_invitation.token", *tokens)
