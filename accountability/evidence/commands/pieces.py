"""What people do with pieces: add and describe them, add and remove links, remove what is not needed."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.evidence import domain, queries, uses
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceLink
from accountability.trash import put_away


def add_piece(session: Session, draft: domain.PieceDraft, *, by: Actor, at: datetime) -> Evidence:
    """Begin a piece; refuses TitleIsMissing or TextIsTooLong."""
    checked = domain.check_piece(draft)
    piece = Evidence(
        title=checked.title,
        description=checked.description,
        source=checked.source,
        expires_on=checked.expires_on,
        added_by_id=by.member_id,
        added_at=at,
    )
    session.add(piece)
    session.flush()
    journal.record(session, domain.EvidenceAdded(evidence_id=piece.id), by=by, at=at, subject_id=piece.id)
    return piece


def describe_piece(session: Session, piece: Evidence, draft: domain.PieceDraft, *, by: Actor, at: datetime) -> None:
    """Say something else of it; of another last day people are reminded anew.

    Refuses as `add_piece` does, and EvidenceIsHeld for another kind of source: what a signed assessment counts stays.
    """
    checked = domain.check_piece(draft)
    if checked.source is not piece.source:
        _refuse_held(session, piece)
    if checked.expires_on != piece.expires_on:
        piece.reminded = domain.Reminded.NOTHING
    piece.title, piece.description, piece.source = checked.title, checked.description, checked.source
    piece.expires_on = checked.expires_on
    _record_change(session, piece, by=by, at=at)


def remove_piece(session: Session, piece: Evidence, *, by: Actor, at: datetime) -> None:
    """Put it in the trash; refuses EvidenceIsHeld."""
    _refuse_held(session, piece)
    put_away(piece, by=by, at=at)
    journal.record(session, domain.EvidenceRemoved(evidence_id=piece.id), by=by, at=at, subject_id=piece.id)
    session.flush()


def add_link(session: Session, piece: Evidence, draft: domain.LinkDraft, *, by: Actor, at: datetime) -> EvidenceLink:
    """Add an address, once; refuses AddressIsNotTaken, TextIsTooLong or PieceIsFull."""
    checked, there = domain.check_link(draft), queries.list_links(session, piece)
    same = [link for link in there if link.url == checked.url]
    if same:
        return same[0]
    domain.refuse_more(len(there), most=domain.MOST_LINKS)
    link = EvidenceLink(evidence_id=piece.id, url=checked.url, label=checked.label, added_by_id=by.member_id, added_at=at)
    session.add(link)
    _record_change(session, piece, by=by, at=at)
    return link


def remove_link(session: Session, piece: Evidence, link: EvidenceLink, *, by: Actor, at: datetime) -> None:
    """Take an address out; refuses EvidenceIsHeld."""
    _refuse_held(session, piece)
    session.delete(link)
    _record_change(session, piece, by=by, at=at)


def remove_file(session: Session, piece: Evidence, file: EvidenceFile, *, by: Actor, at: datetime) -> None:
    """Put a file with all its versions in the trash; refuses EvidenceIsHeld."""
    _refuse_held(session, piece)
    put_away(file, by=by, at=at)
    journal.record(session, domain.EvidenceFileRemoved(evidence_id=piece.id), by=by, at=at, subject_id=piece.id)
    session.flush()


def _refuse_held(session: Session, piece: Evidence) -> None:
    # Held first: an assessment that is just being signed either sees the piece in the trash, or is seen here.
    queries.hold_pieces(session, [piece.id])
    if uses.is_held(session, piece.id):
        raise domain.EvidenceIsHeld


def _record_change(session: Session, piece: Evidence, *, by: Actor, at: datetime) -> None:
    journal.record(session, domain.EvidenceChanged(evidence_id=piece.id), by=by, at=at, subject_id=piece.id)
    session.flush()
