"""The record as a file: for a spreadsheet, or line by line with all that verifying it needs."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from sqlalchemy.orm import Session

from accountability.fact import moment
from accountability.record import queries
from accountability.record.domain import Entry, Format, genesis, neutral
from accountability.record.routes import words
from accountability.tenancy import OrganisationId

HEADINGS = ("position", "when (UTC)", "who", "what", "kind", "about", "entry", "digest")


def written(session: Session, form: Format, *, organisation_id: OrganisationId) -> tuple[str, str]:
    """The whole record of the organisation the session acts for, as (text, content type)."""
    if form is Format.CSV:
        return _csv(session), "text/csv; charset=utf-8"
    lines = (json.dumps(line, ensure_ascii=False) for line in _lines(session, organisation_id))
    return "\n".join(lines) + "\n", "application/jsonl; charset=utf-8"


def _csv(session: Session) -> str:
    text = StringIO()
    # Spreadsheets take a file for UTF-8 only when it begins with this mark.
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for line in queries.list_lines(session):
        entry = line.entry
        cells = (
            *(entry.position or "", moment(entry.happened_at), words.who(line), words.sentence(line)),
            *(entry.kind, entry.subject_id or "", entry.id, entry.digest or ""),
        )
        writer.writerow([neutral(str(cell)) for cell in cells])
    return text.getvalue()


def _lines(session: Session, organisation_id: OrganisationId) -> Iterator[dict[str, Any]]:
    yield {"organisation": str(organisation_id), "begins_with": genesis(organisation_id), "version": 1}
    for entry in queries.list_entries(session):
        yield _as_line(entry)


def _as_line(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "id": str(entry.id),
        "kind": entry.kind,
        "happened_at": moment(entry.happened_at),
        "subject": str(entry.subject_id) if entry.subject_id else None,
        "details": dict(entry.details),
        "personal": dict(entry.personal),
        "parts": [
            {"name": part.name, "member": str(part.member_id) if part.member_id else None, "salt": part.salt, "value": part.value}
            for part in entry.parts
        ],
        "digest": entry.digest,
    }
