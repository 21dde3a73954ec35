"""Networks and rounds: three organisations, each of which convenes a network and belongs to one of another's."""

from collections.abc import Sequence
from datetime import timedelta

from accountability import roles
from accountability.benchmark import commands as benchmark
from accountability.network import queries
from accountability.network.domain import RoundId
from tests.factories import network as factory
from tests.factories.network import Circle
from tests.factories.world.worlds import Place

BEFORE = timedelta(days=120)  # when the round was opened whose release is out
SILENT = 8  # members that only make a release possible, which takes ten


def connect(places: Sequence[Place]) -> None:
    """The first convenes the network of all three. The second convenes one with the first, the third one with the second."""
    first, second, third = places
    circle = factory.convene(first.tenant, at=first.at - BEFORE, name=first.title[:60])
    for place in (second, third):
        factory.join(circle, place.tenant, at=place.at - BEFORE)
    _release(circle, first, (second, third))
    _run(circle, first, (second, third), contributing=(second, third))
    for convenor, joining, contributing in ((second, first, (first,)), (third, second, ())):
        small = factory.convene(convenor.tenant, at=convenor.at, name=convenor.title[:60])
        factory.join(small, joining.tenant, at=joining.at)
        _run(small, convenor, (joining,), contributing=contributing)


def _run(circle: Circle, convenor: Place, joining: Sequence[Place], *, contributing: Sequence[Place]) -> None:
    """The network's members, a round that runs, and an invitation that nobody has accepted yet."""
    round_id = factory.open_round(circle, at=convenor.at, name=convenor.title[:40])
    convenor.note("organisation_id", joining[0].tenant.organisation_id)
    for place in (convenor, *joining):
        place.note("network_id", circle.network_id)
        place.note("round_id", round_id)
    for place in contributing:
        factory.contribute(place.tenant, round_id, at=place.at)
    token = factory.invite(circle, at=convenor.at, email=f"more@{convenor.tenant.organisation_id}.example")
    convenor.note("network.accept_invitation.token", token)
    with convenor.working() as session:
        found = queries.get_network(session, circle.network_id)
        waiting = [row.id for row in queries.list_open_invitations(session, found, at=convenor.at)]
    convenor.note("network.withdraw_invitation.invitation_id", *waiting)


def _release(circle: Circle, convenor: Place, joining: Sequence[Place]) -> None:
    """A round that is over and has a release."""
    at = convenor.at - BEFORE
    factory.gather(circle, convenor.tenant.database, SILENT, at=at)
    round_id = factory.open_round(circle, at=at, name="Before")
    for tenant in circle.members:
        factory.contribute(tenant, round_id, at=at)
    with convenor.working(roles.BENCHMARK) as session:
        benchmark.freeze_panel(session, queries.get_round(session, round_id), at=at + timedelta(days=31))
    with convenor.working(roles.BENCHMARK) as session:
        benchmark.publish_release(session, queries.get_round(session, round_id), at=at + timedelta(days=61))
    _note_release(round_id, (convenor, *joining))


def _note_release(round_id: RoundId, places: Sequence[Place]) -> None:
    for place in places:
        place.note("round_id", round_id)
        place.note("benchmark.download_release.round_id", round_id)
