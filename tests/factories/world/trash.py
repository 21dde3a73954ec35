"""Something that was removed by mistake."""

from accountability.assessment import commands as assessments
from accountability.standard.domain import Depth
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """An assessment in the trash."""
    by = place.tenant.actor("officer")
    with place.working() as session:
        made = assessments.start_assessment(session, name=place.text[:100], depth=Depth.QUICK, by=by, at=place.at)
        assessments.remove_assessment(session, made, by=by, at=place.at)
        place.note("home.take_back.kind", "assessment")
        place.note("home.take_back.removed_id", made.id)
