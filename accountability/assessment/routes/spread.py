"""How far apart raters are: as a page, and as questions to take into a meeting."""

import uuid

from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_SPREAD
from accountability.assessment.domain.closing import finished_class
from accountability.assessment.domain.ways import Way
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.assessment.routes.said import say_knowledge, strips
from accountability.web import here, page


@pages.get("/<uuid:assessment_id>/spread", access=READ_SPREAD)
def show_spread(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Where raters are furthest apart first, then what all say the same; or when it will be shown."""
    return _page(assessment_id)


@pages.get("/<uuid:assessment_id>/spread/print", access=READ_SPREAD)
def print_spread(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """The key actions on which raters are apart, as questions with room for notes."""
    return _page(assessment_id)


def _page(assessment_id: uuid.UUID) -> ResponseReturnValue:
    assessment = load(assessment_id)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    spread = queries.get_spread(here.session, assessment, standing=standing)
    levels = queries.get_pack(here.session, assessment).levels
    called = names()
    return page(
        assessment=assessment,
        standing=standing,
        spread=spread,
        finished=finished_class(standing.finished) if assessment.way is Way.ANONYMOUS else standing.finished,
        strips={each.key_action.slug: strips(each, levels=levels, names=called) for each in spread.items} if spread else {},
        say_knowledge=say_knowledge,
        in_words=in_words(assessment),
        levels=levels,
    )
