"""CSV: files of strangers → rows of text, and rows of ours → a file that no spreadsheet takes for formulas."""

import csv
import io
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Sequence

from accountability.spreadsheet.rows import (
    LIMITS,
    Cell,
    FileIsBroken,
    FileIsOtherFormat,
    Finding,
    Limits,
    QuotesAreOpen,
    Remarks,
    Sheet,
    Spreadsheet,
)

DELIMITERS = ";\t,"
LOOKED_AT = 30
FORMULA = frozenset("=+-@\t\r\n")
HIGH = 0xC0  # from here on Windows-1251 holds nothing but Cyrillic letters


def read_separated(content: bytes, *, limits: Limits = LIMITS) -> Spreadsheet:
    """The one sheet of a CSV file. Raises FileIsOtherFormat, FileIsBroken or QuotesAreOpen."""
    remarks = Remarks(limits)
    text = _decoded(content, remarks)
    if "\0" in text:
        raise FileIsOtherFormat
    rows = _rows(text, remarks, limits)
    return Spreadsheet(sheets=(Sheet(name="", rows=rows),), remarks=tuple(remarks.found))


def _decoded(content: bytes, remarks: Remarks) -> str:
    marked = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if marked else "utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8")
    except UnicodeDecodeError as error:
        if marked or content.startswith(BOM_UTF8):
            raise FileIsBroken from error
    code_page, finding = ("cp1251", Finding.CYRILLIC) if is_cyrillic(content) else ("cp1250", Finding.CENTRAL_EUROPEAN)
    try:
        text = content.decode(code_page)
    except UnicodeDecodeError as error:
        raise FileIsOtherFormat from error
    remarks.add(finding)
    return text


def is_cyrillic(content: bytes) -> bool:
    """Whether letters stored in one byte each are more likely Cyrillic: then most of them are beyond ASCII."""
    letters = Counter("high" if byte >= HIGH else "plain" for byte in content if byte >= HIGH or chr(byte).isalpha())
    return letters["high"] > letters["plain"]


def _rows(text: str, remarks: Remarks, limits: Limits) -> tuple[tuple[Cell, ...], ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows, is_wide = [], False
    try:
        for number, line in enumerate(reader, start=1):
            if number > limits.rows:
                remarks.add(Finding.ROWS_LEFT_OUT, row=number, params={"most": limits.rows})
                break
            is_wide = is_wide or any(line[limits.columns :])
            rows.append(tuple(_cell(value, remarks, limits, number, column) for column, value in _trimmed(line[: limits.columns])))
    except csv.Error as error:
        raise QuotesAreOpen(line=reader.line_num) from error
    if is_wide:
        remarks.add(Finding.COLUMNS_LEFT_OUT, params={"most": limits.columns})
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _trimmed(line: list[str]) -> list[tuple[int, str]]:
    filled = max((place for place, value in enumerate(line, start=1) if value), default=0)
    return list(enumerate(line[:filled], start=1))


def _cell(value: str, remarks: Remarks, limits: Limits, row: int, column: int) -> Cell:
    if len(value) > limits.cell:
        remarks.add(Finding.LONG_TEXT, row=row, column=column, params={"most": limits.cell})
    return Cell(unguarded(value[: limits.cell]))


def delimiter_of(text: str) -> str:
    """The sign between cells: the one that cuts the most of the first lines into equally many."""

    def evenness(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = Counter[int]()
        try:
            for line, _ in zip(lines, range(LOOKED_AT), strict=False):
                widths[len(line)] += 1
        except csv.Error:
            return 0, 0
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=evenness)


def write_separated(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file (RFC 4180, UTF-8 with a mark that spreadsheets know). `read_separated` gives the same texts back."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return BOM_UTF8 + text.getvalue().encode()


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula, or already has one."""
    return f"'{text}" if text.startswith("'") or _is_risky(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put there."""
    return text[1:] if text[:1] == "'" and (text[1:2] == "'" or _is_risky(text[1:])) else text


def _is_risky(text: str) -> bool:
    # Spreadsheets skip spaces and read full-width signs like the plain ones.
    first = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u3000")[:1])[:1]
    return first in FORMULA or text[:1] in FORMULA
