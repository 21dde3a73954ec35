"""Saying how the key actions of an older version carry over to a new one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.standard import queries
from accountability.standard.commands.acts import note
from accountability.standard.commands.drafting import lock_version
from accountability.standard.domain import Pack
from accountability.standard.domain.editing import PUBLISHED, Act, ItemWasChanged, VersionIsPublished
from accountability.standard.domain.mapping import make_mapping, write_mapping
from accountability.standard.models import StandardMapping, StandardPack


def map_version(
    session: Session, row: StandardPack, older: Pack, origins: Mapping[str, Sequence[str]], *, seen: int, by: Actor, at: datetime
) -> None:
    """Write down of which older key actions each one comes. Refuses MappingIsBroken, VersionIsPublished or ItemWasChanged.

    `seen` is the revision of the mapping that the person saw, 0 for none.
    """
    row = lock_version(session, row.pack_id, row.version)
    if row.status in PUBLISHED:
        raise VersionIsPublished
    newer = queries.read_content(row.content)
    mapping = make_mapping(origins, old=_slugs(older), new=_slugs(newer))
    stored = queries.find_mapping(session, row.pack_id, row.version, older=older.version)
    if (stored.revision if stored else 0) != seen:
        raise ItemWasChanged
    if stored is None:
        stored = StandardMapping(pack_id=row.pack_id, version=row.version, older_version=older.version, revision=0)
        session.add(stored)
    stored.rows, stored.revision = write_mapping(mapping), seen + 1
    note(session, row.pack_id, row.version, Act.MAPPED, by=by, at=at, item=older.version)


def _slugs(pack: Pack) -> list[str]:
    return [str(action.slug) for action in pack.key_actions]
