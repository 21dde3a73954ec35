"""One sheet of a workbook, read cell by cell: what stands in it, what is a formula, what is joined."""

import enum
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.spreadsheet.rows import EMPTY, Cell, Finding, Kind, Limits, Remarks, column_name
from accountability.spreadsheet.xml_stream import Enough, Reader

ESCAPED = re.compile("_x([0-9a-fA-F]{4})_")
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
LAST_DAY = 2_958_465  # 31 December 9999
WHOLE_UP_TO = 10**15
LONGEST_ESCAPE = len("_x000D_")


class Look(enum.Enum):
    """How a number is shown, as far as it changes what people read."""

    PLAIN = "plain"
    DATE = "date"
    PERCENT = "percent"


@dataclass(frozen=True, kw_only=True)
class Book:
    """What all sheets of a workbook share."""

    texts: Sequence[str]
    looks: Sequence[Look]
    counts_from_1904: bool


class SheetReader(Reader):
    """Gathers the cells of one sheet within the limits; `rows` are by number, cells by number, both from 1."""

    def __init__(self, name: str, *, book: Book, remarks: Remarks, limits: Limits) -> None:
        self.name, self.book, self.remarks, self.limits = name, book, remarks, limits
        self.rows: dict[int, dict[int, Cell]] = {}
        self.row = self.column = self.counted = self.letters = 0
        self.is_wide = False
        self._leave_cell()

    def _leave_cell(self) -> None:
        self.kind, self.look, self.inside = "", Look.PLAIN, ""
        self.is_formula = self.is_cell = self.is_spoken = False
        self.value, self.held = list[str](), 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.row, self.column = _number(attributes.get("r"), otherwise=self.row + 1), 0
        elif tag == "c":
            self._begin_cell(attributes)
        elif tag == "f":
            self.is_formula = True
        elif tag in {"v", "t"}:
            self.inside = tag
        elif tag == "rPh":
            self.is_spoken = True
        elif tag == "mergeCell":
            self._note_merged(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        # One letter more than is kept shows that the text was longer.
        if self.is_cell and self.inside and not self.is_spoken and self.held <= self.limits.cell * LONGEST_ESCAPE:
            self.value.append(text)
            self.held += len(text)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.inside = ""
        elif tag == "rPh":
            self.is_spoken = False
        elif tag == "c":
            self._end_cell()
            self._leave_cell()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._leave_cell()
        place = place_of(attributes.get("r", ""))
        self.column = place[1] if place else self.column + 1
        self.kind, self.is_cell = attributes.get("t", "n"), True
        style = _number(attributes.get("s"), otherwise=0)
        self.look = self.book.looks[style] if style < len(self.book.looks) else Look.PLAIN

    def _end_cell(self) -> None:
        written = "".join(self.value)
        if not (written or self.is_formula):
            return
        if self.row > self.limits.rows:
            self.remarks.add(Finding.ROWS_LEFT_OUT, sheet=self.name, row=self.row, params={"most": self.limits.rows})
            raise Enough
        if self.column > self.limits.columns:
            self.is_wide = True
            return
        cell = self._cell(written)
        if cell.text or cell.kind is Kind.UNCOUNTED:
            self._keep(cell)

    def _keep(self, cell: Cell) -> None:
        self.letters += len(cell.text)
        if self.letters > self.limits.letters:
            self.remarks.add(Finding.ROWS_LEFT_OUT, sheet=self.name, row=self.row, params={"most": self.row})
            raise Enough
        self.rows.setdefault(self.row, {})[self.column] = cell

    def _cell(self, written: str) -> Cell:
        self.counted += self.is_formula and bool(written)
        if self.is_formula and not written:
            self._note(Finding.UNCOUNTED)
            return Cell("", Kind.UNCOUNTED)
        if self.kind == "s":
            return self._shared(written)
        if self.kind in {"inlineStr", "str"}:
            return Cell(self._cut(unescaped(written)))
        if self.kind == "e":
            self._note(Finding.ERROR, text=written[:20])
            return Cell(written[:20], Kind.ERROR)
        if self.kind == "b":
            return Cell("TRUE" if written.strip() == "1" else "FALSE", Kind.YES_NO)
        if self.kind == "d":
            return Cell(written[:40], Kind.DATE)
        return number_cell(written, look=self.look, counts_from_1904=self.book.counts_from_1904)

    def _shared(self, written: str) -> Cell:
        index = _number(written, otherwise=-1)
        if not 0 <= index < len(self.book.texts):
            self._note(Finding.LOST_TEXT)
            return EMPTY
        return Cell(self._cut(self.book.texts[index]))

    def _cut(self, text: str) -> str:
        if len(text) > self.limits.cell:
            self._note(Finding.LONG_TEXT, most=self.limits.cell)
        return text[: self.limits.cell]

    def _note(self, finding: Finding, **params: str | int) -> None:
        self.remarks.add(finding, sheet=self.name, row=self.row, column=self.column, params=params)

    def _note_merged(self, area: str) -> None:
        first = place_of(area.partition(":")[0])
        if first and first[0] <= self.limits.rows:
            self.remarks.add(Finding.MERGED, sheet=self.name, row=first[0], column=first[1], params={"area": area[:20]})

    def close(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows from the first, each as long as its last filled cell."""
        if self.is_wide:
            self.remarks.add(Finding.COLUMNS_LEFT_OUT, sheet=self.name, params={"most": self.limits.columns})
        if self.counted:
            self.remarks.add(Finding.COUNTED, sheet=self.name, params={"number": self.counted})
        return tuple(_in_order(self.rows.get(number, {})) for number in range(1, max(self.rows, default=0) + 1))


def _in_order(cells: Mapping[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(number, EMPTY) for number in range(1, max(cells, default=0) + 1))


def place_of(address: str) -> tuple[int, int] | None:
    """Row and column of an address such as B3, or None."""
    found = ADDRESS.fullmatch(address)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def name_of(row: int, column: int) -> str:
    """The address of a cell: B3."""
    return f"{column_name(column)}{row}"


def _number(text: str | None, *, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def unescaped(text: str) -> str:
    """The text with `_x000D_` as the character it stands for, as spreadsheet programs store what XML cannot hold."""
    return ESCAPED.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half a pair is no letter and could not be stored; neither could a zero.
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code) if code else ""


def number_cell(written: str, *, look: Look, counts_from_1904: bool) -> Cell:
    """A number as people read it there: 3, 0.5, 75%, or a day."""
    try:
        number = float(written)
    except ValueError:
        return Cell(written[:40])
    if not math.isfinite(number):
        return Cell(written[:40])
    if look is Look.DATE and 0 <= number <= LAST_DAY:
        return Cell(_day(number, counts_from_1904=counts_from_1904), Kind.DATE)
    if look is Look.PERCENT:
        return Cell(f"{number_text(number * 100)}%", Kind.NUMBER)
    return Cell(number_text(number), Kind.NUMBER)


def number_text(number: float) -> str:
    """A whole number without a point, any other with at most 15 figures."""
    return str(int(number)) if number.is_integer() and abs(number) < WHOLE_UP_TO else f"{number:.15g}"


def _day(serial: float, *, counts_from_1904: bool) -> str:
    moment = DAY_ZERO[counts_from_1904] + timedelta(seconds=round(min(serial, LAST_DAY - 1_463) * 86_400))
    return f"{moment:%Y-%m-%d}" if serial == int(serial) else f"{moment:%Y-%m-%d %H:%M}"
