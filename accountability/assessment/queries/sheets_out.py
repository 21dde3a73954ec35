"""Reads a whole sheet for an export: every key action asked, in the order of the standard, with all that pages show of it."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.sheets.columns import Line
from accountability.assessment.domain.sheets.proposing import NOTHING
from accountability.assessment.domain.ways import Sheet
from accountability.assessment.models import Assessment
from accountability.assessment.queries.brought_in import list_stored
from accountability.assessment.queries.packs import get_seen_pack
from accountability.assessment.queries.sheets import list_answers


def list_lines(session: Session, assessment: Assessment, *, sheet: Sheet, member_id: uuid.UUID) -> list[Line]:
    """One line for each key action that this session may see."""
    stored = list_stored(session, assessment, sheet=sheet, member_id=member_id)
    before = _list_before(session, assessment)
    return [
        Line(
            commitment=commitment,
            key_action=each,
            answer=stored.get(each.slug, NOTHING).answer,
            version=stored.get(each.slug, NOTHING).version,
            aim=stored.get(each.slug, NOTHING).aim,
            before=before.get(each.slug),
        )
        for commitment in get_seen_pack(session, assessment).commitments
        for each in commitment.key_actions_at(assessment.depth)
    ]


def _list_before(session: Session, assessment: Assessment) -> Mapping[str, Answer]:
    previous = session.scalar(sa.select(Assessment).where(Assessment.id == assessment.previous_id))
    return list_answers(session, previous) if previous else {}
