"""Facts that happened, stored in the transaction of the change that caused them. Single ratings and answers are not facts.

Entries are only ever added; the database refuses anything else. Within a minute a job gives each its place in the chain of its
organisation (capability `record`), so that nobody who changes something waits for a lock. What names a human being stands in
rows of its own, which erasure removes.
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from accountability.access import Actor, MemberId, PersonId
from accountability.database import Base, new_id
from accountability.fact import ABOUT, Fact, PersonFact, digest_of_personal, parts_of
from accountability.tenancy import TenantOwned, acting_for

WHO = "who"  # the personal part that says who did it


class JournalEntry(TenantOwned, Base):
    """One fact of one organisation: what, when, about what, and digests of who and whom."""

    __tablename__ = "journal_entry"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    happened_at: Mapped[datetime]
    details: Mapped[dict[str, Any]]
    personal: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name of a personal part → its salted digest
    position: Mapped[int | None]  # place in the organisation's chain, from 1; None until the job comes by
    digest: Mapped[str | None]  # of this entry and all before it

    __table_args__ = (
        sa.Index("journal_entry_by_position", "organisation_id", "position", unique=True),
        sa.Index("journal_entry_by_happened_at", "organisation_id", "happened_at", "id"),
        sa.Index(
            "journal_entry_unchained",
            "organisation_id",
            sqlite_where=sa.literal_column("position IS NULL"),
            postgresql_where=sa.literal_column("position IS NULL"),
        ),
    )


class JournalPersonal(TenantOwned, Base):
    """A part of an entry that names somebody. Added with the entry, removed when the person is erased, never changed."""

    __tablename__ = "journal_personal"

    entry_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[MemberId | None]
    salt: Mapped[str]
    value: Mapped[str]

    __table_args__ = (
        # Checked at commit: an entry and its parts are written in any order.
        sa.ForeignKeyConstraint(
            ["organisation_id", "entry_id"],
            ["journal_entry.organisation_id", "journal_entry.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.Index("journal_personal_by_member", "organisation_id", "member_id"),
    )


class JournalUnlocked(TenantOwned, Base):
    """While this row stands, an organisation's journal can be removed or brought in as a whole: it leaves, or it arrives."""

    __tablename__ = "journal_unlocked"


Listener = Callable[[Session, Any, datetime], None]
PersonListener = Callable[[Session, PersonFact, PersonId, datetime], None]
_listeners: dict[type, list[Listener]] = defaultdict(list)
_person_listeners: list[PersonListener] = []


def listen(kind: type, listener: Listener) -> None:
    """Call `listener(session, fact, at)` in the same transaction whenever a fact of this kind is recorded. Used by app.py only."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def listen_to_people(listener: PersonListener) -> None:
    """Call `listener(session, fact, person_id, at)` whenever something is told of a person. Used by app.py only."""
    if listener not in _person_listeners:
        _person_listeners.append(listener)


def record(session: Session, fact: Fact, *, by: Actor | None, at: datetime, subject_id: uuid.UUID | None = None) -> None:
    """Store a fact and tell its listeners.

    Personal parts of a fact are about its `member_id` if it has one, else about who did it.
    """
    details, personal = parts_of(fact)
    about = getattr(fact, ABOUT, None) or (by.member_id if by else None)
    parts = [(name, about, value) for name, value in personal.items()]
    if by is not None:
        parts.append((WHO, by.member_id, by.name))
    store(session, type(fact).__name__, details, parts, at=at, subject_id=subject_id)
    for listener in _listeners[type(fact)]:
        listener(session, fact, at)


def store(
    session: Session,
    kind: str,
    details: dict[str, Any],
    parts: Collection[tuple[str, MemberId | None, str]],
    *,
    at: datetime,
    subject_id: uuid.UUID | None = None,
) -> None:
    """Add an entry with its personal parts, each (name, whom it is about, value)."""
    entry = JournalEntry(id=new_id(), kind=kind, subject_id=subject_id, happened_at=at, details=details)
    rows = [
        JournalPersonal(entry_id=entry.id, name=name, member_id=member_id, salt=secrets.token_hex(16), value=value)
        for name, member_id, value in parts
    ]
    entry.personal = {row.name: digest_of_personal(salt=row.salt, member_id=row.member_id, value=row.value) for row in rows}
    session.add_all([entry, *rows])


def tell(session: Session, fact: PersonFact, *, about: PersonId, at: datetime) -> None:
    """Say what happened to a person's account; every organisation they belong to finds it in its record within a minute."""
    for listener in _person_listeners:
        listener(session, fact, about, at)


def forget_member(session: Session, member_id: MemberId, *, words: Collection[str] = ()) -> None:
    """Erase who a member is from the journal of the organisation the session acts for; the chain still holds.

    `words` are values that also name them, such as their mail address.
    """
    is_about = sa.or_(JournalPersonal.member_id == member_id, JournalPersonal.value.in_([str(member_id), *words]))
    session.execute(sa.delete(JournalPersonal).where(is_about), execution_options={"synchronize_session": "fetch"})


def unlock(session: Session) -> None:
    """Let the journal of the organisation the session acts for be removed, or brought in with its chain, in this transaction.

    For leaving and arriving only. Whoever brings one in ends with `lock`.
    """
    if session.get(JournalUnlocked, acting_for(session)) is None:
        session.add(JournalUnlocked())
        session.flush()


def lock(session: Session) -> None:
    """From now on the journal is only added to again."""
    session.execute(sa.delete(JournalUnlocked))
