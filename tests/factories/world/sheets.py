"""A sheet that was brought in, and one that waits."""

from accountability.assessment import queries
from accountability.assessment.domain.sheets.columns import Column
from tests.factories import sheets as factory
from tests.factories.world.worlds import Place


def fill(place: Place) -> None:
    """Both of the running assessment that is there already."""
    with place.working() as session:
        running = next(each.assessment for each in queries.list_assessments(session) if not each.assessment.is_signed)
        slug = queries.list_asked(session, running)[1].slug
        rows = factory.exported(place.tenant, session, running)
        brought = factory.held(place.tenant, session, running, factory.changed(rows, {slug: {Column.NOTE: place.text}}))
        factory.bring_in(place.tenant, session, running, brought)
        factory.held(place.tenant, session, running, factory.changed(rows, {slug: {Column.NOTE: f"{place.text} again"}}))
        place.note("brought_in_id", brought.id)
        place.note("assessment.export_sheet.form", "csv", "xlsx")
