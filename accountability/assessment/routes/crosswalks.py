"""Levels seen through another standard: its themes, each with the commitments and key actions that speak of it."""

import uuid
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_ASSESSMENTS
from accountability.assessment.domain.scores import CommitmentScore, Item, Profile
from accountability.assessment.routes import words
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.standard import queries as standard
from accountability.standard.domain import Pack
from accountability.standard.domain.crosswalk import Theme, beside
from accountability.web import here, page


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One theme of the other standard with what we say of ourselves there."""

    theme: Theme
    items: tuple[Item, ...]
    scores: tuple[CommitmentScore, ...]


@pages.get("/<uuid:assessment_id>/crosswalks/<slug>", access=READ_ASSESSMENTS)
def show_crosswalk(assessment_id: uuid.UUID, slug: str) -> ResponseReturnValue:
    """Every theme of another standard with the levels that speak of it; no mean is made of a theme."""
    assessment = load(assessment_id)
    crosswalk = standard.get_crosswalk(slug)
    profile = queries.get_profile(here.session, assessment)
    pack = queries.get_seen_pack(here.session, assessment)
    return page(
        assessment=assessment,
        crosswalk=crosswalk,
        seen=[_seen(theme, profile, pack) for theme in crosswalk.themes],
        words=words,
        in_words=in_words(assessment),
        names=names(),
    )


def _seen(theme: Theme, profile: Profile, pack: Pack) -> Seen:
    named = beside(theme, pack)
    items, commitments = dict(named.key_actions), dict(named.commitments)
    with_items = {item.key_action.commitment for item in profile.items if item.key_action.slug in items}
    return Seen(
        theme=theme,
        items=tuple(item for item in profile.items if item.key_action.slug in items),
        # Where single key actions are named, these say more than the mean of the whole.
        scores=tuple(
            score for score in profile.scores if score.commitment.slug in commitments and score.commitment.slug not in with_items
        ),
    )
