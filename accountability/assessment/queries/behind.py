"""Who and what stands behind the levels of an assessment: members, counted from what is agreed, and evidence by its source."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.assessment.domain.checks import Shown
from accountability.assessment.domain.confidence import LEAST_MEMBERS, SourceKind
from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.models.support import Support
from accountability.assessment.queries.packs import get_seen_pack
from accountability.evidence import queries as evidence_queries

if TYPE_CHECKING:
    from accountability.evidence.models import Evidence


def count_members(session: Session, assessment: Assessment, agreed: Mapping[str, AgreedLevel]) -> dict[str, int]:
    """By commitment slug: how many members stand behind its levels.

    Where people rate together, those whose answers stand. A level agreed after blind rating stands on several by its making, and
    no more is counted: who rated what stays where it is.
    """
    found: dict[str, set[uuid.UUID]] = {}
    for each in get_seen_pack(session, assessment).key_actions:
        row = agreed.get(each.slug)
        if row is not None and row.verdict is Verdict.LEVEL:
            found.setdefault(each.commitment, set()).add(row.member_id)
    if assessment.way.is_blind:
        return dict.fromkeys(found, LEAST_MEMBERS)
    return {commitment: len(members) for commitment, members in found.items()}


def list_sources(session: Session, assessment: Assessment) -> dict[str, frozenset[SourceKind]]:
    """By key action slug: the kinds of source of the evidence that supports it."""
    pieces = _list_pieces(session, assessment)
    return {slug: frozenset(SourceKind(each.source.value) for each in found) for slug, found in pieces.items()}


def list_shown(session: Session, assessment: Assessment, *, today: date) -> dict[str, Shown]:
    """By key action slug: how many pieces of evidence support it, and how many of these are past their date."""
    pieces = _list_pieces(session, assessment)
    return {
        slug: Shown(pieces=len(found), expired=sum(each.expires_on is not None and each.expires_on < today for each in found))
        for slug, found in pieces.items()
    }


def _list_pieces(session: Session, assessment: Assessment) -> "dict[str, list[Evidence]]":
    """Evidence that somebody stands by in this cycle; what is only offered again from the cycle before is not."""
    seen = {each.slug for each in get_seen_pack(session, assessment).key_actions}
    attached = sa.select(Support.key_action, Support.evidence_id).where(
        Support.assessment_id == assessment.id, Support.confirmed_at.is_not(None)
    )
    pairs = [(slug, evidence_id) for slug, evidence_id in session.execute(attached.order_by(Support.key_action)) if slug in seen]
    pieces = evidence_queries.list_pieces_by_id(session, [evidence_id for _, evidence_id in pairs]) if pairs else {}
    found: dict[str, list[Evidence]] = {}
    for slug, evidence_id in pairs:
        if evidence_id in pieces:
            found.setdefault(slug, []).append(pieces[evidence_id])
    return found
