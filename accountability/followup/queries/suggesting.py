"""What an assessment suggests, read together from answers, raters, constituents and the plan as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from accountability.assessment import queries as assessments
from accountability.followup.domain.plan import Grounds, Suggested, in_front, suggest
from accountability.followup.domain.plan.forecasting import Forecast, forecast
from accountability.followup.queries.plan import list_actions
from accountability.survey import queries as surveys

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What to do next: the few to start with, and the rest."""

    first: tuple[Suggested, ...]
    rest: tuple[Suggested, ...]

    @property
    def all(self) -> tuple[Suggested, ...]:
        """Everything, the most urgent first."""
        return self.first + self.rest


def get_suggestions(session: Session, assessment: "Assessment", *, spreads: Mapping[str, int], hears: bool) -> Suggestions:
    """What the assessment suggests that has no open action, and had none of this assessment's own that was done or dropped.

    `hears` says whether the reader may see what constituents answered; without it no gap is suggested.
    """
    profile, actions = assessments.get_profile(session, assessment), list_actions(session)
    voices = surveys.voice_by_commitment(session) if hears else {}
    grounds = Grounds(
        scores=profile.scores,
        spreads=spreads,
        voices={slug: voice.score for slug, voice in voices.items()},
        planned={each.serves for each in actions if each.status.is_open or each.assessment_id == assessment.id},
        spread_suggestion=assessments.get_pack(session, assessment).spread_suggestion,
    )
    found = suggest(grounds)
    first = in_front(found)
    return Suggestions(first=first, rest=found[len(first) :])


def get_forecast(session: Session, assessment: "Assessment") -> tuple[Forecast, ...]:
    """The means as they are in the assessment, and as they would be once the open actions have reached what is hoped of them."""
    expected: dict[str, int] = {}
    for action in list_actions(session):
        if action.status.is_open and action.key_action and action.expected_level is not None:
            expected[action.key_action] = max(action.expected_level, expected.get(action.key_action, 0))
    return forecast(assessments.get_profile(session, assessment).scores, expected=expected)
