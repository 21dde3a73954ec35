"""How a draft becomes the version that new assessments start with, and how it ends."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.database import refusing
from accountability.identity import queries as people
from accountability.standard import queries
from accountability.standard.commands.acts import note
from accountability.standard.commands.drafting import digest_of, lock_version
from accountability.standard.domain import PackStatus
from accountability.standard.domain.editing import (
    Act,
    ItemWasChanged,
    MappingIsMissing,
    VersionIsNotApproved,
    VersionIsNotPublished,
    check_commitments,
    check_is_draft,
    check_is_in_review,
    check_review,
)
from accountability.standard.domain.mapping import holds_all, read_mapping
from accountability.standard.models import StandardPack


def send_to_review(session: Session, row: StandardPack, *, by: Actor, at: datetime) -> None:
    """Ask somebody else to read a draft; it cannot be changed until it is returned. Refuses what check_is_draft does."""
    row = lock_version(session, row.pack_id, row.version)
    check_is_draft(row.status)
    check_commitments(queries.read_content(row.content), _needed())
    row.status, row.is_approved, row.changed_at = PackStatus.IN_REVIEW, False, at
    note(session, row.pack_id, row.version, Act.SENT, by=by, at=at)


def return_to_draft(session: Session, row: StandardPack, *, said: str, by: Actor, at: datetime) -> None:
    """Let it be changed again, with what should change. Refuses VersionIsNotInReview."""
    row = lock_version(session, row.pack_id, row.version)
    check_is_in_review(row.status)
    row.status, row.is_approved, row.changed_at = PackStatus.DRAFT, False, at
    note(session, row.pack_id, row.version, Act.RETURNED, by=by, at=at, said=" ".join(said.split()))


def approve(session: Session, row: StandardPack, *, said: str, by: Actor, at: datetime) -> None:
    """Say that it may be published. Refuses VersionIsNotInReview or what check_review does."""
    row = lock_version(session, row.pack_id, row.version)
    check_is_in_review(row.status)
    sender = queries.find_sender(session, row.pack_id, row.version)
    has_others = people.has_other_operators(session, by.person_id)
    sentence = check_review(sent_by=sender, reviewer=by.person_id, has_others=has_others, sentence=said)
    row.is_approved, row.changed_at = True, at
    note(session, row.pack_id, row.version, Act.APPROVED, by=by, at=at, said=sentence)


def publish(session: Session, row: StandardPack, *, by: Actor, at: datetime) -> None:
    """New assessments start with it from now on; the one before is retired and read by those that rated it.

    Refuses VersionIsNotInReview, VersionIsNotApproved, PackLeavesOutACommitment or MappingIsMissing.
    """
    row = lock_version(session, row.pack_id, row.version)
    check_is_in_review(row.status)
    if not row.is_approved:
        raise VersionIsNotApproved
    check_commitments(queries.read_content(row.content), _needed())
    _publish_mapping(session, row, at=at)
    for former in session.scalars(sa.select(StandardPack).where(StandardPack.status == PackStatus.CURRENT)).all():
        _retire(session, former, by=by, at=at)
    # Of two who publish at the same moment, one finds that there is another current version already.
    with refusing(session, standard_pack_current_is_one=ItemWasChanged):
        row.status, row.changed_at, row.digest = PackStatus.CURRENT, at, digest_of(row)
    note(session, row.pack_id, row.version, Act.PUBLISHED, by=by, at=at)
    queries.forget_seen(session)


def retire(session: Session, row: StandardPack, *, by: Actor, at: datetime) -> None:
    """New assessments start with the version that ships again. Refuses VersionIsNotPublished."""
    row = lock_version(session, row.pack_id, row.version)
    if row.status is not PackStatus.CURRENT:
        raise VersionIsNotPublished
    _retire(session, row, by=by, at=at)
    queries.forget_seen(session)


def _retire(session: Session, row: StandardPack, *, by: Actor, at: datetime) -> None:
    row.status, row.changed_at = PackStatus.RETIRED, at
    # Before another one takes its place: only one is current at any moment.
    session.flush()
    note(session, row.pack_id, row.version, Act.RETIRED, by=by, at=at)


def _publish_mapping(session: Session, row: StandardPack, *, at: datetime) -> None:
    before = queries.current_pack(session)
    if before.id != row.pack_id:
        return
    mapping = queries.find_mapping(session, row.pack_id, row.version, older=before.version)
    if mapping is None or not holds_all(read_mapping(mapping.rows), before, queries.read_content(row.content)):
        raise MappingIsMissing(version=before.version)
    mapping.published_at = at
    session.flush()


def _needed() -> list[str]:
    return [str(commitment.slug) for commitment in queries.shipped_pack().commitments]
