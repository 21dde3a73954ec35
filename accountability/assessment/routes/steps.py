"""The next step of a cycle for whoever looks, in one button; and where a cycle stands, in words."""

from dataclasses import dataclass
from typing import Any

import flask

from accountability.assessment.access import RATE_KEY_ACTION, READ_SPREAD, RUN_ASSESSMENT, SIGN_ASSESSMENT
from accountability.assessment.domain.closing import finished_class
from accountability.assessment.domain.stages import Stage, Standpoint, Waiting
from accountability.assessment.domain.ways import Standing, Way
from accountability.assessment.models import Assessment
from accountability.language import gettext as _
from accountability.language import lazy, ngettext
from accountability.standard.domain import KeyAction
from accountability.web import here

STAGES = {
    Stage.RATING: (lazy("Rating"), "sun"),
    Stage.RATING_ALONE: (lazy("Each rates alone"), "sun"),
    Stage.AGREEING: (lazy("Agreeing on levels"), "sky"),
    Stage.SUBMITTED: (lazy("Waits for a signature"), "warm"),
    Stage.SIGNED: (lazy("Signed off"), "brand"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A button to somewhere."""

    label: str
    href: str


def list_steps(
    assessment: Assessment, standpoint: Standpoint, *, standing: Standing | None = None, next_open: KeyAction | None = None
) -> list[Step]:
    """What this member can do next, the most pressing first. Without `standing`, rating leads to the list of key actions."""
    by_stage = {
        Stage.RATING: [*_rating(assessment, standpoint, standing, next_open), *_handing_in(assessment, standpoint)],
        Stage.RATING_ALONE: [*_rating(assessment, standpoint, standing, next_open), *_spread(assessment)],
        Stage.AGREEING: _agreeing(assessment, standpoint),
        Stage.SUBMITTED: _deciding(assessment),
        Stage.SIGNED: _going_on(assessment),
    }
    return by_stage[standpoint.stage]


def waits_in_words(standpoint: Standpoint, *, way: Way) -> str:
    """Who waits for whom."""
    if standpoint.stage is Stage.RATING_ALONE:
        return _finished_in_words(standpoint, way=way)
    left = standpoint.progress.total - standpoint.progress.answered
    sentences = {
        Waiting.RATERS: ngettext("Waits for an answer to one key action.", "Waits for answers to %(number)s key actions.", left),
        Waiting.OFFICERS: _("Every key action is answered. Waits for an officer or owner to submit it, or for a signature."),
        Waiting.SIGNERS: _("Waits for an owner or the board, who sign it off or ask for changes."),
        Waiting.NOBODY: "",
    }
    if standpoint.stage is Stage.AGREEING and left:
        return ngettext("Waits for one level to agree on.", "Waits for %(number)s levels to agree on.", left)
    return sentences[standpoint.waits_for]


def _finished_in_words(standpoint: Standpoint, *, way: Way) -> str:
    """How many have finished; of anonymous raters a class, and nothing below ten."""
    if not standpoint.raters:
        return _("Nobody is on the team yet. Waits for an officer or owner to ask people.")
    if way is Way.ANONYMOUS:
        shown = finished_class(standpoint.finished)
        if shown is None:
            return _("Fewer than ten have finished; how many exactly is not shown, so that nobody can be singled out.")
        return _("%(number)s have finished. Waits for an officer or owner to close rating.", number=shown)
    if standpoint.finished >= standpoint.raters:
        return _("Everybody has finished. Waits for an officer or owner to close rating.")
    return _("%(finished)s of %(raters)s raters have finished.", finished=standpoint.finished, raters=standpoint.raters)


def _rating(assessment: Assessment, standpoint: Standpoint, standing: Standing | None, next_open: KeyAction | None) -> list[Step]:
    if not RATE_KEY_ACTION.allows(here.actor) or standpoint.progress.is_complete:
        return []
    if standing is not None and standing.way.is_blind and not standing.is_rating:
        return []
    label = _("Go on rating") if standpoint.progress.answered else _("Begin rating")
    if next_open is None:
        return [_to("show_assessment", label, assessment)]
    return [_to("rate_key_action", label, assessment, key_action=next_open.slug)]


def _spread(assessment: Assessment) -> list[Step]:
    return [_to("show_spread", _("Look at the spread"), assessment)] if READ_SPREAD.allows(here.actor) else []


def _agreeing(assessment: Assessment, standpoint: Standpoint) -> list[Step]:
    """The spread, until there is a level for everything; then handing in comes first."""
    spread, handing_in = _spread(assessment), _handing_in(assessment, standpoint)
    return [*handing_in, *spread] if standpoint.progress.is_complete else [*spread, *handing_in]


def _handing_in(assessment: Assessment, standpoint: Standpoint) -> list[Step]:
    if not standpoint.progress.answered:
        return []
    steps = [_to("submit_assessment", _("Submit for sign-off"), assessment)] if RUN_ASSESSMENT.allows(here.actor) else []
    return steps + ([_to("sign_assessment", _("Sign off"), assessment)] if SIGN_ASSESSMENT.allows(here.actor) else [])


def _deciding(assessment: Assessment) -> list[Step]:
    if not SIGN_ASSESSMENT.allows(here.actor):
        return []
    asking = _to("request_changes", _("Ask for changes"), assessment)
    return [_to("sign_assessment", _("Look and sign off"), assessment), asking]


def _going_on(assessment: Assessment) -> list[Step]:
    if not RUN_ASSESSMENT.allows(here.actor):
        return []
    values: dict[str, Any] = {"from": assessment.id}
    return [Step(label=_("Start the next cycle from this one"), href=flask.url_for("assessment.start_assessment", **values))]


def _to(endpoint: str, label: str, assessment: Assessment, **more: Any) -> Step:
    return Step(label=label, href=flask.url_for(f"assessment.{endpoint}", assessment_id=assessment.id, **more))
