"""Sheets of assessments: exported, changed as people do, held and brought in."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from accountability.assessment.commands import sheets as commands
from accountability.assessment.domain.sheets.columns import Column, cells_of, mark_of
from accountability.assessment.domain.sheets.proposing import Proposal, fingerprint
from accountability.assessment.models import Assessment, BroughtIn
from accountability.assessment.queries import brought_in as queries
from accountability.assessment.queries import get_standing, sheets_out
from accountability.spreadsheet.rows import Cell, Kind, Spreadsheet
from accountability.spreadsheet.rows import Sheet as ReadSheet
from tests.support.tenants import Tenant

HEADINGS = [column.value for column in Column]
Changes = Mapping[str, Mapping[Column, str]]


def exported(tenant: Tenant, session: Session, assessment: Assessment, *, role: str = "officer") -> list[list[str]]:
    """The rows of an export, headings first."""
    member_id = tenant.actor(role).member_id
    standing = get_standing(session, assessment, member_id=member_id)
    mark = mark_of(assessment.id, sheet=standing.sheet, member_id=member_id)
    lines = sheets_out.list_lines(session, assessment, standing=standing, member_id=member_id)
    return [HEADINGS, *([*cells_of(line, sheet=standing.sheet, mark=mark)] for line in lines)]


def changed(rows: list[list[str]], changes: Changes) -> list[list[str]]:
    """The rows with other words in these cells, by key action and column."""
    code = HEADINGS.index(Column.CODE.value)
    return [
        [changes.get(row[code], {}).get(column, cell) for column, cell in zip(Column, row, strict=True)] if number else row
        for number, row in enumerate(rows)
    ]


def as_read(rows: list[list[str]], *, name: str = "Assessment") -> Spreadsheet:
    """The rows as if they had been read from a file."""
    cells = tuple(tuple(Cell(text, Kind.NUMBER if text.isdigit() else Kind.TEXT) for text in row) for row in rows)
    return Spreadsheet(sheets=(ReadSheet(name=name, rows=cells),))


def held(tenant: Tenant, session: Session, assessment: Assessment, rows: list[list[str]], *, role: str = "officer") -> BroughtIn:
    """The rows held to be looked at."""
    by = tenant.actor(role)
    return commands.hold_sheet(session, assessment, spreadsheet=as_read(rows), file_name="scores.xlsx", by=by, at=tenant.at)


def proposals(
    tenant: Tenant, session: Session, assessment: Assessment, rows: BroughtIn, *, role: str = "officer"
) -> list[Proposal]:
    """What bringing them in would do."""
    return queries.list_proposals(session, assessment, rows, by=tenant.actor(role), runs_it=role in {"officer", "owner"})


def bring_in(
    tenant: Tenant, session: Session, assessment: Assessment, rows: BroughtIn, *, role: str = "officer", taken: tuple[int, ...] = ()
) -> int:
    """Bring in what may be."""
    seen = fingerprint(proposals(tenant, session, assessment, rows, role=role))
    return commands.bring_in_sheet(session, assessment, rows, seen=seen, taken=taken, by=tenant.actor(role), at=tenant.at)
