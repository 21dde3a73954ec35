"""What the organisation says of itself, its members, and a colleague who is invited."""

from accountability.organisation import commands
from accountability.organisation.domain import NewInvitation
from accountability.organisation.queries import get_organisation
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """Themes, and one open invitation with its link."""
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
    place.note("organisation.accept_invitation.token", *tokens)
