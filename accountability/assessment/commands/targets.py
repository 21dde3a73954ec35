"""The levels an organisation wants to reach: one for a key action, or many at once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.items import changing_item
from accountability.assessment.commands.rating import hold
from accountability.assessment.domain.marks import TargetChoice, check_choices, check_targets
from accountability.assessment.domain.signing import check_open
from accountability.assessment.models import Assessment
from accountability.assessment.queries.marks import list_targets


def choose_targets(
    session: Session, assessment: Assessment, *, choices: Mapping[str, TargetChoice], by: Actor, at: datetime
) -> int:
    """Say which levels the organisation wants to reach, by key action slug. Returns how many changed.

    What was left as it was is not touched. Raises AssessmentIsSigned, AssessmentIsSubmitted, TargetHasChanged, or NotFound for a
    key action that is not asked.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    check_targets(is_submitted=assessment.is_submitted)
    texts = {slug: queries.get_key_action(session, assessment, slug=slug).text for slug in choices}
    changed = check_choices(choices, kept=list_targets(session, assessment), texts=texts)
    for slug, target in changed.items():
        with changing_item(session, assessment, key_action=slug, by=by, at=at) as state:
            state.target = target
    return len(changed)
