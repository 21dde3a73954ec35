"""What a spreadsheet gives when it is read: sheets of cells as text, what was noticed on the way, and how much is read at most."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from accountability.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of a file is read: bytes of the file, of it unpacked, and of one part of it; rows, columns, letters, XML tags
    and how deep they lie."""

    size: int = 5_000_000
    parts: int = 300
    unpacked: int = 120_000_000
    part: int = 24_000_000
    token: int = 256_000
    tags: int = 500_000
    depth: int = 40
    texts: int = 100_000
    letters: int = 4_000_000
    cell: int = 32_767
    rows: int = 2_000
    columns: int = 60
    sheets: int = 20
    remarks: int = 200


LIMITS = Limits()


class Kind(enum.Enum):
    """What the file says a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes-no"
    ERROR = "error"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text: a whole number without a point, a date as 2026-05-04, yes and no as TRUE and FALSE."""

    text: str = ""
    kind: Kind = Kind.TEXT


EMPTY = Cell()


class Finding(enum.Enum):
    """What can be noticed while reading, none of it a reason to stop."""

    HIDDEN = "hidden"
    MERGED = "merged"
    COUNTED = "counted"
    UNCOUNTED = "uncounted"
    ERROR = "error"
    LOST_TEXT = "lost-text"
    LONG_TEXT = "long-text"
    ROWS_LEFT_OUT = "rows-left-out"
    COLUMNS_LEFT_OUT = "columns-left-out"
    SHEETS_LEFT_OUT = "sheets-left-out"
    NO_TABLE = "no-table"
    MACROS = "macros"
    CENTRAL_EUROPEAN = "central-european"
    CYRILLIC = "cyrillic"
    MORE = "more"


SENTENCES: Mapping[Finding, str] = {
    Finding.HIDDEN: "This sheet is hidden in the file. It was read like the others.",
    Finding.MERGED: "Cells are joined here (%(area)s). What they say counts for the first of them only.",
    Finding.COUNTED: "Formulas in this sheet: %(number)s. The values that the spreadsheet program had worked out were taken.",
    Finding.UNCOUNTED: "There is a formula whose value was never worked out. Open the file in a spreadsheet program and save it.",
    Finding.ERROR: "The spreadsheet program could not work this out: it says %(text)s.",
    Finding.LOST_TEXT: "The text of this cell is missing in the file.",
    Finding.LONG_TEXT: "The text of this cell is longer than %(most)s characters; the rest was left out.",
    Finding.ROWS_LEFT_OUT: "Reading stopped here: at most %(most)s rows are read. What follows was left out.",
    Finding.COLUMNS_LEFT_OUT: "At most %(most)s columns are read. What stands further right was left out.",
    Finding.SHEETS_LEFT_OUT: "At most %(most)s sheets are read. The others were left out.",
    Finding.NO_TABLE: "This is not a sheet of cells, so it was left out.",
    Finding.MACROS: "The file carries macros. They were not looked at and do nothing here.",
    Finding.CENTRAL_EUROPEAN: (
        "The file does not say how its letters are stored. It was read as Central European (Windows-1250): "
        "look whether letters such as č, ž and ë are right."
    ),
    Finding.CYRILLIC: (
        "The file does not say how its letters are stored. It was read as Cyrillic (Windows-1251): "
        "look whether the words are right."
    ),
    Finding.MORE: "There is more like this than is listed here.",
}


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something noticed, with its place: the sheet by name, row and column counted from 1. `params` fill the sentence."""

    finding: Finding
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence in English, its places not filled."""
        return SENTENCES[self.finding]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: rows from the first, each as long as its last filled cell. Rows that are empty are empty tuples."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Spreadsheet:
    """All sheets of a file in order, and what was noticed."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[Remark, ...] = ()


class Remarks:
    """Collects remarks up to the limit; the one after the last says that there are more."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.found: list[Remark] = []

    def add(self, finding: Finding, **place: object) -> None:
        """Note something at a place (sheet, row, column, params)."""
        if len(self.found) < self.limits.remarks:
            self.found.append(Remark(finding=finding, **place))  # type: ignore[arg-type]
        elif len(self.found) == self.limits.remarks:
            self.found.append(Remark(finding=Finding.MORE))


class FileIsRefused(Refusal):
    """A file that cannot be read as a spreadsheet at all."""

    field = "file"


class FileIsEmpty(FileIsRefused):
    message = "The file is empty."


class FileIsTooLarge(FileIsRefused):
    message = "The file is larger than %(most)s MB. Leave out pictures and sheets that are not needed, then try again."


class FileUnpacksTooLarge(FileIsRefused):
    message = "The file holds far more than an assessment can. It was not opened."


class FileIsLocked(FileIsRefused):
    message = "The file is locked with a password. Save it without one, then try again."


class FileIsOldFormat(FileIsRefused):
    message = "The file is in the old .xls format. Save it as .xlsx or as CSV, then try again."


class FileIsOtherFormat(FileIsRefused):
    message = "The file is not a spreadsheet that can be read here. Save it as .xlsx or as CSV, then try again."


class FileIsBroken(FileIsRefused):
    message = "The file is damaged and cannot be read. Open it in a spreadsheet program, save it again, then try again."


class QuotesAreOpen(FileIsRefused):
    message = "Quotation marks do not match in line %(line)s. Save the file as CSV or .xlsx once more, then try again."


def column_name(number: int) -> str:
    """The letters over a column: 1 is A, 28 is AB."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
