"""A journal that is chained and sealed, and an operator who may look."""

from accountability import journal, roles
from accountability.operating import commands as operating
from accountability.operating.domain import Length, NewGrant
from accountability.record import commands
from tests.factories.record import KEY, Outside
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """A grant, a seal, and a journal that may be removed as a whole."""
    with place.working() as session:
        new = NewGrant(length=Length.WEEK, reason=place.text)
        grant = operating.let_operator_in(session, new, by=place.tenant.actor("owner"), at=place.at)
        place.note("grant_id", grant.id)
    place.send("record.export_record", form="csv")
    with place.working(roles.WORKER) as session:
        commands.chain(session)
        commands.anchor(session, key=KEY, put=Outside().put, at=place.at)
        journal.unlock(session)
