"""What operators do with a draft: begin it, bring one in, change an item, discard it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.database import NotFound, refusing
from accountability.standard import queries
from accountability.standard.commands.acts import note
from accountability.standard.domain import Commitment, KeyAction, Pack, PackStatus, read_pack
from accountability.standard.domain.editing import (
    Act,
    ItemWasChanged,
    VersionIsShipped,
    VersionIsTaken,
    check_is_draft,
    check_slug_is_free,
    with_commitment,
    with_key_action,
    without_key_action,
)
from accountability.standard.domain.writing import write_item, write_pack
from accountability.standard.models import StandardAct, StandardActor, StandardMapping, StandardPack, StandardTranslation


def begin_version(session: Session, base: Pack, version: str, *, by: Actor, at: datetime) -> StandardPack:
    """A draft with the content of another version, its translations included. Refuses VersionIsTaken."""
    draft = _store(session, replace(base, version=version), at=at)
    _copy_translations(session, base, version)
    note(session, draft.pack_id, version, Act.DRAFTED, by=by, at=at, item=base.version)
    return draft


def bring_in(session: Session, pack: Pack, *, by: Actor, at: datetime) -> StandardPack:
    """A draft with the content of a file. Refuses VersionIsTaken."""
    draft = _store(session, pack, at=at)
    note(session, draft.pack_id, draft.version, Act.BROUGHT_IN, by=by, at=at)
    return draft


def _store(session: Session, pack: Pack, *, at: datetime) -> StandardPack:
    if queries.find_shipped(pack.id, pack.version) or queries.find_stored(session, pack.id, pack.version):
        raise VersionIsTaken
    content = write_pack(replace(pack, status=PackStatus.DRAFT))
    row = StandardPack(pack_id=pack.id, version=pack.version, status=PackStatus.DRAFT, content=content, made_at=at, changed_at=at)
    with refusing(session, standard_pack_pkey=VersionIsTaken):
        session.add(row)
    return row


def _copy_translations(session: Session, base: Pack, version: str) -> None:
    asked = sa.select(StandardTranslation).where(
        StandardTranslation.pack_id == base.id, StandardTranslation.version == base.version
    )
    for row in session.scalars(asked).all():
        session.add(
            StandardTranslation(
                pack_id=row.pack_id,
                version=version,
                language=row.language,
                address=row.address,
                text=row.text,
                original=row.original,
                is_reviewed=row.is_reviewed,
            )
        )
    session.flush()


def lock_version(session: Session, pack_id: str, version: str) -> StandardPack:
    """A version while it is being changed. Refuses VersionIsShipped; raises NotFound."""
    row = session.get(StandardPack, (pack_id, version), with_for_update=True, populate_existing=True)
    if row is None:
        if queries.find_shipped(pack_id, version):
            raise VersionIsShipped
        raise NotFound(f"stored pack {pack_id} {version}")
    return row


def mark_of(item: Pack | Commitment | KeyAction) -> str:
    """A short mark of an item as it stands: when it differs, somebody changed the item."""
    return sha256(json.dumps(write_item(item), sort_keys=True).encode()).hexdigest()[:16]


def describe_pack(session: Session, row: StandardPack, changed: Pack, *, seen: str, by: Actor, at: datetime) -> None:
    """Change what stands in the header. Refuses what check_is_draft does, or ItemWasChanged."""

    def change(pack: Pack) -> Pack:
        _check_unchanged(header_of(pack), seen)
        return replace(changed, id=pack.id, version=pack.version, status=pack.status, clusters=pack.clusters)

    _change(session, row, change, item="", by=by, at=at)


def header_of(pack: Pack) -> Pack:
    """A pack without its clusters and status: what the header's form changes."""
    return replace(pack, clusters=(), status=PackStatus.DRAFT)


