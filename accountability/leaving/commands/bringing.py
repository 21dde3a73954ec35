"""Bringing in an archive from elsewhere: checked whole, then written row by row in one transaction, or not at all.

Ids stay as they are while they are free here. With new ids every id of the archive gets another one, in keys and inside
documents alike, that sorts as the old one did.
"""

import mimetypes
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from accountability import journal, outbox, trash
from accountability.evidence import queries as evidence
from accountability.identity.queries import token_hash
from accountability.leaving import domain
from accountability.leaving.archive.reading import ArchiveReader
from accountability.leaving.archive.values import stored
from accountability.leaving.commands.arriving import Ids, free_addresses, keep_ids, new_ids
from accountability.leaving.domain import ArchiveIsDamaged, Erased
from accountability.leaving.domain.bringing import FILES, ROWS, WAY_BACK_LASTS
from accountability.leaving.holdings import Holding, holding, holdings, restorable
from accountability.leaving.models import Erasure, RejoinAddress
from accountability.organisation.domain.factor_reset import ResetEnd
from accountability.storage import Storage
from accountability.tenancy import OrganisationId, act_for

AT_ONCE = 500  # rows written together
JOURNAL = frozenset({"journal_entry", "journal_personal"})
# What freezes other rows once it stands there is written after them.
FREEZING = {"assessment": ("signed_at", "signed_by_id")}


@dataclass
class Brought:
    """What an archive brought: rows by table, what stayed out, addresses that had to change, members who were written to."""

    organisation_id: OrganisationId
    name: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    files: int = 0
    changed_addresses: list[tuple[str, str]] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)


def bring_in(
    session: Session,
    archive: ArchiveReader,
    storage: Storage | None,
    *,
    with_new_ids: bool,
    at: datetime,
    address: Callable[[str], str],
) -> Brought:
    """Write everything; without `storage` no file is put anywhere. `address` makes a member's link from a token.

    Raises IsHereAlready, or ArchiveIsDamaged when a row does not fit: the caller's transaction is then to be rolled back.
    """
    old = OrganisationId(archive.manifest.organisation_id)
    if not with_new_ids and _is_taken(session, old):
        raise domain.IsHereAlready
    ids = new_ids(archive, old) if with_new_ids else keep_ids()
    brought = Brought(OrganisationId(ids.of(old)))
    act_for(session, brought.organisation_id)
    with trash.looking_into_trash(session):
        _write_tables(session, archive, ids, brought)
        _freeze(session, archive, ids)
    _end_resets(session, at=at)
    brought.name = session.get_one(holding("organisation").model, brought.organisation_id).name
    _put_files(archive, storage, ids, brought)
    _invite(session, archive, ids, brought, at=at, address=address)
    fact = domain.OrganisationBrought(release=archive.manifest.schema)
    journal.record(session, fact, by=None, at=at)
    session.flush()
    return brought


def _is_taken(session: Session, organisation_id: OrganisationId) -> bool:
    """Whether an organisation of this id is here, or was and is erased: it would be erased again with the next replay."""
    act_for(session, organisation_id)
    if session.get(holding("organisation").model, organisation_id) is not None:
        return True
    return session.get(Erasure, (Erased.ORGANISATION, organisation_id)) is not None


def _write_tables(session: Session, archive: ArchiveReader, ids: Ids, brought: Brought) -> None:
    wanted = {table.name for table in restorable()}
    organisation, *rest = sorted(holdings(), key=lambda table: table.name != "organisation")
    for table in (organisation, *rest):
        if table.name in JOURNAL and ids.are_new:
            continue
        if table.name in wanted:
            brought.counts[table.name] = _write_table(session, archive, table, ids, brought)
            if table.name == "organisation":
                journal.unlock(session)
        elif count := archive.manifest.counts.get(table.name, 0):
            brought.left_out[table.name] = count
    if ids.are_new:
        brought.counts["journal_entry"] = _tell_journal_anew(session, archive, ids)
    journal.lock(session)


