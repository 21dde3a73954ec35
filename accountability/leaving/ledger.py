"""What must stay erased: a file for each erasure, outside the database, so that restoring an old backup does not bring it back.

A file holds a random id and a moment, nothing else. The database holds the same; what stands in the files alone was erased
after the database was saved, and is erased again before anybody may look.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.leaving.domain import Erased
from accountability.leaving.models import Erasure
from accountability.storage import Storage

FOLDER = "ledger"


@dataclass(frozen=True)
class Entry:
    """That something was erased."""

    kind: Erased
    subject_id: uuid.UUID

    @property
    def key(self) -> str:
        """Where it lies."""
        return f"{FOLDER}/{self.kind.value}-{self.subject_id}.json"


def write(storage: Storage, entry: Entry, *, at: datetime) -> None:
    """Keep an entry outside the database. Before the rows go: what is written here and then not erased is erased by replaying."""
    words = {"kind": entry.kind.value, "id": str(entry.subject_id), "erased_at": at.isoformat()}
    storage.put(entry.key, json.dumps(words).encode(), content_type="application/json")


def note(session: Session, entry: Entry, *, at: datetime) -> None:
    """Keep an entry in the database, in the transaction that erases."""
    if session.get(Erasure, (entry.kind, entry.subject_id)) is None:
        session.add(Erasure(kind=entry.kind, subject_id=entry.subject_id, erased_at=at))
        session.flush()


def written(storage: Storage) -> list[Entry]:
    """The entries outside the database."""
    return [entry for key in storage.keys(FOLDER) for entry in _read(key)]


def noted(session: Session) -> list[Entry]:
    """The entries in the database."""
    asked = sa.select(Erasure).order_by(Erasure.kind, Erasure.subject_id)
    return [Entry(row.kind, row.subject_id) for row in session.scalars(asked)]


def missing(session: Session, storage: Storage) -> list[Entry]:
    """What was erased after this database was saved; organisations first."""
    known = set(noted(session))
    found = [entry for entry in written(storage) if entry not in known]
    return sorted(found, key=lambda entry: (entry.kind.value, str(entry.subject_id)))


def _read(key: str) -> Iterator[Entry]:
    # The name says everything, so that one listing is enough. What a crash left half written has another name.
    kind, _, rest = key.removeprefix(f"{FOLDER}/").partition("-")
    try:
        yield Entry(Erased(kind), uuid.UUID(rest.removesuffix(".json")))
    except ValueError:
        return
