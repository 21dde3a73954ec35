"""Starting an assessment, seeing where it stands, growing it, signing it off."""

import uuid

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import READ_ASSESSMENTS, RUN_ASSESSMENT, SIGN_ASSESSMENT
from accountability.assessment.domain.progress import Filter
from accountability.assessment.domain.signing import Doubt, open_matters
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Depth
from accountability.web import go, here, page, say, submitted
from forms.assessment import DeepenAssessmentForm, SignAssessmentForm, StartAssessmentForm

FILTERS = {
    Filter.ALL: lazy("All"),
    Filter.TO_REVISIT: lazy("To come back to"),
    Filter.UNANSWERED: lazy("Not answered"),
    Filter.DONT_KNOW: lazy("Don’t know"),
}
DOUBTS = {
    Doubt.DONE_NOT_WRITTEN: lazy("It is done well and hardly written down. What happens when people change?"),
    Doubt.WRITTEN_NOT_DONE: lazy("It is written down well and hardly done."),
    Doubt.MOSTLY_NOT_APPLICABLE: lazy("More than half of its key actions are marked as not applicable."),
}


@pages.get("", access=READ_ASSESSMENTS)
def list_assessments() -> ResponseReturnValue:
    """All assessments, the latest first."""
    return page(summaries=queries.list_assessments(here.session), names=names())


@pages.get("/start", access=RUN_ASSESSMENT)
@pages.post("/start", access=RUN_ASSESSMENT)
def start_assessment() -> ResponseReturnValue:
    """A name and a depth, then the first card is one step away."""
    form = StartAssessmentForm(request.form, data={"name": str(here.now.year), "depth": Depth.QUICK.value})
    if submitted(form):
        started = commands.start_assessment(here.session, name=form.draft.name, depth=form.draft.depth, by=here.actor, at=here.now)
        return go("assessment.show_assessment", assessment_id=started.id)
    return page(form=form)


@pages.get("/<uuid:assessment_id>", access=READ_ASSESSMENTS)
def show_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Progress, and every key action with its answer."""
    assessment = load(assessment_id)
    shown = next((each for each in Filter if each.value == request.args.get("show")), Filter.ALL)
    return page(
        assessment=assessment,
        overview=queries.get_overview(here.session, assessment, shown=shown),
        pack=queries.get_pack(here.session, assessment),
        filters=[(each, str(label)) for each, label in FILTERS.items()],
        shown=shown,
        in_words=in_words(assessment),
        names=names(),
    )


@pages.get("/<uuid:assessment_id>/deepen", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/deepen", access=RUN_ASSESSMENT)
def deepen_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """From the quick scan to all key actions; nothing is typed again."""
    assessment = load(assessment_id)
    form = DeepenAssessmentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.deepen_assessment(here.session, assessment, by=here.actor, at=here.now)
            say(_("This is the full assessment now. Everything you answered is still here."))
            return go("assessment.show_assessment", assessment_id=assessment.id)
    return page(form=form, assessment=assessment, overview=queries.get_overview(here.session, assessment))


@pages.post("/<uuid:assessment_id>/remove", access=RUN_ASSESSMENT)
def remove_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Put an assessment that is not signed off in the trash."""
    assessment = load(assessment_id)
    commands.remove_assessment(here.session, assessment, by=here.actor, at=here.now)
    say(_("Assessment removed."), undo=flask.url_for("home.take_back", kind="assessment", removed_id=assessment.id))
    return go("assessment.list_assessments")


@pages.get("/<uuid:assessment_id>/sign-off", access=SIGN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/sign-off", access=SIGN_ASSESSMENT)
def sign_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """What is open, then the signature that freezes everything."""
    assessment = load(assessment_id)
    form = SignAssessmentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.sign_assessment(here.session, assessment, seen=form.draft, by=here.actor, at=here.now)
            say(_("The assessment is signed off. It is frozen and stays readable."))
            return go("assessment.show_profile", assessment_id=assessment.id)
    # What the signer is shown now is what a signature stands on, also after a refusal.
    form.seen.data = queries.count_versions(here.session, assessment)
    form.seen.raw_data = None
    return page(
        form=form,
        assessment=assessment,
        matters=open_matters(queries.get_profile(here.session, assessment)),
        progress_now=queries.get_progress(here.session, assessment),
        doubt_words=DOUBTS,
    )
