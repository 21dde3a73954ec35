"""Reads what is marked on levels: the cycle before, the target, what reviewers from outside see."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from accountability.assessment.domain.marks import Marks
from accountability.assessment.models import Assessment
from accountability.assessment.queries.items import list_item_states
from accountability.assessment.queries.packs import list_asked
from accountability.assessment.queries.previous import list_previous_levels
from accountability.assessment.queries.talk import list_suggestions


def list_targets(session: Session, assessment: Assessment) -> dict[str, int]:
    """The levels that the organisation wants to reach, by key action slug."""
    states = list_item_states(session, assessment)
    return {slug: state.target for slug, state in states.items() if state.target is not None}


def list_marks(session: Session, assessment: Assessment, *, is_blind: bool = False) -> Mapping[str, Marks]:
    """What is marked on the levels of each key action; who rates blind does not see what a reviewer says."""
    previous, targets = list_previous_levels(session, assessment), list_targets(session, assessment)
    suggested = {} if is_blind else list_suggestions(session, assessment)
    return {
        each.slug: Marks(
            previous=previous.get(each.slug),
            target=targets.get(each.slug),
            verified=tuple(sorted({row.level for row in suggested.get(each.slug, ())})),
        )
        for each in list_asked(session, assessment)
    }