def describe_commitment(session: Session, row: StandardPack, changed: Commitment, *, seen: str, by: Actor, at: datetime) -> None:
    """Change what stands on top of a commitment. Refuses what check_is_draft does, or ItemWasChanged."""

    def change(pack: Pack) -> Pack:
        now = next(each for each in pack.commitments if each.slug == changed.slug)
        _check_unchanged(top_of(now), seen)
        return with_commitment(pack, replace(changed, key_actions=now.key_actions))

    _change(session, row, change, item=changed.slug, by=by, at=at)


def top_of(commitment: Commitment) -> Commitment:
    """A commitment without its key actions: what its form changes."""
    return replace(commitment, key_actions=())


def describe_key_action(session: Session, row: StandardPack, changed: KeyAction, *, seen: str, by: Actor, at: datetime) -> None:
    """Change a key action. Refuses what check_is_draft does, or ItemWasChanged, also when it is gone."""

    def change(pack: Pack) -> Pack:
        now = next((each for each in pack.key_actions if each.slug == changed.slug), None)
        _check_unchanged(now, seen)
        return with_key_action(pack, changed)

    _change(session, row, change, item=changed.slug, by=by, at=at)


def add_key_action(session: Session, row: StandardPack, added: KeyAction, *, by: Actor, at: datetime) -> None:
    """A new key action at the end of its commitment. Refuses what check_is_draft does, or SlugIsTaken."""

    def change(pack: Pack) -> Pack:
        check_slug_is_free(pack, added.slug)
        return with_key_action(pack, added)

    _change(session, row, change, item=added.slug, by=by, at=at)


def remove_key_action(session: Session, row: StandardPack, slug: str, *, seen: str, by: Actor, at: datetime) -> None:
    """Take a key action out. Refuses what check_is_draft does, ItemWasChanged or CommitmentNeedsKeyActions."""

    def change(pack: Pack) -> Pack:
        _check_unchanged(next((each for each in pack.key_actions if each.slug == slug), None), seen)
        return without_key_action(pack, slug)

    _change(session, row, change, item=slug, by=by, at=at)


def replace_key_actions(session: Session, row: StandardPack, changed: Pack, *, seen: int, by: Actor, at: datetime) -> None:
    """Put the key actions of a table in place of those of a draft. Refuses what check_is_draft does, or ItemWasChanged."""
    revision = lock_version(session, row.pack_id, row.version).revision
    if revision != seen:
        raise ItemWasChanged
    _change(session, row, lambda pack: replace(pack, clusters=changed.clusters), item="", by=by, at=at)


def discard_draft(session: Session, row: StandardPack) -> None:
    """Remove a draft with all that was done for it. Refuses VersionIsPublished or VersionIsInReview."""
    row = lock_version(session, row.pack_id, row.version)
    check_is_draft(row.status)
    acts = sa.select(StandardAct.id).where(StandardAct.pack_id == row.pack_id, StandardAct.version == row.version)
    session.execute(sa.delete(StandardActor).where(StandardActor.act_id.in_(acts)))
    for table in (StandardAct, StandardTranslation, StandardMapping):
        session.execute(sa.delete(table).where(table.pack_id == row.pack_id, table.version == row.version))
    session.delete(row)
    session.flush()


def _check_unchanged(item: Pack | Commitment | KeyAction | None, seen: str) -> None:
    if item is None or mark_of(item) != seen:
        raise ItemWasChanged


def _change(session: Session, row: StandardPack, change: Callable[[Pack], Pack], *, item: str, by: Actor, at: datetime) -> None:
    row = lock_version(session, row.pack_id, row.version)
    check_is_draft(row.status)
    content = write_pack(change(queries.read_content(row.content)))
    # What is stored can always be read again, whatever a form let through.
    read_pack(content["pack"], content["commitments"])
    row.content, row.revision, row.changed_at = content, row.revision + 1, at
    row.is_approved = False
    note(session, row.pack_id, row.version, Act.EDITED, by=by, at=at, item=item)


def digest_of(row: StandardPack) -> str:
    """What tells the content of a version from any other."""
    return sha256(json.dumps([row.pack_id, row.version, row.content], sort_keys=True).encode()).hexdigest()
