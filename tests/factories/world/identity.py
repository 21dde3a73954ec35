"""Links on their way to people, and a device that somebody is signed in on."""

from accountability.identity import commands, queries
from accountability.identity.domain import LinkPurpose
from tests.factories.world.worlds import Place

# Where each link leads, and whose it is: what it shows is its holder's business.
LINKS = {
    "identity.sign_in_by_link.token": LinkPurpose.SIGN_IN,
    "identity.choose_new_password.token": LinkPurpose.FORGOTTEN,
    "identity.confirm_address.token": LinkPurpose.CHANGE_ADDRESS,
    "identity.keep_address.token": LinkPurpose.KEEP_ADDRESS,
}
ASKED = {"organisation": "New", "country": "MK", "size_band": "0", "themes": [], "name": "New", "password_hash": "-"}


def fill(place: Place) -> None:
    """One link of each kind for a viewer, one that signs somebody new up, and a device of everybody's."""
    email = f"new@{place.tenant.organisation_id}.example"
    viewer = place.tenant.actor("viewer").person_id
    with place.working() as session:
        for name, purpose in LINKS.items():
            place.note(name, commands.write_link(session, purpose, person_id=viewer, payload={"email": email}, at=place.at))
        sign_up = commands.write_link(session, LinkPurpose.CONFIRM_SIGN_UP, payload=ASKED | {"email": email}, at=place.at)
        place.note("organisation.confirm_sign_up.token", sign_up)
        for actor in place.tenant.actors.values():
            device = queries.find_sign_in(session, commands.sign_in(session, actor.person_id, at=place.at), at=place.at)
            assert device
            place.note("device_id", device.id)
