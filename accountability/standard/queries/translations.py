"""Packs in other languages."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.standard.domain import Pack
from accountability.standard.domain.texts import Translated, Translation, in_language
from accountability.standard.models import StandardTranslation


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a version is in one language: sentences that fit the original of today, and those a native speaker has read."""

    language: str
    done: int
    reviewed: int


def list_translations(session: Session, pack: Pack, *, language: str) -> dict[str, Translation]:
    """What there is of a version in a language, by address, also what no longer fits its original."""
    asked = sa.select(StandardTranslation).where(
        StandardTranslation.pack_id == pack.id,
        StandardTranslation.version == pack.version,
        StandardTranslation.language == language,
    )
    return {
        row.address: Translation(text=row.text, original=row.original, is_reviewed=row.is_reviewed)
        for row in session.scalars(asked)
    }


def translate_pack(session: Session, pack: Pack, *, language: str) -> Translated:
    """The pack in a language, sentence by sentence, with the original where there is none."""
    return in_language(pack, list_translations(session, pack, language=language))


def list_progress(session: Session, pack: Pack, originals: dict[str, str]) -> list[Progress]:
    """The languages that a version is being put into, by tag."""
    row = StandardTranslation
    asked = sa.select(row.language, row.address, row.original, row.is_reviewed).where(
        row.pack_id == pack.id, row.version == pack.version, row.text != ""
    )
    found: dict[str, list[bool]] = {}
    for language, address, original, is_reviewed in session.execute(asked):
        fitting = found.setdefault(language, [])
        if originals.get(address) == original:
            fitting.append(is_reviewed)
    return [Progress(language=tag, done=len(found[tag]), reviewed=sum(found[tag])) for tag in sorted(found)]
