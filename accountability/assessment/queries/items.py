"""Reads what is kept of key actions beside their levels: how far the work is, and the level the organisation wants to reach."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.models import Assessment, ItemState
from accountability.assessment.queries.packs import list_asked


def find_item_state(session: Session, assessment: Assessment, *, key_action: str) -> ItemState | None:
    """What is kept of one key action, if anything was said."""
    found = sa.select(ItemState).where(ItemState.assessment_id == assessment.id, ItemState.key_action == key_action)
    return session.scalars(found).one_or_none()


def list_item_states(session: Session, assessment: Assessment) -> dict[str, ItemState]:
    """What is kept of key actions, by slug."""
    found = sa.select(ItemState).where(ItemState.assessment_id == assessment.id).order_by(ItemState.key_action)
    return {row.key_action: row for row in session.scalars(found)}


def list_work(session: Session, assessment: Assessment) -> dict[str, WorkStatus]:
    """How far the work on each key action is that the session may see, by slug; to do unless somebody said otherwise."""
    states = list_item_states(session, assessment)
    return {
        each.slug: states[each.slug].work if each.slug in states else WorkStatus.TO_DO for each in list_asked(session, assessment)
    }
