"""Networks and rounds: three organisations, each of which convenes a network and belongs to one of another's."""

from collections.abc import Sequence

from accountability.network import queries
from tests.factories import network as factory
from tests.factories.network import Circle
from tests.factories.world.worlds import Place


def connect(places: Sequence[Place]) -> None:
    """The first convenes the network of all three. The second convenes one with the first, the third one with the second."""
    first, second, third = places
    for convenor, joining in ((first, (second, third)), (second, (first,)), (third, (second,))):
        circle = factory.convene(convenor.tenant, at=convenor.at, name=convenor.title[:60])
        for place in joining:
            factory.join(circle, place.tenant, at=place.at)
        _run(circle, convenor, joining)
        _invite(circle, convenor)


def _run(circle: Circle, convenor: Place, joining: Sequence[Place]) -> None:
    round_id = factory.open_round(circle, at=convenor.at, name=convenor.title[:40])
    convenor.note("organisation_id", circle.members[0].organisation_id)
    for place in (convenor, *joining):
        place.note("network_id", circle.network_id)
        place.note("round_id", round_id)
    for place in joining:
        if not place.ids.get("contributed"):
            place.note("contributed", factory.contribute(place.tenant, round_id, at=place.at))


def _invite(circle: Circle, convenor: Place) -> None:
    """An invitation that nobody has accepted yet."""
    token = factory.invite(circle, at=convenor.at, email=f"more@{convenor.tenant.organisation_id}.example")
    convenor.note("network.accept_invitation.token", token)
    with convenor.working() as session:
        found = queries.get_network(session, circle.network_id)
        waiting = [row.id for row in queries.list_open_invitations(session, found, at=convenor.at)]
    convenor.note("network.withdraw_invitation.invitation_id", *waiting)
