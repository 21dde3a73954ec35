"""Facts that happened, stored in the transaction of the change that caused them. Single ratings and answers are not facts."""

import dataclasses
import enum
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, Session, mapped_column

from accountability.access import Actor
from accountability.database import Base, new_id
from accountability.tenancy import TenantOwned


class JournalEntry(TenantOwned, Base):
    """One fact of one organisation: what, who, when, about what."""

    __tablename__ = "journal_entry"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    member_id: Mapped[uuid.UUID | None]
    happened_at: Mapped[datetime]
    details: Mapped[dict[str, Any]]


Listener = Callable[[Session, Any, datetime], None]
_listeners: dict[type, list[Listener]] = defaultdict(list)


def listen(kind: type, listener: Listener) -> None:
    """Call `listener(session, fact, at)` in the same transaction whenever a fact of this kind is recorded. Used by app.py only."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def record(session: Session, fact: Any, *, by: Actor | None, at: datetime, subject_id: uuid.UUID | None = None) -> None:
    """Store a fact, a frozen dataclass named in the past tense, and tell its listeners."""
    session.add(
        JournalEntry(
            kind=type(fact).__name__,
            subject_id=subject_id,
            member_id=by.member_id if by else None,
            happened_at=at,
            details={key: _plain(value) for key, value in dataclasses.asdict(fact).items()},
        )
    )
    for listener in _listeners[type(fact)]:
        listener(session, fact, at)


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID | date | datetime):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
