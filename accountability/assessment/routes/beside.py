"""What stands beside the levels on the list of key actions and on a card: work, remarks, suggestions, last time, history."""

from typing import Any

from accountability.assessment import queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.commands.rating import RUNS_IT
from accountability.assessment.domain.talk import ReviewKind
from accountability.assessment.domain.ways import Standing
from accountability.assessment.domain.working import may_work
from accountability.assessment.models import Assessment
from accountability.language import lazy
from accountability.web import here
from forms.assessment.talk import WORK, WriteCommentForm

HAPPENED = {
    ReviewKind.RATING_CLOSED: lazy("closed rating"),
    ReviewKind.SUBMITTED: lazy("submitted it for sign-off"),
    ReviewKind.WITHDRAWN: lazy("took it back"),
    ReviewKind.CHANGES_REQUESTED: lazy("asked for changes"),
    ReviewKind.SIGNED: lazy("signed it off"),
    ReviewKind.REOPENED: lazy("opened it again"),
}


def beside_card(assessment: Assessment, *, key_action: str, commitment: str, standing: Standing) -> dict[str, Any]:
    """What the card of a key action shows beside its levels. Who rates blind does not see what a reviewer says."""
    state = queries.find_item_state(here.session, assessment, key_action=key_action)
    suggested = {} if standing.is_rating else queries.list_suggestions(here.session, assessment)
    return {
        "work": state.work.value if state else "to-do",
        "work_words": work_words(),
        "may_work": can_work(assessment, commitment=commitment, standing=standing),
        "threads": queries.list_threads(here.session, assessment, key_action=key_action),
        "comment_form": WriteCommentForm(),
        "suggestions": suggested.get(key_action, []),
        "last_time": queries.find_last_time(here.session, assessment, key_action=key_action),
        "versions": [] if standing.is_rating else queries.list_versions(here.session, assessment, key_action=key_action),
    }


def work_words() -> dict[str, str]:
    """Each work status by its value, in words."""
    return {each.value: str(label) for each, label in WORK.items()}


def can_work(assessment: Assessment, *, commitment: str, standing: Standing) -> bool:
    """Whether this member may say how far the work on a key action of this commitment is."""
    is_open = not (assessment.is_signed or assessment.is_submitted)
    runs_it = here.actor.role in RUNS_IT
    return RATE_KEY_ACTION.allows(here.actor) and may_work(standing, commitment=commitment, is_open=is_open, runs_it=runs_it)
