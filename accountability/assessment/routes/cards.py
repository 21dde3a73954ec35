"""The card of one key action: as a page that works by itself, and as the address its script saves to."""

import uuid
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION, READ_ASSESSMENTS, RUN_ASSESSMENT
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.refusals import AssessmentIsSigned, RatingIsDisputed
from accountability.assessment.domain.ways import Sheet, Standing
from accountability.assessment.domain.writing import check_rating
from accountability.assessment.models import AgreedLevel, Assessment, Rating
from accountability.assessment.queries.marks import list_marks, list_targets
from accountability.assessment.routes.beside import beside_card
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.assessment.routes.support import support_of
from accountability.assessment.routes.targets import is_changeable
from accountability.language import format_date, format_time
from accountability.language import gettext as _
from accountability.organisation.queries import get_organisation
from accountability.refusal import Refusal
from accountability.standard.domain import KeyAction, Kind
from accountability.web import go, here, page, submitted
from forms.assessment import RateKeyActionForm, typed
from forms.assessment.targets import TargetsForm, targets_form

Sides = dict[str, Any]


@pages.get("/<uuid:assessment_id>/key-actions/<key_action>", access=READ_ASSESSMENTS)
@pages.post("/<uuid:assessment_id>/key-actions/<key_action>", access=RATE_KEY_ACTION)
def rate_key_action(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """One key action; posted without script it saves and goes on to the next."""
    assessment = load(assessment_id)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    card = queries.get_card(here.session, assessment, slug=key_action, sections=standing.own_sections)
    form = _form(assessment, key_action)
    if submitted(form):
        try:
            _save(assessment, key_action, form)
        except RatingIsDisputed as dispute:
            shown = flask.make_response(_page(assessment, card, form, standing, dispute=sides(assessment, dispute)))
            shown.status_code = 409
            return shown
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _go_on(assessment, card)
    return _page(assessment, card, form, standing)


@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/save", access=RATE_KEY_ACTION)
def save_key_action(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """The same for the script: 200 {saved_at, version, joined}, 409 {message, dispute}, 422 {errors}."""
    assessment = load(assessment_id)
    form = _form(assessment, key_action)
    if not submitted(form):
        return {"errors": {field: str(next(iter(texts))) for field, texts in form.errors.items()}}, 422
    try:
        saved = _save(assessment, key_action, form)
    except RatingIsDisputed as dispute:
        return {"message": _(dispute.message), "dispute": sides(assessment, dispute)}, 409
    except Refusal as refusal:
        return {"message": _(refusal.message, **refusal.params), "dispute": None}, 409
    joined = typed(saved.rating.answer, version=saved.rating.version) if saved.others else None
    return {"saved_at": format_time(here.now), "version": saved.rating.version, "joined": joined}


def _form(assessment: Assessment, key_action: str) -> RateKeyActionForm:
    asked = queries.get_key_action(here.session, assessment, slug=key_action)
    stored: dict[str, object] = {}
    if request.method != "POST":
        rating = _stored(assessment, key_action)
        stored = typed(rating.answer, version=rating.version) if rating else {}
    return RateKeyActionForm(
        request.form,
        data=stored,
        levels=queries.get_pack(here.session, assessment).levels,
        key_action=asked,
        asks_knowledge=assessment.way.is_blind and asked.kind is Kind.POLICY,
    )


def _stored(assessment: Assessment, key_action: str) -> Rating | AgreedLevel | None:
    """The answer as it stands on the sheet that this person works on."""
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    if standing.sheet is Sheet.OWN:
        return queries.find_own(here.session, assessment, member_id=here.actor.member_id, key_action=key_action)
    return queries.find_agreed(here.session, assessment, key_action=key_action)


def _save(assessment: Assessment, key_action: str, form: RateKeyActionForm) -> commands.Saved:
    return commands.rate_key_action(
        here.session, assessment, key_action=key_action, answer=form.draft, seen=form.seen, by=here.actor, at=here.now
    )


def _go_on(assessment: Assessment, card: queries.Card) -> ResponseReturnValue:
    if card.next is None:
        return go("assessment.show_assessment", assessment_id=assessment.id)
    return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=card.next.slug)


def _page(
    assessment: Assessment, card: queries.Card, form: RateKeyActionForm, standing: Standing, *, dispute: Sides | None = None
) -> ResponseReturnValue:
    answers = queries.list_answers_before(here.session, assessment, standing=standing, by=here.actor)
    return page(
        assessment=assessment,
        card=card,
        form=form,
        rating=_stored(assessment, card.key_action.slug),
        standing=standing,
        # A form that was refused stays a form: what was typed must not be lost.
        refusal=None if form.errors or dispute else _why_not(assessment, card, standing),
        overview=queries.get_overview(here.session, assessment, answers=answers, sections=_sections(standing, card)),
        levels=queries.get_pack(here.session, assessment).levels,
        in_words=in_words(assessment),
        names=names(),
        dispute=dispute,
        marks=list_marks(here.session, assessment, is_blind=standing.is_rating)[card.key_action.slug],
        targets=_targets(assessment, card.key_action),
        may_leave_out=_may_leave_out(card.key_action),
        **support_of(assessment, card.key_action.slug),
        **beside_card(assessment, key_action=card.key_action.slug, commitment=card.commitment.slug, standing=standing),
    )


def _targets(assessment: Assessment, key_action: KeyAction) -> TargetsForm | None:
    """The form for the level to reach, for those who may choose it now."""
    if not (RUN_ASSESSMENT.allows(here.actor) and is_changeable(assessment)):
        return None
    levels = queries.get_pack(here.session, assessment).levels
    return targets_form(None, key_actions=[key_action], levels=levels, targets=list_targets(here.session, assessment))


def _may_leave_out(key_action: KeyAction) -> bool:
    """Whether a rule of the standard leaves this out for the organisation, which chose to be asked all the same."""
    return bool(key_action.left_out_for) and key_action.why_left_out(get_organisation(here.session).traits) is not None


def _sections(standing: Standing, card: queries.Card) -> frozenset[str] | None:
    """The list beside the card is one's own, unless the card is out of it."""
    return standing.own_sections if standing.rates(card.commitment.slug) else None


def _why_not(assessment: Assessment, card: queries.Card, standing: Standing) -> str | None:
    """Why this person cannot answer this key action now; None when they can."""
    if assessment.is_signed:
        return _(AssessmentIsSigned.message)
    runs_it = here.actor.role in commands.RUNS_IT
    try:
        check_rating(standing, commitment=card.commitment.slug, is_submitted=assessment.is_submitted, runs_it=runs_it)
    except Refusal as refusal:
        return _(refusal.message, **refusal.params)
    return None


def sides(assessment: Assessment, dispute: RatingIsDisputed) -> Sides:
    """Mine and theirs in words, for the page and for its script; `fields` fill the form with theirs."""
    theirs: Any = dispute.params["theirs"]
    mine: Any = dispute.params["mine"]
    when = f"{format_date(theirs.rated_at)}, {format_time(theirs.rated_at)}"
    return {
        "version": theirs.version,
        "mine": _side(assessment, mine, who=_("You"), when=_("not saved")),
        "theirs": _side(assessment, theirs.answer, who=names()[theirs.member_id], when=when),
        "fields": typed(theirs.answer, version=theirs.version),
    }


def _side(assessment: Assessment, answer: Answer, *, who: str, when: str) -> dict[str, str]:
    return {
        "who": who,
        "when": when,
        "answer": in_words(assessment)(answer),
        "note": answer.note or _("none"),
        "flag": _("yes") if answer.is_to_revisit else _("no"),
    }
