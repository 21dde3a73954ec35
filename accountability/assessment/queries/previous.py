"""Reads the cycle before: which one it was, and its levels as far as the two versions of the standard compare."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.models import Assessment
from accountability.assessment.queries.sheets import list_answers
from accountability.standard import queries as standard_queries
from accountability.standard.domain import Pack
from accountability.standard.domain.mapping import comparable_answers


def previous_id_of(assessment: Assessment) -> sa.ColumnElement[Any]:
    """The id of the cycle it was made from, else of the last one that was signed of those started before it."""
    if assessment.previous_id is not None:
        return sa.literal(assessment.previous_id, type_=Assessment.id.type)
    earlier = sa.orm.aliased(Assessment)
    signed = sa.select(earlier.id).where(
        earlier.signed_at.is_not(None), earlier.started_at < assessment.started_at, earlier.id != assessment.id
    )
    return signed.order_by(earlier.signed_at.desc(), earlier.id.desc()).limit(1).scalar_subquery()


def find_previous(session: Session, assessment: Assessment) -> Assessment | None:
    """The cycle before, unless it was removed."""
    return session.scalars(sa.select(Assessment).where(Assessment.id == previous_id_of(assessment))).one_or_none()


def carried_answers(session: Session, answers: Mapping[str, Answer], *, asked: Assessment, pack: Pack) -> dict[str, Answer] | None:
    """Answers to the version that an assessment asked, by key action of this version of the pack: level, or which other answer.

    Only what the mapping of the versions lets compare is there. None when no mapping leads from the one to the other.
    """
    # Notes say different things of key actions that were merged into one; what compares is what was chosen.
    chosen = {slug: Answer(verdict=each.verdict, level=each.level) for slug, each in answers.items()}
    if (asked.pack_id, asked.pack_version) == (pack.id, pack.version):
        return chosen
    if asked.pack_id != pack.id:
        return None
    mappings = standard_queries.mappings_between(session, pack.id, older=asked.pack_version, newer=pack.version)
    return None if mappings is None else comparable_answers(mappings, chosen)


def list_previous_levels(session: Session, assessment: Assessment) -> dict[str, int]:
    """The agreed levels of the cycle before, by slug of this one's key actions. Empty when there is none that compares."""
    previous = find_previous(session, assessment)
    if previous is None:
        return {}
    pack = standard_queries.get_pack(session, assessment.pack_id, assessment.pack_version)
    carried = carried_answers(session, list_answers(session, previous), asked=previous, pack=pack) or {}
    return {slug: each.level for slug, each in carried.items() if each.level is not None}
