"""Putting a version into another language; also a published one, whose original stays as it is."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.standard.commands.acts import note
from accountability.standard.domain import Pack
from accountability.standard.domain.editing import Act
from accountability.standard.domain.texts import TONGUES, LanguageIsUnknown, texts_of
from accountability.standard.models import StandardTranslation


def translate(session: Session, pack: Pack, texts: Mapping[str, str], *, language: str, by: Actor, at: datetime) -> int:
    """Store translations by address; says how many changed. An empty one is taken away. Refuses LanguageIsUnknown.

    What is written anew has not been read by a native speaker. Addresses that the version does not have are left aside.
    """
    if language not in TONGUES:
        raise LanguageIsUnknown
    originals = texts_of(pack)
    stored = {row.address: row for row in _stored(session, pack, language)}
    changed = [
        _translate(session, pack, language, address, text.strip(), original=originals[address], row=stored.get(address))
        for address, text in texts.items()
        if address in originals
    ]
    if any(changed):
        note(session, pack.id, pack.version, Act.TRANSLATED, by=by, at=at, item=language)
    session.flush()
    return sum(changed)


def _translate(
    session: Session, pack: Pack, language: str, address: str, text: str, *, original: str, row: StandardTranslation | None
) -> bool:
    if row is None and not text:
        return False
    if row is None:
        row = StandardTranslation(pack_id=pack.id, version=pack.version, language=language, address=address)
        session.add(row)
    elif not text:
        session.delete(row)
        return True
    elif (row.text, row.original) == (text, original):
        return False
    row.text, row.original, row.is_reviewed = text, original, False
    return True


def mark_read(session: Session, pack: Pack, *, language: str, by: Actor, at: datetime) -> int:
    """A native speaker has read what there is in a language and fits its original; says how many sentences."""
    originals = texts_of(pack)
    rows = [row for row in _stored(session, pack, language) if not row.is_reviewed and originals.get(row.address) == row.original]
    for row in rows:
        row.is_reviewed = True
    if rows:
        note(session, pack.id, pack.version, Act.TRANSLATED, by=by, at=at, item=language, said="read by a native speaker")
    session.flush()
    return len(rows)


def _stored(session: Session, pack: Pack, language: str) -> list[StandardTranslation]:
    asked = sa.select(StandardTranslation).where(
        StandardTranslation.pack_id == pack.id,
        StandardTranslation.version == pack.version,
        StandardTranslation.language == language,
    )
    return list(session.scalars(asked))
