"""Making an archive: one look at the database, row by row into a file, put into the storage whole and never half.

The worker holds no write transaction while it reads. Between two tables it says how far it is, and looks whether whoever asked
may still have the archive.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import outbox, schema, trash
from accountability.access import Rule
from accountability.evidence import queries as evidence
from accountability.evidence.domain import archived_path
from accountability.jobs import Worker
from accountability.language import format_date
from accountability.leaving import queries
from accountability.leaving.archive.readme import write_readme
from accountability.leaving.archive.writing import ArchiveWriter
from accountability.leaving.domain import ExportId, ExportState, Manifest, may_begin
from accountability.leaving.domain.bringing import FILES, MANIFEST, README, ROWS, TABLES
from accountability.leaving.domain.exporting import KEPT
from accountability.leaving.models import ExportJob
from accountability.organisation import queries as organisation
from accountability.tenancy import OrganisationId, act_for


class ExportStops(Exception):
    """Whoever asked may no longer have it, or it is no longer wanted."""


@dataclass(frozen=True)
class Making:
    """One archive in the making."""

    worker: Worker
    organisation_id: OrganisationId
    export_id: ExportId
    rule: Rule  # what whoever asked must hold until the end
    at: datetime

    def go_on(self, step: int, steps: int) -> None:
        """Say how far it is. Raises ExportStops."""
        with self.worker.database.transaction() as session:
            export = self._export(session)
            if export.state is not ExportState.RUNNING or not queries.holds_rule(session, export.asked_by_id, self.rule):
                raise ExportStops
            export.step, export.steps = step, steps

    def stop(self) -> None:
        """Say that there will be no archive."""
        with self.worker.database.transaction() as session:
            export = self._export(session)
            export.state, export.finished_at = ExportState.STOPPED, self.at

    def finish(self, content: bytes) -> None:
        """Put the archive where it can be fetched, and say so by mail."""
        self.go_on(1, 1)
        self.worker.storage.put(self.key, content, content_type="application/zip")
        with self.worker.database.transaction() as session:
            export = self._export(session)
            export.state, export.finished_at, export.size = ExportState.READY, self.at, len(content)
            export.digest = hashlib.sha256(content).hexdigest()
            _tell(session, export, link=f"{self.worker.base_url}/organisation/leaving", at=self.at)

    @property
    def key(self) -> str:
        """Where the archive lies in the storage."""
        return f"{self.organisation_id}/exports/{self.export_id}.zip"

    def _export(self, session: Session) -> ExportJob:
        act_for(session, self.organisation_id)
        return queries.get_export(session, self.export_id)


def make_export(worker: Worker, organisation_id: OrganisationId, *, rule: Rule, at: datetime) -> None:
    """Make the oldest archive that waits, or that a killed worker left."""
    making = _take_up(worker, organisation_id, rule=rule, at=at)
    if making is None:
        return
    try:
        with TemporaryFile() as file:
            _write(making, file)
            file.seek(0)
            making.finish(file.read())
    except ExportStops:
        making.stop()
    except Exception:
        making.stop()
        raise


def _take_up(worker: Worker, organisation_id: OrganisationId, *, rule: Rule, at: datetime) -> Making | None:
    with worker.database.transaction() as session:
        act_for(session, organisation_id)
        unfinished = ExportJob.state.in_([ExportState.WAITING, ExportState.RUNNING])
        asked = sa.select(ExportJob).where(unfinished).order_by(ExportJob.asked_at).with_for_update(skip_locked=True)
        due = (each for each in session.scalars(asked) if may_begin(each.state, begun_at=each.begun_at, at=at))
        export = next(due, None)
        if export is None:
            return None
        export.state, export.begun_at = ExportState.RUNNING, at
        return Making(worker, organisation_id, export.id, rule, at)


def _write(making: Making, file: IO[bytes]) -> None:
    counts: dict[str, int] = {}
    stored = list(_stored_files(making))
    with ArchiveWriter(file) as archive, making.worker.database.snapshot() as session, trash.looking_into_trash(session):
        act_for(session, making.organisation_id)
        tables, names = queries.list_tables(session), evidence.names_by_key(session)
        steps = len(tables) + len(stored) + 1
        for step, table in enumerate(tables):
            making.go_on(step, steps)
            counts[table.name] = archive.add_rows(f"{ROWS}{table.name}.jsonl", table.rows())
            archive.add_table(f"{TABLES}{table.name}.csv", table.columns, table.rows())
        for step, key in enumerate(stored, len(tables)):
            making.go_on(step, steps)
            path = key.removeprefix(f"{making.organisation_id}/")
            named = archived_path(path, names[path]) if path in names else path
            archive.add(f"{FILES}{named}", [making.worker.storage.get(key)])
        archive.add(README, [_readme(making, name=organisation.get_organisation(session).name)])
        archive.add_manifest(MANIFEST, _manifest(making, counts, archive.files))


def _readme(making: Making, *, name: str) -> bytes:
    return write_readme(name=name, day=format_date(making.at), schema=schema.head(), address=making.worker.base_url)


def _manifest(making: Making, counts: dict[str, int], files: dict[str, str]) -> dict[str, object]:
    return Manifest(
        schema=schema.head(),
        organisation_id=making.organisation_id,
        made_at=making.at.isoformat(),
        counts=counts,
        files=files,
    ).written()


def _stored_files(making: Making) -> Iterator[str]:
    """The organisation's files, without the archives made of it and what was not checked yet."""
    left_out = (f"{making.organisation_id}/exports/", f"{making.organisation_id}/{evidence.INCOMING}/")
    return (key for key in making.worker.storage.keys(str(making.organisation_id)) if not key.startswith(left_out))


def _tell(session: Session, export: ExportJob, *, link: str, at: datetime) -> None:
    asker = next(member for member in organisation.list_members(session) if member.id == export.asked_by_id)
    name = organisation.get_organisation(session).name
    outbox.post_mail(
        session,
        to=asker.email,
        subject=f"The archive of {name} is ready",
        template="email/leaving/make_export",
        at=at,
        organisation=name,
        days=KEPT.days,
        link=link,
    )
