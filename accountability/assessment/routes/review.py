"""The review of an assessment: hand it in, take it back, ask for changes, sign, open again."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import RUN_ASSESSMENT, SIGN_ASSESSMENT
from accountability.assessment.models import Assessment
from accountability.assessment.routes.checks import checks_of
from accountability.assessment.routes.pages import load, names, pages
from accountability.language import gettext as _
from accountability.web import absolute_url, go, here, page, say, submitted
from forms.assessment import SignAssessmentForm
from forms.assessment.review import ReopenAssessmentForm, RequestChangesForm, SubmitAssessmentForm


@pages.get("/<uuid:assessment_id>/submit", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/submit", access=RUN_ASSESSMENT)
def submit_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """What is open, then handing it to those who sign."""
    assessment = load(assessment_id)
    form = SubmitAssessmentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            link = absolute_url("assessment.sign_assessment", assessment_id=assessment.id)
            commands.submit_assessment(here.session, assessment, words=form.draft, link=link, by=here.actor, at=here.now)
            say(_("It waits for a signature now. Who can sign was told by mail."))
            return go("assessment.show_assessment", assessment_id=assessment.id)
    signers = [each.name for each in queries.list_signers(here.session, but=here.actor)]
    return page(form=form, assessment=assessment, signers=signers, **_open_matters(assessment))


@pages.post("/<uuid:assessment_id>/take-back", access=RUN_ASSESSMENT)
def take_back_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with what was handed in."""
    assessment = load(assessment_id)
    commands.take_back_assessment(here.session, assessment, by=here.actor, at=here.now)
    say(_("You took it back. It can be changed again."))
    return go("assessment.show_assessment", assessment_id=assessment.id)


@pages.get("/<uuid:assessment_id>/request-changes", access=SIGN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/request-changes", access=SIGN_ASSESSMENT)
def request_changes(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Say what should change before it is signed."""
    assessment = load(assessment_id)
    form = RequestChangesForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            link = absolute_url("assessment.show_assessment", assessment_id=assessment.id)
            commands.request_changes(here.session, assessment, words=form.draft, link=link, by=here.actor, at=here.now)
            say(_("Your words are on the assessment, and who submitted it was told by mail. It can be changed again."))
            return go("assessment.show_assessment", assessment_id=assessment.id)
    return page(form=form, assessment=assessment, names=names())


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
    return page(form=form, assessment=assessment, names=names(), **_open_matters(assessment))


@pages.get("/<uuid:assessment_id>/reopen", access=SIGN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/reopen", access=SIGN_ASSESSMENT)
def reopen_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Take the signature away, with words that stay."""
    assessment = load(assessment_id)
    form = ReopenAssessmentForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            link = absolute_url("assessment.show_assessment", assessment_id=assessment.id)
            commands.reopen_assessment(here.session, assessment, words=form.draft, link=link, by=here.actor, at=here.now)
            say(_("The assessment is open again. Who signed it before stays in its history."))
            return go("assessment.show_assessment", assessment_id=assessment.id)
    return page(form=form, assessment=assessment, names=names())


def _open_matters(assessment: Assessment) -> dict[str, object]:
    """What somebody who submits or signs should have seen."""
    return {"progress_now": queries.get_progress(here.session, assessment), "checks": checks_of(assessment)}
