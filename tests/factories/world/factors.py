"""A second factor that is lost, what is done about it, and a passkey."""

from accountability.identity.commands.factors import add_totp
from accountability.identity.commands.passkeys import add_passkey
from accountability.identity.domain.factors import code_at, new_secret
from accountability.identity.domain.passkeys import NewPasskey
from accountability.organisation.commands.factor_reset import ask_for_reset
from accountability.organisation.queries import get_member
from accountability.sealing import Seal
from tests.factories.world.worlds import Place

SEAL = Seal(["a-sealing-key-of-the-tests-0123456789"])


def fill(place: Place) -> None:
    """Everybody has a passkey. Somebody in data entry has a code generator too, lost both, and asked for help."""
    lost, secret, tokens = place.tenant.actor("data_entry"), new_secret(), []

    def address(token: str) -> str:
        tokens.append(token)
        return token

    with place.working() as session:
        add_totp(session, lost.person_id, secret, code_at(secret, at=place.at), seal=SEAL, at=place.at)
        for role, actor in place.tenant.actors.items():
            passkey = NewPasskey(id=f"passkey-{place.key}-{role.value}", public_key="AAAA", sign_count=0)
            add_passkey(session, actor.person_id, passkey, name=place.title[:40], fallback="Key", at=place.at)
        reset = ask_for_reset(session, get_member(session, lost.member_id), by=lost, at=place.at, address=address)
        place.note("reset_id", reset.id)
    place.note("organisation.cancel_factor_reset_by_link.token", tokens[0])
    place.send("organisation.start_factor_reset", member=lost.member_id)
    place.send("organisation.ask_for_factor_reset", organisation=place.tenant.organisation_id)
    place.send("identity.rename_passkey", passkey=f"passkey-{place.key}-{{role}}", name="Blue key")
    place.send("identity.remove_passkey", passkey=f"passkey-{place.key}-{{role}}")
