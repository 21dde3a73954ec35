"""What a row of a spreadsheet says that comes back: each cell understood or reported, nothing guessed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.sheets.columns import (
    ALSO,
    ANSWERS,
    CHOICES,
    FLAGS,
    KNOWN,
    LEVEL_WORDS,
    ONLY_ON,
    PLAIN_PARTS,
    VERSION,
    WORKS,
    Aim,
    Column,
)
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Sheet
from accountability.spreadsheet.rows import Cell, Kind

LEAST_HEADINGS = 2  # beside the code: fewer than that is another sheet
SEARCHED = 20  # rows in which headings are looked for
IS_A_DATE = "“%(column)s” holds a day (%(text)s). A spreadsheet program may have made it from something else that was typed."
HAS_NO_VALUE = "“%(column)s” holds a formula whose value was never worked out."
IS_AN_ERROR = "“%(column)s” holds an error of the spreadsheet program (%(text)s)."
IS_NOT_KNOWN = "“%(column)s” says “%(text)s”. It may say: %(known)s, or nothing."


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a row cannot be brought in: an English sentence with `%(name)s` places, and the column it is about."""

    message: str
    column: Column | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one row of a file says, counted from 1, or several rows about the same (`also`).

    `values` holds the columns that say something; `seen` is the version the row was exported from and `aim_then` what stood
    beside it, both None when it came from elsewhere.
    """

    row: int
    code: str
    values: Mapping[Column, Any]
    also: tuple[int, ...] = ()
    seen: int | None = None
    aim_then: Aim | None = None
    problems: tuple[Problem, ...] = ()

    def put_on(self, answer: Answer) -> Answer:
        """The answer with what this row says about it."""
        if Column.ANSWER in self.values:
            verdict, level = self.values[Column.ANSWER]
            answer = replace(answer, verdict=verdict, level=level)
        for column, part in PLAIN_PARTS.items():
            if column in self.values:
                answer = replace(answer, **{part: self.values[column]})
        return answer

    def put_beside(self, aim: Aim) -> Aim:
        """The aim with what this row says about it."""
        target = self.values.get(Column.TARGET, aim.target)
        return replace(aim, target=target, work=self.values.get(Column.WORK, aim.work))


def find_headings(rows: Sequence[Sequence[Cell]]) -> tuple[int, Mapping[Column, int]] | None:
    """The place of the heading row (from 0) and of each column in it, when the rows are a sheet of ours; else None."""
    for place, row in enumerate(rows[:SEARCHED]):
        called = [" ".join(cell.text.split()).casefold() for cell in row]
        found = {column: called.index(column.value) for column in Column if column.value in called}
        if Column.CODE in found and len(found) > LEAST_HEADINGS:
            return place, found
    return None


def read_rows(rows: Sequence[Sequence[Cell]], *, sheet: Sheet, mark: str) -> list[Said]:
    """What the rows below the headings say, in their order; empty ones are passed over. Without headings of ours: nothing."""
    found = find_headings(rows)
    if found is None:
        return []
    place, columns = found
    below = enumerate(rows[place + 1 :], start=place + 2)
    return [read_row(number, row, columns, sheet=sheet, mark=mark) for number, row in below if any(cell.text for cell in row)]


def read_row(number: int, row: Sequence[Cell], columns: Mapping[Column, int], *, sheet: Sheet, mark: str) -> Said:
    """What one row says; `number` counts from 1 as spreadsheet programs do."""
    cells = {column: row[place] if place < len(row) else Cell() for column, place in columns.items()}
    seen, aim = _exported_from(cells.get(Column.VERSION, Cell()).text, mark)
    values: dict[Column, Any] = {}
    problems: list[Problem] = []
    for column, read in READERS.items():
        if column not in cells or ONLY_ON.get(column, sheet) is not sheet or (seen is None and _is_empty(cells[column])):
            continue
        value = read(column, cells[column])
        if isinstance(value, Problem):
            problems.append(value)
        else:
            values[column] = value
    code = cells[Column.CODE].text.strip()
    return Said(row=number, code=code, values=values, seen=seen, aim_then=aim, problems=tuple(problems))


def _is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing; it takes something away only where we know what it was exported from."""
    return not cell.text and cell.kind is not Kind.UNCOUNTED


def _exported_from(text: str, mark: str) -> tuple[int | None, Aim | None]:
    found = VERSION.fullmatch(text.strip())
    if found is None or found[2] != mark:
        return None, None
    target = None if found[3] == "-" else int(found[3])
    return int(found[1]), Aim(target=target, work=list(WorkStatus)[int(found[4])])


def _read_answer(column: Column, cell: Cell) -> object:
    word = said(cell)
    word = ALSO.get(word, word)
    if _is_empty(cell):
        return None, None
    return ANSWERS.get(word) or _unclear(column, cell)


def _read_text(column: Column, cell: Cell) -> object:
    return _unclear(column, cell) if cell.kind in {Kind.ERROR, Kind.UNCOUNTED} else cell.text


def _read_choice(words: Mapping[str, object], *, empty: object) -> Callable[[Column, Cell], object]:
    def read(column: Column, cell: Cell) -> object:
        word = said(cell)
        if _is_empty(cell):
            return empty
        return words[word] if word in words else _unclear(column, cell)

    return read


def said(cell: Cell) -> str:
    """What a cell with a fixed value says, without the differences that programs and people make."""
    if cell.kind is Kind.YES_NO:
        return "yes" if cell.text == "TRUE" else "no"
    return " ".join(cell.text.replace("’", "'").split()).casefold()


READERS: Mapping[Column, Callable[[Column, Cell], object]] = {
    Column.ANSWER: _read_answer,
    Column.REASON: _read_text,
    Column.NOTE: _read_text,
    Column.MINORITY: _read_text,
    Column.FLAG: _read_choice(FLAGS, empty=False),
    Column.KNOWLEDGE: _read_choice(KNOWN, empty=None),
    Column.TARGET: _read_choice(LEVEL_WORDS, empty=None),
    Column.WORK: _read_choice(WORKS, empty=WorkStatus.TO_DO),
}


def _unclear(column: Column, cell: Cell) -> Problem:
    where = {"column": column.value, "text": cell.text[:60]}
    if cell.kind is Kind.DATE:
        return Problem(message=IS_A_DATE, column=column, params=where)
    if cell.kind is Kind.UNCOUNTED:
        return Problem(message=HAS_NO_VALUE, column=column, params={"column": column.value})
    if cell.kind is Kind.ERROR:
        return Problem(message=IS_AN_ERROR, column=column, params=where)
    return Problem(message=IS_NOT_KNOWN, column=column, params=where | {"known": ", ".join(CHOICES[column])})
