"""Ids and addresses of an archive that arrives where they may be taken."""

import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import random_id
from accountability.leaving.archive.reading import ArchiveReader
from accountability.leaving.archive.values import stored
from accountability.leaving.domain.bringing import ROWS
from accountability.leaving.holdings import Holding, restorable
from accountability.survey.commands.authoring import CODE_BYTES
from accountability.survey.domain import PREFIX_DIGITS
from accountability.tenancy import OrganisationId

TIME_BITS = 64  # of a UUIDv7, its version and order within the millisecond included; the rest is random


@dataclass
class Ids:
    """Old id → new id, as text; empty when all stay. `words` also change inside documents."""

    words: dict[str, str] = field(default_factory=dict)
    are_new: bool = False

    def of(self, old: uuid.UUID) -> uuid.UUID:
        """The id here."""
        return uuid.UUID(self.words.get(str(old), str(old)))

    def in_path(self, path: str) -> str:
        """A path of which parts are ids, with or without an ending."""
        named = (part.partition(".") for part in path.split("/"))
        return "/".join(self.words.get(stem, stem) + point + ending for stem, point, ending in named)

    def of_value(self, value: Any) -> Any:
        """A value with every id in it, however deep."""
        if not self.words:
            return value
        if isinstance(value, str):
            return self.words.get(value, value)
        if isinstance(value, list):
            return [self.of_value(item) for item in value]
        if isinstance(value, dict):
            return {self.of_value(key): self.of_value(item) for key, item in value.items()}
        return value


def keep_ids() -> Ids:
    """All stay."""
    return Ids()


def new_ids(archive: ArchiveReader, organisation_id: OrganisationId) -> Ids:
    """Another id for the organisation and for every row that has one of its own."""
    words = {str(organisation_id): str(like(organisation_id))}
    for table in restorable():
        column = table.table.columns.get("id")
        if column is None or not isinstance(column.type, sa.Uuid):
            continue
        for row in archive.rows(f"{ROWS}{table.name}.jsonl"):
            old = stored(column, row.get("id"))
            words[str(old)] = str(like(old))
    return Ids(words, are_new=True)


def like(old: uuid.UUID) -> uuid.UUID:
    """A new id that sorts as the old one among others made so: a UUIDv7 keeps its time, a random one stays random."""
    if old.version != 7:
        return random_id()
    variant = 0b10 << 62
    return uuid.UUID(int=(old.int >> TIME_BITS << TIME_BITS) | variant | secrets.randbits(62))


def free_addresses(session: Session, table: Holding, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Give surveys another address where theirs is taken here; return the pairs (theirs, ours)."""
    changed = []
    for row in rows:
        old = row["code"]
        if _is_there(session, table, code=old):
            row["code"] = secrets.token_urlsafe(CODE_BYTES)
            changed.append((old, row["code"]))
        while _is_there(session, table, receipt_prefix=row["receipt_prefix"]):
            row["receipt_prefix"] = str(secrets.randbelow(10**PREFIX_DIGITS)).zfill(PREFIX_DIGITS)
    return changed


def _is_there(session: Session, table: Holding, **values: str) -> bool:
    asked = sa.select(sa.exists().where(*(table.of(name) == value for name, value in values.items())))
    return session.scalar(asked) is True
