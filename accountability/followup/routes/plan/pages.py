"""The pages of the plan, and what all of them need."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from accountability.assessment.access import READ_ASSESSMENTS, READ_GAP
from accountability.evidence.access import READ_EVIDENCE
from accountability.followup import queries
from accountability.followup.access import READ_FOLLOWUP, WORK_ON_ACTION
from accountability.followup.domain.plan import ActionId, Bounds, Status
from accountability.followup.models import Action
from accountability.language import day_of
from accountability.organisation import queries as organisation
from accountability.web import Pages, demand, here
from forms.followup import EFFORTS, IMPACTS, PRIORITIES, STATUSES

pages = Pages("plan", __name__, url_prefix="/plan")

TONES = {"planned": "neutral", "in progress": "sky", "blocked": "sun", "done": "brand", "dropped": "warm"}
WORDS: dict[str, Any] = {
    "statuses": STATUSES,
    "tones": TONES,
    "efforts": EFFORTS,
    "impacts": IMPACTS,
    "priorities": PRIORITIES,
}


def words() -> dict[str, Any]:
    """The labels that most templates of the plan need."""
    return {**WORDS, "year_now": today().year}


def today() -> date:
    """The day it is where the organisation is."""
    return day_of(here.now)


def load(action_id: uuid.UUID) -> Action:
    """The action of the address. Raises NotFound."""
    return queries.get_action(here.session, ActionId(action_id))


def load_own(action_id: uuid.UUID) -> Action:
    """The same for somebody who moves it: their own, or anybody's if the plan is theirs to edit. Raises NotFound, Forbidden."""
    action = load(action_id)
    demand(WORK_ON_ACTION, action)
    return action


def bounds() -> Bounds:
    """What may be chosen for an action."""
    return queries.get_bounds(here.session, READ_FOLLOWUP, today=today())


def names() -> Mapping[uuid.UUID, str]:
    """The names of members, former ones too, by their id."""
    return dict(organisation.names_of_members(here.session).items())


def pieces_of(actions: Sequence[Action]) -> dict[ActionId, list[Any]]:
    """Action → the pieces of evidence that show it is done, as far as the reader may see evidence."""
    done = [action.id for action in actions if action.status is Status.DONE]
    return dict(queries.list_pieces_of(here.session, done)) if READ_EVIDENCE.allows(here.actor) else {}


def sees_assessments() -> bool:
    """Whether the reader may see levels and the names of assessments."""
    return READ_ASSESSMENTS.allows(here.actor)


def hears() -> bool:
    """Whether the reader may see what constituents answered."""
    return READ_GAP.allows(here.actor)
