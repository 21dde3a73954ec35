"""Sheets of text → XLSX. What people wrote stays text, so that no program takes it for a formula or a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

# The same sheets give the same bytes: the moment they were made stands in them only where somebody wrote it.
MADE = datetime(2000, 1, 1, tzinfo=UTC)
MOST_LETTERS = 32_767
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True, kw_only=True)
class OutColumn:
    """A column: its heading, its width in letters, and the values a cell may take where these are fixed."""

    heading: str
    width: int = 12
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutSheet:
    """A sheet: a heading row that stays in sight, and rows of text as long as the columns."""

    name: str
    columns: tuple[OutColumn, ...]
    rows: Sequence[Sequence[str]]


def write_workbook(sheets: Sequence[OutSheet]) -> bytes:
    """The file. Texts are cut at 32,767 characters, as much as a cell takes; names of sheets have 31 at most."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, AS_TEXT) as book:
        book.set_properties({"created": MADE})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, heading, text)
    return content.getvalue()


def _write_sheet(page: Any, sheet: OutSheet, heading: Any, text: Any) -> None:
    page.freeze_panes(1, 0)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width, text)
        page.write_string(0, number, column.heading, heading)
        if column.choices:
            allowed = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            page.data_validation(1, number, max(len(sheet.rows), 1), number, allowed | _WORDS)
    for row, cells in enumerate(sheet.rows, start=1):
        for number, cell in enumerate(cells):
            if cell:
                page.write_string(row, number, cell[:MOST_LETTERS], text)


_WORDS = {"error_title": "Choose from the list", "error_message": "Only the values of the list can be brought back in."}
