"""Reads the journal as it is stored: what is still to be chained, signed or verified."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import Base
from accountability.journal import JournalEntry, JournalPersonal
from accountability.record.domain import Anchor, Entry, Finding, Part, genesis, verify
from accountability.record.models import JournalAnchor, JournalWaiting
from accountability.tenancy import OrganisationId, acting_for

ANCHORED_EVERY = timedelta(days=1)
AT_ONCE = 1_000  # entries whose parts are read together
CHAINED_AT_ONCE = 1_000  # entries that get their places in one transaction


def list_organisations_to_chain(session: Session, _at: datetime) -> list[OrganisationId]:
    """The organisations with entries that have no place in their chain yet."""
    return list(session.scalars(sa.select(JournalEntry.organisation_id).where(JournalEntry.position.is_(None)).distinct()))


def list_unchained(session: Session) -> list[JournalEntry]:
    """The next entries without a place in the chain, in the order in which they will get one."""
    asked = sa.select(JournalEntry).where(JournalEntry.position.is_(None))
    return list(session.scalars(asked.order_by(JournalEntry.happened_at, JournalEntry.id).limit(CHAINED_AT_ONCE)))


def find_head(session: Session) -> tuple[int, str]:
    """How far the organisation's chain goes, and its digest there."""
    asked = sa.select(JournalEntry.position, JournalEntry.digest).where(JournalEntry.position.is_not(None))
    row = session.execute(asked.order_by(JournalEntry.position.desc()).limit(1)).first()
    return (row[0] or 0, row[1] or "") if row else (0, genesis(acting_for(session)))


def list_organisations_to_anchor(session: Session, at: datetime) -> list[OrganisationId]:
    """The organisations whose chain grew since it was last signed, a day or more ago."""
    # Asked from the organisations, so that each costs three looks into an index and not a walk over its entries.
    each = Base.metadata.tables["organisation"].c.organisation_id
    grown_to = sa.select(sa.func.max(JournalEntry.position)).where(JournalEntry.organisation_id == each).scalar_subquery()
    signed = sa.select(JournalAnchor).where(JournalAnchor.organisation_id == each)
    signed_to = signed.with_only_columns(sa.func.max(JournalAnchor.position)).scalar_subquery()
    signed_at = signed.with_only_columns(sa.func.max(JournalAnchor.signed_at)).scalar_subquery()
    is_due = sa.or_(signed_at.is_(None), signed_at <= at - ANCHORED_EVERY)
    return list(session.scalars(sa.select(each).where(grown_to > sa.func.coalesce(signed_to, 0), is_due)))


def list_organisations_with_waiting(session: Session, _at: datetime) -> list[OrganisationId]:
    """The organisations to whose records something is on its way."""
    return list(session.scalars(sa.select(JournalWaiting.organisation_id).distinct()))


def list_waiting(session: Session) -> list[JournalWaiting]:
    """What is on its way to the record of the organisation the session acts for."""
    asked = sa.select(JournalWaiting).where(JournalWaiting.organisation_id == acting_for(session))
    return list(session.scalars(asked.order_by(JournalWaiting.happened_at, JournalWaiting.id)))


def list_anchored(session: Session) -> list[Anchor]:
    """What was signed for the organisation, as the database has it; a proof is only what stands outside."""
    rows = session.scalars(sa.select(JournalAnchor).order_by(JournalAnchor.position))
    return [
        Anchor(organisation_id=row.organisation_id, position=row.position, digest=row.digest, signed_at=row.signed_at)
        for row in rows
    ]


def list_entries(session: Session) -> Iterator[Entry]:
    """All entries of the organisation with their personal parts, as they are stored, chained ones first and in order."""
    asked = sa.select(JournalEntry).order_by(JournalEntry.position.is_(None), JournalEntry.position, JournalEntry.id)
    for rows in session.scalars(asked.execution_options(yield_per=AT_ONCE)).partitions():
        parts = parts_of(session, [row.id for row in rows])
        yield from (as_entry(row, parts[row.id]) for row in rows)


def check(session: Session, anchors: Sequence[Anchor], *, at: datetime) -> Finding:
    """Whether the journal of the organisation the session acts for is what it was; `anchors` are those found outside."""
    own = [anchor for anchor in anchors if anchor.organisation_id == acting_for(session)]
    return verify(acting_for(session), list_entries(session), own, at=at)


def parts_of(session: Session, entry_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[JournalPersonal]]:
    """Entry → its personal parts, those erased left out."""
    found: dict[uuid.UUID, list[JournalPersonal]] = defaultdict(list)
    for row in session.scalars(sa.select(JournalPersonal).where(JournalPersonal.entry_id.in_(entry_ids))):
        found[row.entry_id].append(row)
    return found


def as_entry(row: JournalEntry, parts: Iterable[JournalPersonal] = ()) -> Entry:
    """A stored entry as a value."""
    return Entry(
        id=row.id,
        kind=row.kind,
        happened_at=row.happened_at,
        subject_id=row.subject_id,
        details=row.details,
        personal=row.personal,
        position=row.position,
        digest=row.digest,
        parts=tuple(Part(name=part.name, member_id=part.member_id, salt=part.salt, value=part.value) for part in parts),
    )
