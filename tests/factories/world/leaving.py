"""An archive that was stopped, an erasure that was taken back, and a member who may come back."""

from datetime import timedelta

from accountability.identity.queries import token_hash
from accountability.leaving import commands
from accountability.leaving.domain import ExportState
from accountability.leaving.models import RejoinAddress
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """Nothing of it is under way, so that every page is as it is on other days."""
    owner = place.tenant.actor("owner")
    with place.working() as session:
        export = commands.ask_for_export(session, by=owner, at=place.at - timedelta(hours=1))
        export.state, export.finished_at = ExportState.STOPPED, place.at
        place.note("export_id", export.id)
        address = {"by": owner, "at": place.at, "address": lambda: place.text}
        commands.ask_to_erase(session, owner.organisation_name, **address)
        commands.cancel_erasure(session, **address)
        token = f"way-back-{place.key}"
        way = {"organisation_id": place.tenant.organisation_id, "member_id": place.tenant.actor("viewer").member_id}
        session.add(RejoinAddress(token_hash=token_hash(token), sent_at=place.at, **way))
        place.note("leaving.rejoin.token", token)
