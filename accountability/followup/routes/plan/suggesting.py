"""What an assessment suggests to do next, each one click away from being planned; and what the plan would change."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries as assessments
from accountability.assessment.access import READ_ASSESSMENTS, READ_SPREAD
from accountability.assessment.domain import AssessmentId
from accountability.followup import commands, queries
from accountability.followup.access import EDIT_PLAN, READ_FOLLOWUP
from accountability.followup.domain.plan import Ground, SuggestionIsGone
from accountability.followup.routes.plan.pages import bounds, hears, pages, today, words
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.web import demand, go, here, page, say
from forms.followup import TakeSuggestionForm

GROUNDS = {
    Ground.ZERO: (lazy("At level 0"), "danger"),
    Ground.LOW: (lazy("At level 1"), "sun"),
    Ground.SPREAD: (lazy("Raters far apart"), "sky"),
    Ground.GAP: (lazy("People see less"), "warm"),
}


@pages.get("/suggestions/<uuid:assessment_id>", access=EDIT_PLAN)
def show_suggestions(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """What this assessment suggests: three to start with, the rest below."""
    assessment = _load(assessment_id)
    found = queries.get_suggestions(here.session, assessment, spreads=_spreads(assessment), hears=hears())
    actions = [each for each in queries.list_actions(here.session) if each.assessment_id == assessment.id]
    return page(
        assessment=assessment,
        suggestions=found,
        planned=actions,
        grounds=GROUNDS,
        wording=queries.get_wording(here.session, actions),
        today=today(),
        **words(),
    )


@pages.post("/suggestions/<uuid:assessment_id>/take", access=EDIT_PLAN)
def take_suggestion(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """One click makes the suggestion an action of whoever clicked, due in three months."""
    assessment = _load(assessment_id)
    try:
        action = commands.take_suggestion(
            here.session,
            assessment,
            TakeSuggestionForm(request.form).draft,
            spreads=_spreads(assessment),
            hears=hears(),
            bounds=bounds(),
            by=here.actor,
            at=here.now,
        )
    except SuggestionIsGone as gone:
        # Mostly a second click: what it wanted is there already.
        say(_(gone.message), kind="info")
    else:
        say(_("Planned: %(title)s", title=action.title))
    return go("plan.show_suggestions", assessment_id=assessment.id)


@pages.get("/what-if", access=READ_FOLLOWUP)
def show_forecast() -> ResponseReturnValue:
    """The means now, and as they would be if the open actions reached what is hoped of them. Nothing of it is stored."""
    demand(READ_ASSESSMENTS)
    assessment = assessments.find_latest_assessment(here.session)
    found = queries.get_forecast(here.session, assessment) if assessment else ()
    hoping = [
        each
        for each in queries.list_actions(here.session)
        if each.status.is_open and each.key_action and each.expected_level is not None
    ]
    changed = {item.key_action.slug for each in found for item, _then in each.changed}
    return page(
        assessment=assessment,
        forecasts=found,
        actions=[each for each in hoping if each.key_action in changed],
        beside=[each for each in hoping if each.key_action not in changed],
        wording=queries.get_wording(here.session, hoping),
        **words(),
    )


def _load(assessment_id: uuid.UUID) -> Any:
    """The assessment of the address, for somebody who may see its levels. Raises Forbidden or NotFound."""
    demand(READ_ASSESSMENTS)
    return assessments.get_assessment(here.session, AssessmentId(assessment_id))


def _spreads(assessment: Any) -> Mapping[str, int]:
    """By key action: how many levels lie between the highest and the lowest rater, where the reader may know it."""
    if not READ_SPREAD.allows(here.actor):
        return {}
    standing = assessments.get_standing(here.session, assessment, member_id=here.actor.member_id)
    found = assessments.get_spread(here.session, assessment, standing=standing)
    return {each.key_action.slug: each.opinion.range for each in found.apart} if found else {}
