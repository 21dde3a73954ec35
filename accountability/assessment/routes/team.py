"""The team of a cycle: how it rates, who is on it, and saying that one has finished."""

import uuid
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION, RUN_ASSESSMENT
from accountability.assessment.domain.closing import finished_class
from accountability.assessment.domain.progress import progress
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Assessment
from accountability.assessment.routes.pages import load, pages
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.organisation import queries as organisation
from accountability.organisation.queries import get_member
from accountability.web import absolute_url, go, here, page, say, submitted
from forms.assessment.team import (
    WAYS,
    AskRatersForm,
    ChooseDateForm,
    ChooseWayForm,
    CloseRatingForm,
    FinishRatingForm,
    GiveSectionsForm,
)


@pages.get("/<uuid:assessment_id>/how-we-rate", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/how-we-rate", access=RUN_ASSESSMENT)
def choose_way(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """How the team rates, and by when; only the day once somebody has rated."""
    assessment = load(assessment_id)
    has_begun = queries.has_begun(here.session, assessment)
    form: Any = _date_form(assessment) if has_begun else _way_form(assessment)
    if submitted(form):
        way, least = assessment.way, assessment.least_raters
        rate_by = form.draft if has_begun else form.draft.rate_by
        if not has_begun:
            way, least = form.draft.way, form.draft.least
        with form.showing_refusals():
            commands.choose_way(here.session, assessment, way=way, least=least, rate_by=rate_by, by=here.actor, at=here.now)
            say(_("Saved. This is how you rate."))
            return go("assessment.show_team", assessment_id=assessment.id)
    return page(assessment=assessment, form=form, has_begun=has_begun, ways=WAYS)


def _way_form(assessment: Assessment) -> ChooseWayForm:
    stored = {"way": assessment.way.value, "least_raters": assessment.least_raters, "rate_by": assessment.rate_by}
    return ChooseWayForm(request.form, data=stored)


def _date_form(assessment: Assessment) -> ChooseDateForm:
    return ChooseDateForm(request.form, data={"rate_by": assessment.rate_by})


@pages.get("/<uuid:assessment_id>/team", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/team", access=RUN_ASSESSMENT)
def show_team(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Who rates and how far they are, and asking more people."""
    assessment = load(assessment_id)
    parts = _parts(assessment)
    form = _asking(assessment, parts)
    if submitted(form):
        with form.showing_refusals():
            _ask(assessment, form)
            return go("assessment.show_team", assessment_id=assessment.id)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    return page(
        assessment=assessment,
        form=form,
        team=queries.list_team(here.session, assessment),
        standing=standing,
        finished=finished_class(standing.finished) if assessment.way is Way.ANONYMOUS else standing.finished,
        titles=dict(parts),
        ways=WAYS,
    )


def _parts(assessment: Assessment) -> list[tuple[str, str]]:
    return [(each.slug, f"{each.number} {each.title}") for each in queries.get_pack(here.session, assessment).commitments]


def _asking(assessment: Assessment, parts: list[tuple[str, str]]) -> AskRatersForm:
    team = {each.member_id for each in queries.list_raters(here.session, assessment)}
    people = [
        (str(each.id), each.name) for each in organisation.list_members_who(here.session, RATE_KEY_ACTION) if each.id not in team
    ]
    return AskRatersForm(request.form, people=people, parts=parts)


def _ask(assessment: Assessment, form: AskRatersForm) -> None:
    asked = commands.ask_raters(
        here.session,
        assessment,
        members=[uuid.UUID(each) for each in form.draft.members],
        sections=form.draft.sections,
        rule=RATE_KEY_ACTION,
        link=absolute_url("assessment.show_assessment", assessment_id=assessment.id),
        by=here.actor,
        at=here.now,
    )
    say(ngettext("One person was asked by mail.", "%(number)s people were asked by mail.", len(asked)))


@pages.post("/<uuid:assessment_id>/team/remind", access=RUN_ASSESSMENT)
def remind_raters(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """A mail to those who have not finished; to the whole team where raters are anonymous."""
    assessment = load(assessment_id)
    link = absolute_url("assessment.show_assessment", assessment_id=assessment.id)
    reminded = commands.remind_raters(here.session, assessment, link=link, by=here.actor, at=here.now)
    say(ngettext("One person was reminded by mail.", "%(number)s people were reminded by mail.", reminded))
    return go("assessment.show_team", assessment_id=assessment.id)


@pages.get("/<uuid:assessment_id>/team/<uuid:member_id>", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/team/<uuid:member_id>", access=RUN_ASSESSMENT)
def give_sections(assessment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Which sections one rater is asked for."""
    assessment = load(assessment_id)
    rater = commands.get_rater(here.session, assessment, member_id=member_id)
    parts = _parts(assessment)
    form = GiveSectionsForm(request.form, data={"sections": rater.sections or []}, parts=parts)
    if submitted(form):
        with form.showing_refusals():
            commands.give_sections(here.session, assessment, rater, sections=form.draft, by=here.actor, at=here.now)
            say(_("Saved. Their list shows these sections now."))
            return go("assessment.show_team", assessment_id=assessment.id)
    return page(assessment=assessment, form=form, name=get_member(here.session, rater.member_id).name)  # type: ignore[arg-type]


@pages.post("/<uuid:assessment_id>/team/<uuid:member_id>/remove", access=RUN_ASSESSMENT)
def remove_rater(assessment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take somebody off the team who has not rated yet."""
    assessment = load(assessment_id)
    rater = commands.get_rater(here.session, assessment, member_id=member_id)
    commands.remove_rater(here.session, assessment, rater, by=here.actor, at=here.now)
    say(_("Taken off the team."))
    return go("assessment.show_team", assessment_id=assessment.id)


@pages.get("/<uuid:assessment_id>/finish", access=RATE_KEY_ACTION)
@pages.post("/<uuid:assessment_id>/finish", access=RATE_KEY_ACTION)
def finish_rating(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """What is still open on one's own sheet, then the button after which it stands."""
    assessment = load(assessment_id)
    form = FinishRatingForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            commands.finish_rating(here.session, assessment, by=here.actor, at=here.now)
            say(_("Thank you. Your answers stand now."))
            return go("assessment.show_assessment", assessment_id=assessment.id)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    answers = queries.list_own_answers(here.session, assessment, member_id=here.actor.member_id)
    mine = [each for each in queries.list_asked(here.session, assessment) if standing.rates(each.commitment)]
    return page(
        assessment=assessment,
        form=form,
        standing=standing,
        open_ones=[each for each in mine if each.slug not in answers or answers[each.slug].is_blank],
        progress_now=progress((each.slug for each in mine), depth=assessment.depth, answers=answers),
        finished=finished_class(standing.finished) if assessment.way is Way.ANONYMOUS else standing.finished,
    )


@pages.get("/<uuid:assessment_id>/close-rating", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/close-rating", access=RUN_ASSESSMENT)
def close_rating(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """What closing does, then the button that ends rating for everybody."""
    assessment = load(assessment_id)
    form = CloseRatingForm(request.form)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    form.words.flags.required = bool(standing.still_needed)
    if submitted(form):
        with form.showing_refusals():
            commands.close_rating(here.session, assessment, words=form.draft, by=here.actor, at=here.now)
            flask.after_this_request(_forget_deleted)
            say(_("Rating is closed. Look at where you differ, and settle on a level."))
            return go("assessment.show_spread", assessment_id=assessment.id)
    team = queries.list_team(here.session, assessment)
    return page(
        assessment=assessment,
        form=form,
        standing=standing,
        finished=finished_class(standing.finished) if assessment.way is Way.ANONYMOUS else standing.finished,
        unfinished=[each.name for each in team if each.has_finished is False],
        is_possible=_may_close(assessment, standing),
    )


def _forget_deleted(response: flask.Response) -> flask.Response:
    """What was deleted with this request leaves the database's log at once, too."""
    here.database.forget_deleted()
    return response


def _may_close(assessment: Assessment, standing: Any) -> bool:
    if not assessment.way.is_blind or assessment.is_rating_closed or assessment.is_submitted or assessment.is_signed:
        return False
    return not standing.still_needed if assessment.way is Way.ANONYMOUS else standing.finished > 0
