"""How a foreign sheet is understood: which column is what, which score which level, which row which key action.

The person decides; `guessed` fills in what is likely. What comes out are the same rows as from a sheet of ours, without a version.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.sheets.columns import ANSWERS, Column
from accountability.assessment.domain.sheets.guessing import (
    TEXTS,
    Meaning,
    distinct,
    guess_columns,
    guess_commitment,
    guess_headings,
    guess_key_action,
    guess_levels,
)
from accountability.assessment.domain.sheets.reading import Problem, Said
from accountability.spreadsheet.rows import Cell, Kind
from accountability.standard.domain import Commitment

MOST_ENTRIES = 200  # rows of a foreign sheet that can be led to key actions
MOST_SCORES = 30
CHOOSE_ONE = "Rows %(rows)s go to the same key action and say different levels. Choose which of them counts."
NO_LEVEL = "Nobody has said yet which level “%(score)s” is."
NO_VALUE = "The score is a formula whose value was never worked out, or an error."


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """What somebody decided. `heading` is a place from 0; `columns` by place; `levels` by score as written, "" leaves it out;
    `rows` by row number, "" leaves it out; `counting` names for a key action the row whose level counts."""

    sheet: int = 0
    heading: int = 0
    columns: Mapping[int, Meaning] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    counting: Mapping[str, int] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return {
            "sheet": self.sheet,
            "heading": self.heading,
            "columns": {str(place): meaning.value for place, meaning in self.columns.items()},
            "levels": dict(self.levels),
            "rows": {str(row): slug for row, slug in self.rows.items()},
            "counting": dict(self.counting),
        }

    @classmethod
    def of_plain(cls, found: Mapping[str, Any]) -> Self:
        """What `as_plain` gave."""
        return cls(
            sheet=found["sheet"],
            heading=found["heading"],
            columns={int(place): Meaning(meaning) for place, meaning in found["columns"].items()},
            levels=found["levels"],
            rows={int(row): slug for row, slug in found["rows"].items()},
            counting=found["counting"],
        )


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row of a foreign sheet that says something. `texts` are what people wrote, each under its heading."""

    row: int
    named: tuple[str, ...]
    commitment: str
    score: str
    is_unreadable: bool
    texts: tuple[tuple[str, str], ...]


def first_understanding(sheets: Sequence[Sequence[Sequence[Cell]]]) -> Understanding:
    """A mapping with the fullest sheet and the likely headings and columns."""
    sheet = max(
        range(len(sheets)), key=lambda place: (sum(bool(cell.text) for row in sheets[place] for cell in row), -place), default=0
    )
    return with_headings(Understanding(sheet=sheet), sheets[sheet], heading=guess_headings(sheets[sheet]))


def with_headings(mapping: Understanding, rows: Sequence[Sequence[Cell]], *, heading: int) -> Understanding:
    """The mapping with this row as headings, and the columns guessed anew from it."""
    row = rows[heading] if heading < len(rows) else ()
    return replace(mapping, heading=heading, columns=guess_columns(row))


def entries(rows: Sequence[Sequence[Cell]], mapping: Understanding) -> list[Entry]:
    """The rows below the headings that carry a score or a text, at most MOST_ENTRIES of them."""
    headings = [cell.text for cell in rows[mapping.heading]] if mapping.heading < len(rows) else []
    found: list[Entry] = []
    commitment = ""
    for number, row in enumerate(rows[mapping.heading + 1 :], start=mapping.heading + 2):
        cells = {place: row[place] if place < len(row) else Cell() for place in mapping.columns}
        # Joined cells and headings in between: the commitment stands once, above its rows.
        commitment = _texts(cells, mapping, Meaning.COMMITMENT) or commitment
        entry = _entry(number, cells, mapping, headings, commitment)
        if entry.score or entry.texts or entry.is_unreadable:
            found.append(entry)
    return found[:MOST_ENTRIES]


def _texts(cells: Mapping[int, Cell], mapping: Understanding, meaning: Meaning) -> str:
    return next((cells[place].text for place, each in mapping.columns.items() if each is meaning), "")


