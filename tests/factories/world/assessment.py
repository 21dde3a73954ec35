"""A running assessment and a signed one."""

from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.standard import queries as standard
from accountability.standard.domain import Depth
from tests.factories import assessment as factory
from tests.factories.network import sign_assessment
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """One running assessment with one rating, and one that is signed."""
    slug = standard.shipped_pack().commitments[0].key_actions_at(Depth.QUICK)[0].slug
    place.note("key_action", slug)
    place.note("assessment.show_crosswalk.slug", "chs")
    with place.working() as session:
        running = factory.start(place.tenant, session, name=place.text[:60])
        given = Answer(verdict=Verdict.NOT_APPLICABLE, reason=place.text, note=place.text)
        factory.rate(place.tenant, session, running, slug, given)
        place.note("assessment_id", running.id, sign_assessment(session, place.tenant, at=place.at))
