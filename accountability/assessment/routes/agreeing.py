"""Settling on a level for one key action after another, and at once where all say the same."""

import uuid
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment import commands, queries
from accountability.assessment.access import RUN_ASSESSMENT
from accountability.assessment.domain.refusals import RatingIsDisputed
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Assessment
from accountability.assessment.queries.spread import Compared, Spread
from accountability.assessment.routes.cards import sides
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.assessment.routes.said import say_knowledge, strips
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.refusal import Refusal
from accountability.web import go, here, page, say, submitted
from forms.assessment.agreeing import AgreeLevelForm, written


@pages.get("/<uuid:assessment_id>/agree/<key_action>", access=RUN_ASSESSMENT)
@pages.post("/<uuid:assessment_id>/agree/<key_action>", access=RUN_ASSESSMENT)
def agree_level(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """What raters chose on one key action, and what stands from now on."""
    assessment = load(assessment_id)
    card = queries.get_card(here.session, assessment, slug=key_action)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    spread = queries.get_spread(here.session, assessment, standing=standing)
    compared = queries.get_compared(spread, key_action) if spread else None
    form = _form(assessment, card.key_action, compared)
    dispute = None
    if submitted(form):
        try:
            _settle(assessment, key_action, form)
        except RatingIsDisputed as refusal:
            dispute = sides(assessment, refusal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _go_on(assessment, key_action, spread or Spread())
    shown = _page(assessment, card, standing, spread, compared, form, dispute)
    shown.status_code = 409 if dispute else shown.status_code
    return shown


def _form(assessment: Assessment, key_action: Any, compared: Compared | None) -> AgreeLevelForm:
    stored: dict[str, object] = {}
    if request.method != "POST":
        agreed = queries.find_agreed(here.session, assessment, key_action=key_action.slug)
        stored = written(agreed.answer, version=agreed.version) if agreed else {}
    levels = queries.get_pack(here.session, assessment).levels
    is_split = compared is not None and compared.opinion.is_split
    return AgreeLevelForm(request.form, data=stored, levels=levels, key_action=key_action, is_split=is_split)


def _settle(assessment: Assessment, key_action: str, form: AgreeLevelForm) -> None:
    commands.settle_level(
        here.session, assessment, key_action=key_action, answer=form.draft, seen=form.seen, by=here.actor, at=here.now
    )
    say(_("Saved: this is what you agree on."))


def _go_on(assessment: Assessment, key_action: str, spread: Spread) -> ResponseReturnValue:
    """To the next one on which people are apart and nothing is agreed yet, else back to the whole."""
    following = _next(spread, key_action)
    if following is None:
        return go("assessment.show_spread", assessment_id=assessment.id)
    return go("assessment.agree_level", assessment_id=assessment.id, key_action=following.key_action.slug)


def _next(spread: Spread, key_action: str) -> Compared | None:
    return next((each for each in spread.waiting if each.key_action.slug != key_action), None)


def _page(
    assessment: Assessment,
    card: queries.Card,
    standing: Any,
    spread: Spread | None,
    compared: Compared | None,
    form: AgreeLevelForm,
    dispute: dict[str, Any] | None,
) -> flask.Response:
    levels, called = queries.get_pack(here.session, assessment).levels, names()
    stored = queries.find_agreed(here.session, assessment, key_action=card.key_action.slug)
    return flask.make_response(
        page(
            assessment=assessment,
            card=card,
            standing=standing,
            spread=spread,
            compared=compared,
            form=form,
            stored=stored,
            following=_next(spread, card.key_action.slug) if spread else None,
            strips=strips(compared, levels=levels, names=called) if compared else [],
            say_knowledge=say_knowledge,
            in_words=in_words(assessment),
            names=called,
            dispute=dispute,
        )
    )


@pages.post("/<uuid:assessment_id>/agree-on-same", access=RUN_ASSESSMENT)
def take_over_same(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Write down every level that all raters say, at once."""
    assessment = load(assessment_id)
    is_anonymous = assessment.way is Way.ANONYMOUS
    reason = _("Over 90 % of the raters chose this.") if is_anonymous else _("All raters chose this.")
    count = commands.take_over_same(here.session, assessment, reason=reason, by=here.actor, at=here.now)
    say(ngettext("One level was taken over.", "%(number)s levels were taken over.", count))
    return go("assessment.show_spread", assessment_id=assessment.id)
