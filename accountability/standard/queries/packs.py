"""Finds packs: those that ship with the software first, then those of the database. The published are parsed once per process."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.standard.domain import Pack, PackStatus, read_pack
from accountability.standard.models import StandardPack
from accountability.standard.queries.shipped import find_shipped, shipped_pack

# By digest, so that no other content can ever answer for a version.
_PARSED: dict[str, Pack] = {}
_SEEN = "standard packs"  # of the session: a page that names a version often asks for it once
_CURRENT = "current pack"


def find_pack(session: Session, pack_id: str, version: str) -> Pack | None:
    """The pack of that id and version, or None. A draft is read each time, what is published once."""
    shipped = find_shipped(pack_id, version)
    if shipped is not None:
        return shipped
    seen: dict[tuple[str, str], Pack] = session.info.setdefault(_SEEN, {})
    if (pack_id, version) not in seen:
        stated = sa.select(StandardPack.status, StandardPack.digest)
        found = session.execute(_of(stated, pack_id, version)).one_or_none()
        if found is None:
            return None
        pack = replace(_parsed(session, pack_id, version, found.digest), status=found.status)
        if found.digest is None:
            return pack
        seen[pack_id, version] = pack
    return seen[pack_id, version]


def get_pack(session: Session, pack_id: str, version: str) -> Pack:
    """The pack of that id and version. Raises NotFound."""
    pack = find_pack(session, pack_id, version)
    if pack is None:
        raise NotFound(f"pack {pack_id} {version}")
    return pack


def current_pack(session: Session) -> Pack:
    """The pack a new assessment starts with: the current one of the database, else the one that ships with the software."""
    if _CURRENT not in session.info:
        asked = sa.select(StandardPack.pack_id, StandardPack.version).where(StandardPack.status == PackStatus.CURRENT)
        found = session.execute(asked).one_or_none()
        session.info[_CURRENT] = shipped_pack() if found is None else get_pack(session, found.pack_id, found.version)
    current: Pack = session.info[_CURRENT]
    return current


def forget_seen(session: Session) -> None:
    """Look again from now on: this session changed which versions there are, or their status."""
    session.info.pop(_SEEN, None)
    session.info.pop(_CURRENT, None)


def read_content(content: Any) -> Pack:
    """The pack as it is stored. Raises PackIsBroken."""
    return read_pack(content["pack"], content["commitments"])


def _parsed(session: Session, pack_id: str, version: str, digest: str | None) -> Pack:
    if digest is None or digest not in _PARSED:
        pack = read_content(session.scalars(_of(sa.select(StandardPack.content), pack_id, version)).one())
        if digest is None:
            return pack
        _PARSED[digest] = pack
    return _PARSED[digest]


def _of(asked: Any, pack_id: str, version: str) -> Any:
    return asked.where(StandardPack.pack_id == pack_id, StandardPack.version == version)
