"""Reading pieces, as far as the session may see them."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import parts
from accountability.database import NotFound
from accountability.evidence import uses
from accountability.evidence.domain import EvidenceId, LinkId, Reminded, Show, is_shown
from accountability.evidence.domain.values import WARNED_BEFORE
from accountability.evidence.models import Evidence, EvidenceLink
from accountability.tenancy import OrganisationId, acting_for


def list_pieces(session: Session, *, show: Show = Show.ALL, today: date) -> list[Evidence]:
    """The pieces, the last added first."""
    found = session.scalars(sa.select(Evidence).where(*_visible(session)).order_by(Evidence.id.desc()))
    return [piece for piece in found if is_shown(piece.expires_on, show, today=today)]


def get_piece(session: Session, evidence_id: EvidenceId) -> Evidence:
    """One piece; NotFound also when the session may not see it."""
    piece = session.scalars(sa.select(Evidence).where(Evidence.id == evidence_id, *_visible(session))).one_or_none()
    if piece is None:
        raise NotFound("evidence")
    return piece


def list_pieces_by_id(session: Session, evidence_ids: Collection[EvidenceId]) -> dict[EvidenceId, Evidence]:
    """These pieces, by id; those in the trash and those the session may not see are left out."""
    asked = sa.select(Evidence).where(Evidence.id.in_(evidence_ids), *_visible(session))
    return {piece.id: piece for piece in session.scalars(asked)}


def hold_pieces(session: Session, evidence_ids: Collection[EvidenceId]) -> set[EvidenceId]:
    """Hold these pieces until the transaction ends, so that nobody removes them; return those that are not in the trash."""
    asked = sa.select(Evidence).where(Evidence.id.in_(evidence_ids)).order_by(Evidence.id)
    found = session.scalars(asked.with_for_update(key_share=True), execution_options={"populate_existing": True})
    return {piece.id for piece in found}


def list_links(session: Session, piece: Evidence) -> list[EvidenceLink]:
    """The addresses of a piece, in the order in which they were added."""
    asked = sa.select(EvidenceLink).where(EvidenceLink.evidence_id == piece.id).order_by(EvidenceLink.id)
    return list(session.scalars(asked))


def get_link(session: Session, piece: Evidence, link_id: LinkId) -> EvidenceLink:
    """One address of this piece; NotFound."""
    link = session.get(EvidenceLink, (acting_for(session), link_id))
    if link is None or link.evidence_id != piece.id:
        raise NotFound("link")
    return link


def list_organisations_with_reminders(session: Session, today: date) -> Sequence[OrganisationId]:
    """Organisations with a piece that is over, or soon will be, of which somebody was not told."""
    is_over = sa.and_(Evidence.expires_on < today, Evidence.reminded != Reminded.EXPIRED)
    is_soon = sa.and_(Evidence.expires_on <= today + WARNED_BEFORE, Evidence.reminded == Reminded.NOTHING)
    return session.scalars(sa.select(Evidence.organisation_id).where(sa.or_(is_over, is_soon)).distinct()).all()


def _visible(session: Session) -> list[sa.ColumnElement[bool]]:
    """What narrows a question to what a session that is limited to parts may see."""
    limited = parts.seen(session)
    return [] if limited is None else [Evidence.id.in_(uses.seen_in(session, limited))]
