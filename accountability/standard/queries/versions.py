"""Versions as people who work on the standard see them: what there is, who did what, and how versions carry over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.database import NotFound
from accountability.standard.domain import PackStatus
from accountability.standard.domain.editing import Act
from accountability.standard.domain.mapping import Mapping, read_mapping
from accountability.standard.models import StandardAct, StandardActor, StandardMapping, StandardPack
from accountability.standard.queries.packs import current_pack
from accountability.standard.queries.shipped import PACKS, load_packs

MOST_ACTS = 50  # on one page, the newest


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version in the list; `is_current` is the one that new assessments start with."""

    pack_id: str
    version: str
    title: str
    status: PackStatus
    is_shipped: bool
    is_current: bool
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Done:
    """Something that was done with a version; `name` is "" once the person has left with their account."""

    act: Act
    item: str
    said: str
    done_at: datetime
    name: str


def list_versions(session: Session, *, with_drafts: bool) -> list[Version]:
    """All versions, those that ship first, then the newest change first. Drafts are for those who work on them."""
    current = current_pack(session)
    title = StandardPack.content[("pack", "title")].as_string().label("title")
    asked = sa.select(StandardPack.pack_id, StandardPack.version, StandardPack.status, StandardPack.changed_at, title)
    if not with_drafts:
        asked = asked.where(StandardPack.digest.is_not(None))
    shipped = [
        Version(
            pack_id=pack.id,
            version=pack.version,
            title=pack.title,
            status=pack.status,
            is_shipped=True,
            is_current=pack == current,
            changed_at=None,
        )
        for pack in load_packs(PACKS)
    ]
    rows = session.execute(asked.order_by(StandardPack.changed_at.desc(), StandardPack.pack_id, StandardPack.version))
    return [*shipped, *(_as_version(row) for row in rows)]


def _as_version(row: Any) -> Version:
    return Version(
        pack_id=row.pack_id,
        version=row.version,
        title=row.title,
        status=row.status,
        is_shipped=False,
        is_current=row.status is PackStatus.CURRENT,
        changed_at=row.changed_at,
    )


def find_stored(session: Session, pack_id: str, version: str) -> StandardPack | None:
    """A version of the database, or None."""
    return session.get(StandardPack, (pack_id, version))


def get_stored(session: Session, pack_id: str, version: str) -> StandardPack:
    """A version of the database. Raises NotFound."""
    found = find_stored(session, pack_id, version)
    if found is None:
        raise NotFound(f"stored pack {pack_id} {version}")
    return found


def list_acts(session: Session, pack_id: str, version: str) -> list[Done]:
    """What was done with a version, the newest first."""
    asked = (
        sa.select(StandardAct, StandardActor.name)
        .outerjoin(StandardActor, StandardActor.act_id == StandardAct.id)
        .where(StandardAct.pack_id == pack_id, StandardAct.version == version)
        .order_by(StandardAct.done_at.desc(), StandardAct.id.desc())
        .limit(MOST_ACTS)
    )
    return [
        Done(act=row.act, item=row.item, said=row.said, done_at=row.done_at, name=name or "")
        for row, name in session.execute(asked)
    ]


def find_sender(session: Session, pack_id: str, version: str) -> PersonId | None:
    """Who sent a version to review last; None when they have left."""
    asked = (
        sa.select(StandardActor.person_id)
        .select_from(StandardAct)
        .outerjoin(StandardActor, StandardActor.act_id == StandardAct.id)
        .where(StandardAct.pack_id == pack_id, StandardAct.version == version, StandardAct.act == Act.SENT)
        .order_by(StandardAct.done_at.desc(), StandardAct.id.desc())
        .limit(1)
    )
    return session.scalars(asked).first()


def find_mapping(session: Session, pack_id: str, version: str, *, older: str) -> StandardMapping | None:
    """How a version carries over from an older one of the same pack, as far as it is written."""
    return session.get(StandardMapping, (pack_id, version, older))


def mappings_between(session: Session, pack_id: str, *, older: str, newer: str) -> tuple[Mapping, ...] | None:
    """The published mappings that lead from one version to another, oldest first; () for the same one, None when none do."""
    asked = sa.select(StandardMapping).where(StandardMapping.pack_id == pack_id, StandardMapping.published_at.is_not(None))
    steps = {(row.older_version, row.version): row.rows for row in session.scalars(asked)}
    path = _path(list(steps), older, newer)
    return None if path is None else tuple(read_mapping(steps[step]) for step in path)


def _path(steps: Sequence[tuple[str, str]], older: str, newer: str) -> list[tuple[str, str]] | None:
    """The shortest way over the steps."""
    ways: dict[str, list[tuple[str, str]]] = {older: []}
    waiting = [older]
    while waiting and newer not in ways:
        here = waiting.pop(0)
        for step in steps:
            if step[0] == here and step[1] not in ways:
                ways[step[1]] = [*ways[here], step]
                waiting.append(step[1])
    return ways.get(newer)