def _entry(number: int, cells: Mapping[int, Cell], mapping: Understanding, headings: Sequence[str], commitment: str) -> Entry:
    scores = [cells[place] for place, meaning in mapping.columns.items() if meaning is Meaning.SCORE]
    said = ((place, cells[place].text) for place, meaning in sorted(mapping.columns.items()) if meaning in TEXTS)
    return Entry(
        row=number,
        named=(_texts(cells, mapping, Meaning.KEY_ACTION), _texts(cells, mapping, Meaning.COMMITMENT)),
        commitment=commitment,
        score=next((cell.text for cell in scores if cell.kind not in {Kind.ERROR, Kind.UNCOUNTED}), ""),
        is_unreadable=any(cell.kind in {Kind.ERROR, Kind.UNCOUNTED} for cell in scores),
        texts=tuple((headings[place] if place < len(headings) else "", text) for place, text in said if text),
    )


def guessed(mapping: Understanding, found: Sequence[Entry], *, commitments: Sequence[Commitment]) -> Understanding:
    """The mapping with likely levels and key actions for what nobody has decided yet."""
    levels = guess_levels(distinct(each.score for each in found)[:MOST_SCORES])
    rows = guess_rows(found, commitments=commitments)
    return replace(mapping, levels=levels | dict(mapping.levels), rows=rows | dict(mapping.rows))


def guess_rows(found: Iterable[Entry], *, commitments: Sequence[Commitment]) -> dict[int, str]:
    """Row → the likely key action, or "". A row that names none takes its place among the rows of its commitment."""
    by_commitment: dict[str, list[Entry]] = defaultdict(list)
    led: dict[int, str] = {}
    for each in found:
        commitment = guess_commitment(each.commitment, commitments)
        named = guess_key_action([text for text in each.named if text], commitment, commitments=commitments)
        led[each.row] = named or ""
        if commitment:
            by_commitment[commitment.slug].append(each)
    for commitment in commitments:
        rows = by_commitment[commitment.slug]
        if len(rows) <= len(commitment.key_actions) and not any(led[each.row] for each in rows):
            led |= {each.row: str(action.slug) for each, action in zip(rows, commitment.key_actions, strict=False)}
    return led


def contested(found: Iterable[Entry], mapping: Understanding) -> dict[str, list[Entry]]:
    """Key actions to which several rows with different answers go, with these rows."""
    return {slug: rows for slug, rows in _by_key_action(found, mapping).items() if len(_answers(rows, mapping)) > 1}


def _by_key_action(found: Iterable[Entry], mapping: Understanding) -> dict[str, list[Entry]]:
    led: dict[str, list[Entry]] = defaultdict(list)
    for each in found:
        if slug := mapping.rows.get(each.row):
            led[slug].append(each)
    return led


def _answers(rows: Iterable[Entry], mapping: Understanding) -> set[str]:
    return {answer for each in rows if (answer := mapping.levels.get(each.score, ""))}


def translate(found: Sequence[Entry], mapping: Understanding) -> list[Said]:
    """What the rows say about key actions, in the order of the file; several rows about the same become one."""
    said = [_said(slug, rows, mapping) for slug, rows in _by_key_action(found, mapping).items()]
    return sorted(said, key=lambda each: each.row)


def _said(slug: str, rows: Sequence[Entry], mapping: Understanding) -> Said:
    values: dict[Column, Any] = {}
    note = "\n\n".join(text for each in rows if (text := _note(each)))
    answers = _answers(rows, mapping)
    counting = next((each for each in rows if each.row == mapping.counting.get(slug)), None)
    problems = [Problem(message=NO_VALUE, column=Column.ANSWER)] if any(each.is_unreadable for each in rows) else []
    problems += [
        Problem(message=NO_LEVEL, column=Column.ANSWER, params={"score": each.score[:60]})
        for each in rows
        if each.score and each.score not in mapping.levels
    ]
    if len(answers) > 1 and counting is None:
        problems.append(Problem(message=CHOOSE_ONE, params={"rows": ", ".join(str(each.row) for each in rows)}))
    answer = mapping.levels.get(counting.score, "") if counting else next(iter(answers), "")
    if answer in ANSWERS:
        values[Column.ANSWER] = ANSWERS[answer]
    if note:
        values[Column.NOTE] = note
        # What does not apply needs a reason, and in such a sheet it stands among the texts.
        if ANSWERS.get(answer, (None, None))[0] is Verdict.NOT_APPLICABLE:
            values[Column.REASON] = note
    return Said(row=rows[0].row, code=slug, values=values, also=tuple(each.row for each in rows[1:]), problems=tuple(problems))


def _note(entry: Entry) -> str:
    if len(entry.texts) == 1:
        return entry.texts[0][1]
    return "\n".join(f"{heading}: {text}" if heading else text for heading, text in entry.texts)
