"""A provider that vouches for members, one it vouched for, and a token with which a program reads."""

from accountability.organisation.commands.single_sign_on import choose_provider
from accountability.organisation.commands.tokens import make_token, scope_of
from accountability.organisation.domain.single_sign_on import ProviderChoice
from accountability.organisation.domain.tokens import NewToken
from accountability.organisation.models import VouchedMember
from accountability.organisation.queries.tokens import list_tokens
from accountability.sealing import Seal
from tests.factories.world.worlds import Place

SEAL = Seal(["a-sealing-key-of-the-tests-0123456789"])
NOBODY = "http://127.0.0.1:9"  # where nothing listens


def fill(place: Place) -> None:
    """A provider nobody answers for, a viewer whom it knows, and a token of everybody who may read something."""
    owner, viewer = place.tenant.actor("owner"), place.tenant.actor("viewer")
    issuer = f"{NOBODY}/{place.key}"
    choice = ProviderChoice(issuer=issuer, client_id=place.text, client_secret=place.text, asks_second_factor=True)
    with place.working() as session:
        provider = choose_provider(session, choice, seal=SEAL, by=owner, at=place.at)
        provider.worked_at = place.at
        session.add(VouchedMember(member_id=viewer.member_id, issuer=issuer, subject=place.text, held_at=place.at))
        for actor in place.tenant.actors.values():
            if scope_of(actor):
                make_token(session, NewToken(name=place.text, scope=scope_of(actor)[:1], lasts_days=30), by=actor, at=place.at)
        place.note("token_id", *(token.id for token in list_tokens(session)))
    place.note("organisation.sign_in_with.code", provider.code)
    place.note("organisation.return_from_provider.code", provider.code)
    place.note("organisation.release_member.member_id", viewer.member_id)
    place.send("organisation.choose_provider", issuer=issuer)
