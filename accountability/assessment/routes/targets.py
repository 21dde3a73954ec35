"""The levels an organisation wants to reach: all on one page, or one from its card."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_ASSESSMENTS, RUN_ASSESSMENT
from accountability.assessment.commands.targets import choose_targets as choose
from accountability.assessment.models import Assessment
from accountability.assessment.queries.results import get_results
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.language import ngettext
from accountability.web import go, here, page, say, submitted
from forms.assessment.targets import SEEN, targets_form


@pages.get("/<uuid:assessment_id>/targets", access=READ_ASSESSMENTS)
@pages.post("/<uuid:assessment_id>/targets", access=RUN_ASSESSMENT)
def choose_targets(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Every key action with its level, its marks and its target; those who run the assessment choose."""
    assessment = load(assessment_id)
    results = get_results(here.session, assessment, by=here.actor)
    form = targets_form(
        request.form,
        key_actions=[item.key_action for item in results.profile.items],
        levels=queries.get_pack(here.session, assessment).levels,
        targets=results.targets,
    )
    if submitted(form):
        with form.showing_refusals():
            changed = choose(here.session, assessment, choices=form.draft, by=here.actor, at=here.now)
            say(ngettext("One target changed.", "%(number)s targets changed.", changed))
            return go("assessment.choose_targets", assessment_id=assessment.id)
        # Refused, they see what stands now; saving again puts their choice upon it.
        for slug in form.slugs:
            form[SEEN + slug].data = str(results.targets.get(slug, ""))
    return page(
        assessment=assessment,
        form=form,
        results=results,
        marks=results.marks,
        can_choose=RUN_ASSESSMENT.allows(here.actor) and is_changeable(assessment),
        in_words=in_words(assessment),
        levels=queries.get_pack(here.session, assessment).levels,
        names=names(),
    )


@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/target", access=RUN_ASSESSMENT)
def choose_target(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """The target of one key action, from its card; a refusal is a page of its own."""
    assessment = load(assessment_id)
    asked = queries.get_key_action(here.session, assessment, slug=key_action)
    levels = queries.get_pack(here.session, assessment).levels
    form = targets_form(request.form, key_actions=[asked], levels=levels, targets={})
    if submitted(form):
        changed = choose(here.session, assessment, choices=form.draft, by=here.actor, at=here.now)
        say(ngettext("One target changed.", "%(number)s targets changed.", changed))
    return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=key_action)


def is_changeable(assessment: Assessment) -> bool:
    """Whether targets may still be chosen."""
    return not (assessment.is_signed or assessment.is_submitted)
