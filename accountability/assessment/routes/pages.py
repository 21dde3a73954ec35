"""The pages of assessments, and what all of them need."""

import uuid
from collections.abc import Callable

from accountability.assessment import queries
from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.models import Assessment
from accountability.language import gettext as _
from accountability.organisation import queries as organisation
from accountability.web import Pages, here

pages = Pages("assessment", __name__, url_prefix="/assessments")


def load(assessment_id: uuid.UUID) -> Assessment:
    """The assessment of the address. Raises NotFound."""
    return queries.get_assessment(here.session, AssessmentId(assessment_id))


def names() -> dict[uuid.UUID, str]:
    """The names of members, former ones too, by their id."""
    return dict(organisation.names_of_members(here.session).items())


def in_words(assessment: Assessment) -> Callable[[Answer], str]:
    """A function that says an answer as people would, with this assessment's names of levels."""
    levels = queries.get_pack(here.session, assessment).levels

    def say_answer(answer: Answer) -> str:
        if answer.verdict is Verdict.LEVEL:
            return f"{answer.level} · {levels[answer.level or 0].name}"
        if answer.verdict is Verdict.NOT_APPLICABLE:
            return _("Not applicable: %(reason)s", reason=answer.reason)
        return _("Don’t know") if answer.verdict is Verdict.DONT_KNOW else _("Not answered yet")

    return say_answer
