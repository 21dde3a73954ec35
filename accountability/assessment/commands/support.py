"""Tying evidence to key actions: attach, confirm what is offered again, take off; and what a signature makes of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands.rating import hold
from accountability.assessment.domain.asking import check_changing
from accountability.assessment.domain.signing import check_open
from accountability.assessment.models import Assessment, Support
from accountability.assessment.queries.support import find_support
from accountability.database import NotFound
from accountability.evidence import queries as evidence
from accountability.evidence.domain import EvidenceId


def attach_evidence(
    session: Session, assessment: Assessment, *, key_action: str, evidence_id: EvidenceId, by: Actor, at: datetime
) -> Support:
    """Say that a piece supports a key action, once. Raises NotFound, AssessmentIsSigned or AssessmentIsSubmitted."""
    _begin(session, assessment, key_action)
    piece = evidence.get_piece(session, evidence_id)
    support = find_support(session, assessment, key_action=key_action, evidence_id=piece.id)
    if support is None:
        support = Support(
            assessment_id=assessment.id, key_action=key_action, evidence_id=piece.id, added_by_id=by.member_id, added_at=at
        )
        session.add(support)
    support.confirmed_at = support.confirmed_at or at
    session.flush()
    return support


def confirm_evidence(session: Session, assessment: Assessment, *, key_action: str, evidence_id: EvidenceId, at: datetime) -> None:
    """Say that what is offered again still shows it. Raises as `attach_evidence` does."""
    _begin(session, assessment, key_action)
    support = _find(session, assessment, key_action, evidence_id)
    support.confirmed_at = support.confirmed_at or at
    session.flush()


def detach_evidence(session: Session, assessment: Assessment, *, key_action: str, evidence_id: EvidenceId) -> None:
    """Say that a piece does not support a key action; the piece stays. Raises as `attach_evidence` does."""
    _begin(session, assessment, key_action)
    session.delete(_find(session, assessment, key_action, evidence_id))
    session.flush()


def offer_evidence_again(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Offer what supported the cycle before, with its own date, to be confirmed or left."""
    if assessment.previous_id is None:
        return
    asked = {each.slug for each in queries.list_asked(session, assessment)}
    confirmed = sa.select(Support).where(Support.assessment_id == assessment.previous_id, Support.confirmed_at.is_not(None))
    rows = [row for row in session.scalars(confirmed) if row.key_action in asked]
    there = evidence.list_pieces_by_id(session, {row.evidence_id for row in rows})
    session.add_all(
        Support(
            assessment_id=assessment.id,
            key_action=row.key_action,
            evidence_id=row.evidence_id,
            added_by_id=by.member_id,
            added_at=at,
        )
        for row in rows
        if row.evidence_id in there
    )
    session.flush()


def settle_evidence(session: Session, assessment: Assessment) -> None:
    """Before a signature: what nobody confirmed, and what was removed meanwhile, supports nothing. The rest is held from now on."""
    rows = session.scalars(sa.select(Support).where(Support.assessment_id == assessment.id)).all()
    there = evidence.hold_pieces(session, {row.evidence_id for row in rows})
    for row in rows:
        if row.confirmed_at is None or row.evidence_id not in there:
            session.delete(row)
    session.flush()


def _begin(session: Session, assessment: Assessment, key_action: str) -> None:
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    check_changing(is_submitted=assessment.is_submitted)
    queries.get_key_action(session, assessment, slug=key_action)


def _find(session: Session, assessment: Assessment, key_action: str, evidence_id: EvidenceId) -> Support:
    support = find_support(session, assessment, key_action=key_action, evidence_id=evidence_id)
    if support is None:
        raise NotFound("support")
    return support
