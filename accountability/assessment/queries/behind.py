"""Who and what stands behind the levels of an assessment: members, counted from what is agreed, and evidence by its source."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from accountability.assessment.domain.checks import Shown
from accountability.assessment.domain.confidence import LEAST_MEMBERS, SourceKind
from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries.packs import get_seen_pack
from accountability.assessment.queries.support import list_support

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
    pieces = _list_confirmed(session, assessment)
    return {slug: frozenset(SourceKind(each.source.value) for each in found) for slug, found in pieces.items()}


def list_shown(session: Session, assessment: Assessment, *, today: date) -> dict[str, Shown]:
    """By key action slug: how many pieces of evidence support it, and how many of these are past their date."""
    return {
        slug: Shown(pieces=len(found), expired=sum(each.expires_on is not None and each.expires_on < today for each in found))
        for slug, found in _list_confirmed(session, assessment).items()
    }


def _list_confirmed(session: Session, assessment: Assessment) -> "dict[str, list[Evidence]]":
    """Evidence that somebody stands by in this cycle; what is only offered again from the cycle before is not."""
    support = list_support(session, assessment)
    return {slug: pieces for slug, found in support.items() if (pieces := [each.piece for each in found if each.is_confirmed])}
