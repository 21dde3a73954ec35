"""Self beside peer-validated level: what we agreed on, and what reviewers from outside see. Never blended."""

import uuid
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_ASSESSMENTS
from accountability.assessment.domain.scores import CommitmentScore, Item
from accountability.assessment.models import Suggestion
from accountability.assessment.routes.pages import in_words, load, names, pages
from accountability.web import here, page


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One key action: our answer, and the last word of each reviewer on it."""

    item: Item
    suggestions: tuple[Suggestion, ...]

    @property
    def agreeing(self) -> int:
        """How many reviewers see the same level."""
        return sum(each.level == self.item.answer.level for each in self.suggestions)


@pages.get("/<uuid:assessment_id>/peer", access=READ_ASSESSMENTS)
def show_peer(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Every key action that a reviewer looked at, with both levels."""
    assessment = load(assessment_id)
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    # Who still rates blind is not told what somebody else thinks.
    suggestions = {} if standing.is_rating else queries.list_suggestions(here.session, assessment)
    profile = queries.get_profile(here.session, assessment)
    pairs = ((score, _beside(score, suggestions)) for score in profile.scores)
    return page(
        assessment=assessment,
        is_rating=standing.is_rating,
        groups=[(score, rows) for score, rows in pairs if rows],
        total=len(profile.items),
        in_words=in_words(assessment),
        levels=queries.get_pack(here.session, assessment).levels,
        names=names(),
    )


def _beside(score: CommitmentScore, suggestions: dict[str, list[Suggestion]]) -> list[Beside]:
    return [
        Beside(item=item, suggestions=tuple(suggestions[item.key_action.slug]))
        for item in score.items
        if item.key_action.slug in suggestions
    ]
