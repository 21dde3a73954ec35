"""An assessment as a file: the sheet itself, how to fill it in, what each level looks like, and what the file is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accountability.assessment.domain.sheets.columns import CHOICES, FORMAT, Column, Line, cells_of
from accountability.assessment.domain.ways import Sheet
from accountability.assessment.models import Assessment
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.spreadsheet.separated import write_separated
from accountability.spreadsheet.workbook_writing import OutColumn, OutSheet, write_workbook
from accountability.standard.domain import LEVELS, Pack

WIDTHS = {
    Column.NUMBER: 12,
    Column.COMMITMENT: 24,
    Column.CODE: 24,
    Column.KEY_ACTION: 48,
    Column.REASON: 32,
    Column.NOTE: 48,
    Column.MINORITY: 32,
    Column.EVIDENCE: 32,
    Column.OUTSIDE: 32,
    Column.COMMENTS: 32,
    Column.ANSWER: 16,
    Column.WORK: 14,
    Column.KNOWLEDGE: 18,
    Column.VERSION: 20,
}
EXPLAINED: Mapping[Column, object] = {
    Column.NUMBER: lazy("Which commitment. Not read back."),
    Column.COMMITMENT: lazy("Its title. Not read back."),
    Column.CODE: lazy("Which key action this row is about. Leave it as it is: it leads the row back to its place."),
    Column.KEY_ACTION: lazy("Its text. Not read back."),
    Column.KIND: lazy("Policy: something is written down. Practice: something is done. Not read back."),
    Column.ANSWER: lazy("The level from 0 to 4, “not applicable” or “don't know”. Empty: not answered."),
    Column.REASON: lazy("Why it does not apply. Needed with “not applicable”, otherwise empty."),
    Column.NOTE: lazy("Why you chose this level, or anything else worth knowing. At most 4,000 characters."),
    Column.MINORITY: lazy("What some of you see differently. Only on the sheet of what is agreed."),
    Column.FLAG: lazy("Whether you want to come back to this one: yes or no."),
    Column.KNOWLEDGE: lazy("Whether you know this policy. Only on your own sheet while you rate alone."),
    Column.TARGET: lazy("The level you want to reach, from 0 to 4. Only on the sheet of what is agreed."),
    Column.WORK: lazy("How far the work on this key action is. Only on the sheet of what is agreed."),
    Column.EVIDENCE: lazy("Titles of the evidence. Not read back: add evidence in the app."),
    Column.BEFORE: lazy("The answer of the cycle before. Not read back."),
    Column.OUTSIDE: lazy("The level that a reviewer from outside sees, and why. Not read back."),
    Column.COMMENTS: lazy("What was said about it and is not done. Not read back."),
    Column.VERSION: lazy("Which answer this row was exported from. Leave it as it is: it shows what others changed meanwhile."),
}


def as_csv(lines: Sequence[Line], *, sheet: Sheet, mark: str) -> bytes:
    """The sheet alone, for any program."""
    return write_separated([[column.value for column in Column], *(cells_of(line, sheet=sheet, mark=mark) for line in lines)])


def as_workbook(assessment: Assessment, pack: Pack, lines: Sequence[Line], *, sheet: Sheet, mark: str, at: datetime) -> bytes:
    """The whole workbook. `at` is the moment of the export, which stands in it."""
    columns = tuple(
        OutColumn(heading=each.value, width=WIDTHS.get(each, 12), choices=CHOICES.get(each, ()) if _is_on(each, sheet) else ())
        for each in Column
    )
    rows = [cells_of(line, sheet=sheet, mark=mark) for line in lines]
    main = OutSheet(name="Assessment", columns=columns, rows=rows)
    return write_workbook([main, _how_to(pack), _levels(lines), _about(assessment, pack, sheet=sheet, at=at)])


def _is_on(column: Column, sheet: Sheet) -> bool:
    return {Column.KNOWLEDGE: Sheet.OWN, Column.TARGET: Sheet.AGREED, Column.WORK: Sheet.AGREED}.get(column, sheet) is sheet


def _how_to(pack: Pack) -> OutSheet:
    rows = [[each.value, str(EXPLAINED[each]), ", ".join(CHOICES.get(each, ()))] for each in Column]
    rows += [["", "", ""], [_("level"), _("what it means"), ""]]
    rows += [[f"{level.value} · {level.name}", level.meaning, ""] for level in pack.levels]
    headings = (OutColumn(heading=_("column"), width=26), OutColumn(heading=_("what it is"), width=90))
    return OutSheet(name="How to fill it in", columns=(*headings, OutColumn(heading=_("may say"), width=50)), rows=rows)


def _levels(lines: Sequence[Line]) -> OutSheet:
    columns = (OutColumn(heading=Column.CODE.value, width=24), OutColumn(heading=Column.KEY_ACTION.value, width=40))
    rows = [[str(line.key_action.slug), line.key_action.text, *line.key_action.descriptors] for line in lines]
    levels = tuple(OutColumn(heading=str(level), width=36) for level in LEVELS)
    return OutSheet(name="Levels", columns=(*columns, *levels), rows=rows)


def _about(assessment: Assessment, pack: Pack, *, sheet: Sheet, at: datetime) -> OutSheet:
    what = _("What one rater chose, alone") if sheet is Sheet.OWN else _("What is agreed")
    rows = [
        [_("assessment"), assessment.name],
        [_("answers"), what],
        [_("standard"), f"{pack.title}, {pack.id} {pack.version}"],
        [_("format of this file"), FORMAT],
        [_("exported at (UTC)"), f"{at:%Y-%m-%d %H:%M}"],
        [_("about the standard"), pack.provenance],
    ]
    return OutSheet(
        name="About", columns=(OutColumn(heading=_("what"), width=26), OutColumn(heading=_("value"), width=90)), rows=rows
    )