def _write_table(session: Session, archive: ArchiveReader, table: Holding, ids: Ids, brought: Brought) -> int:
    count = 0
    try:
        for rows in _batches(_rows(archive, table, ids)):
            if table.name == "survey_address":
                brought.changed_addresses += free_addresses(session, table, rows)
            session.add_all(table.model(**_without(row, FREEZING.get(table.name, ()))) for row in rows)
            session.flush()
            session.expunge_all()
            count += len(rows)
    except DBAPIError as error:
        raise ArchiveIsDamaged(what=table.name) from error
    if count != archive.manifest.counts.get(table.name, 0):
        raise ArchiveIsDamaged(what=table.name)
    return count


def _without(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _freeze(session: Session, archive: ArchiveReader, ids: Ids) -> None:
    for table in (holding(name) for name in FREEZING):
        for row in _rows(archive, table, ids):
            found = session.get_one(table.model, tuple(row[key] for key in table.keys))
            for name in FREEZING[table.name]:
                setattr(found, name, row[name])
    session.flush()


def _end_resets(session: Session, *, at: datetime) -> None:
    """What was asked for there is about factors there: nobody here approved that those of an account here be removed."""
    reset = holding("factor_reset").model
    asked = sa.update(reset).where(reset.ended_at.is_(None))
    session.execute(asked.values(ended_at=at, ended_as=ResetEnd.LAPSED), execution_options={"synchronize_session": False})


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _rows(archive: ArchiveReader, table: Holding, ids: Ids) -> Iterator[dict[str, Any]]:
    columns = {column.name: column for column in table.table.columns}
    allowed = set(columns) if table.is_shown_only else set(table.leaving)
    for row in archive.rows(f"{ROWS}{table.name}.jsonl"):
        if not set(row) <= allowed or row.get("organisation_id") != str(archive.manifest.organisation_id):
            raise ArchiveIsDamaged(what=table.name)
        yield {name: stored(columns[name], ids.of_value(value)) for name, value in row.items()}


def _tell_journal_anew(session: Session, archive: ArchiveReader, ids: Ids) -> int:
    """With new ids the old chain proves nothing: entries are told again in their order, and chained here."""
    parts: dict[str, list[tuple[str, Any, str]]] = {}
    for row in archive.rows(f"{ROWS}journal_personal.jsonl"):
        about = row["member_id"] and uuid.UUID(ids.of_value(row["member_id"]))
        parts.setdefault(row["entry_id"], []).append((row["name"], about, ids.of_value(row["value"])))
    count, entry = 0, holding("journal_entry").table.columns
    for row in archive.rows(f"{ROWS}journal_entry.jsonl"):
        journal.store(
            session,
            row["kind"],
            ids.of_value(row["details"]),
            parts.get(row["id"], []),
            at=stored(entry["happened_at"], row["happened_at"]),
            subject_id=stored(entry["subject_id"], ids.of_value(row["subject_id"])),
        )
        count += 1
    session.flush()
    return count


def _put_files(archive: ArchiveReader, storage: Storage | None, ids: Ids, brought: Brought) -> None:
    """Put files where rows look for them: a file of evidence is called by its version's id, which may be another one here."""
    for name in archive.manifest.files:
        if name.startswith(FILES):
            brought.files += 1
            path = ids.in_path(evidence.key_of_archived(name.removeprefix(FILES)))
            key = f"{brought.organisation_id}/{path}"
            if storage is not None:
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                storage.put(key, archive.content(name), content_type=kind)


def _invite(
    session: Session, archive: ArchiveReader, ids: Ids, brought: Brought, *, at: datetime, address: Callable[[str], str]
) -> None:
    """Ask everybody who acted for the organisation there to confirm by mail that they do so here."""
    active = {ids.of_value(row.get("member_id")) for row in archive.rows(f"{ROWS}membership.jsonl")}
    member = holding("member").model
    for found in session.scalars(sa.select(member).order_by(member.email)):
        if str(found.id) not in active or found.left_at is not None:
            continue
        token = secrets.token_urlsafe(32)
        way_back = {"organisation_id": brought.organisation_id, "member_id": found.id, "sent_at": at}
        session.add(RejoinAddress(token_hash=token_hash(token), **way_back))
        outbox.post_mail(
            session,
            to=found.email,
            subject=f"{brought.name} has moved",
            template="email/leaving/bring_in",
            at=at,
            organisation=brought.name,
            link=address(token),
            days=WAY_BACK_LASTS.days,
        )
        brought.invited.append(found.email)
    session.flush()
