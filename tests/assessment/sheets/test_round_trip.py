"""Out as XLSX or CSV, back in, out again: the same cell by cell, whatever people wrote."""

import io
import secrets

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell as OtherCell

from accountability.assessment import queries
from accountability.assessment.commands import sheets as commands
from accountability.assessment.domain.ratings import LONGEST_TEXT, Answer, Verdict
from accountability.assessment.domain.sheets.columns import Column, mark_of
from accountability.assessment.queries import sheets_out
from accountability.assessment.routes.sheet_files import as_csv, as_workbook
from accountability.spreadsheet.reading import read_spreadsheet
from forms.assessment.sheets import tidied
from forms.fields import tidy
from tests.factories.assessment import FIRST, SECOND, rate, start
from tests.factories.sheets import bring_in, exported

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(tidy)
HARD = [
    *("=1+1", "'=1", "'", "\x01\x1f", "two\nlines", "😀‏עברית\u202e", "x" * LONGEST_TEXT),
    *("_x0041_", "＝1", " @ ", "-3", "+49", "007", "1e5"),
]


def files(ours, session, assessment):
    member_id = ours.actor("officer").member_id
    standing = queries.get_standing(session, assessment, member_id=member_id)
    lines = sheets_out.list_lines(session, assessment, standing=standing, member_id=member_id)
    mark = mark_of(assessment.id, sheet=standing.sheet, member_id=member_id)
    pack = queries.get_pack(session, assessment)
    return {
        "csv": as_csv(lines, sheet=standing.sheet, mark=mark),
        "xlsx": as_workbook(assessment, pack, lines, sheet=standing.sheet, mark=mark, at=ours.at),
    }


def brought_back(ours, session, content, name="Copy"):
    """A fresh assessment into which this file is brought."""
    copy = start(ours, session, name=name)
    by = ours.actor("officer")
    read = tidied(read_spreadsheet(content))
    held = commands.hold_sheet(session, copy, spreadsheet=read, file_name="a", by=by, at=ours.at)
    bring_in(ours, session, copy, held)
    return copy


def without(rows, *columns):
    places = [place for place, column in enumerate(Column) if column not in columns]
    return [[row[place] for place in places] for row in rows]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(words=HARD)
@given(words=st.lists(WORDS, min_size=3, max_size=3))
def test_what_goes_out_and_comes_back_is_the_same(ours, session, form, words):
    assessment = start(ours, session, name=secrets.token_hex(4))
    slugs = [each.slug for each in queries.list_asked(session, assessment)]
    for place, word in enumerate(words):
        reason = tidy(word)
        verdict = Verdict.NOT_APPLICABLE if place % 2 and reason else Verdict.DONT_KNOW
        answer = Answer(verdict=verdict, reason=reason if verdict is Verdict.NOT_APPLICABLE else "", note=tidy(word))
        rate(ours, session, assessment, slugs[place], answer)
    copy = brought_back(ours, session, files(ours, session, assessment)[form])
    kept = Column.VERSION, Column.BEFORE
    assert without(exported(ours, session, copy), *kept) == without(exported(ours, session, assessment), *kept)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_brought_back_to_where_it_came_from_leaves_the_same_bytes(ours, session, form):
    assessment = start(ours, session)
    rate(ours, session, assessment, FIRST, Answer(verdict=Verdict.LEVEL, level=3, note="=1+1"))
    before = files(ours, session, assessment)[form]
    read = tidied(read_spreadsheet(before))
    held = commands.hold_sheet(session, assessment, spreadsheet=read, file_name="a", by=ours.actor("officer"), at=ours.at)
    with pytest.raises(commands.NothingToBringIn):
        bring_in(ours, session, assessment, held)
    assert files(ours, session, assessment)[form] == before


def test_no_text_is_a_formula_in_another_program_and_the_answer_has_a_list(ours, session):
    assessment = start(ours, session)
    rate(ours, session, assessment, SECOND, Answer(verdict=Verdict.DONT_KNOW, note="=cmd|'/c calc'!A1"))
    book = openpyxl.load_workbook(io.BytesIO(files(ours, session, assessment)["xlsx"]))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if isinstance(cell, OtherCell)]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert book.sheetnames == ["Assessment", "How to fill it in", "Levels", "About"]
    assert book["Assessment"].freeze_panes == "A2"
    assert any("don't know" in each.formula1 for each in book["Assessment"].data_validations.dataValidation)


def test_a_sheet_saved_again_by_another_program_is_still_ours(ours, session):
    assessment = start(ours, session)
    rate(ours, session, assessment, FIRST, Answer(verdict=Verdict.DONT_KNOW, note="two\nlines"))
    book = openpyxl.load_workbook(io.BytesIO(files(ours, session, assessment)["xlsx"]))
    page = book["Assessment"]
    row = next(row for row in page.iter_rows() if row[2].value == SECOND)
    row[5].value = 3
    saved = io.BytesIO()
    book.save(saved)
    read = tidied(read_spreadsheet(saved.getvalue()))
    held = commands.hold_sheet(session, assessment, spreadsheet=read, file_name="a", by=ours.actor("officer"), at=ours.at)
    assert bring_in(ours, session, assessment, held) == 1
    assert queries.list_answers(session, assessment)[SECOND].level == 3
