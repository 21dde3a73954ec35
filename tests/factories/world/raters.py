"""A blind assessment that runs, with its team and what they chose so far, and one of anonymous raters that is closed."""

from accountability.assessment.domain.ways import Way
from tests.factories import raters as factory
from tests.factories.world.worlds import Place

# Pages that are about a team; everything else takes any assessment.
OF_TEAM = ("show_team", "choose_way", "remind_raters", "give_sections", "remove_rater", "finish_rating", "close_rating")


def fill(place: Place) -> None:
    """Officer and contributor rate with names; ten others rated without."""
    (slug,) = place.ids["key_action"][:1]
    tenant, at = place.tenant, place.at
    with place.working() as session:
        named = factory.start_blind(tenant, session, least=3, name=place.text[:100])
        officer, contributor = tenant.actor("officer"), tenant.actor("contributor")
        factory.ask(tenant, session, named, [officer, contributor, tenant.actor("owner")])
        for level, rater in enumerate((officer, contributor)):
            factory.rate_alone(session, named, rater, {slug: factory.says(level, note=place.text)}, at=at)
        for endpoint in OF_TEAM:
            place.note(f"assessment.{endpoint}.assessment_id", named.id)
        place.note("assessment.give_sections.member_id", contributor.member_id)
        place.note("assessment.remove_rater.member_id", tenant.actor("owner").member_id)
    with place.working() as session:
        closed = factory.start_blind(tenant, session, way=Way.ANONYMOUS, name=place.text[:100])
        people = factory.add_colleagues(tenant, session, 10, called=place.text[:60], at=at)
        factory.ask(tenant, session, closed, people)
        for number, rater in enumerate(people):
            factory.rate_alone(session, closed, rater, {slug: factory.says(1 if number < 3 else 3, note=place.text)}, at=at)
        factory.finish(session, closed, *people, at=at)
        factory.close(tenant, session, closed)
        for endpoint in ("show_spread", "print_spread", "agree_level", "take_over_same"):
            place.note(f"assessment.{endpoint}.assessment_id", closed.id)
