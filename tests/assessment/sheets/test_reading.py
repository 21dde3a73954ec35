"""What a row of a sheet of ours says when it comes back, and what is a problem in it. Pure."""

import uuid

import pytest

from accountability.assessment.domain.ratings import BLANK, Answer, Knowledge, Verdict
from accountability.assessment.domain.refusals import SectionIsNotYours
from accountability.assessment.domain.sheets.columns import (
    NO_AIM,
    Aim,
    Column,
    Line,
    cells_of,
    mark_of,
    version_word,
)
from accountability.assessment.domain.sheets.proposing import Fate, Place, Stored, fingerprint, propose
from accountability.assessment.domain.sheets.reading import find_headings, read_rows
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Sheet
from accountability.spreadsheet.rows import Cell, Kind
from tests.factories.assessment import commitment, key_action, level

MARK = "0123abcd"
ONE, TWO = key_action("c01-a"), key_action("c01-b")
FIRST = commitment(1, ONE, TWO)
NOT_APPLICABLE = Answer(verdict=Verdict.NOT_APPLICABLE, reason="no staff")


def row(sheet=Sheet.AGREED, line=None, **changed):
    """A row of an export with other words in some cells: `answer="3"`, or a cell."""
    line = line or Line(commitment=FIRST, key_action=ONE)
    texts = dict(zip(Column, cells_of(line, sheet=sheet, mark=MARK), strict=True))
    texts |= {Column[name.upper()]: value for name, value in changed.items()}
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in texts.values())


def said(*rows, sheet=Sheet.AGREED, columns=tuple(Column)):
    headings = tuple(Cell(column.value) for column in columns)
    return read_rows([headings, *rows], sheet=sheet, mark=MARK)


def fate_of(each, *, stored=None, bases=None, barred=None, asked=("c01-a", "c01-b")):
    place = Place(
        known={"c01-a": ONE, "c01-b": TWO},
        asked=asked,
        stored={"c01-a": stored} if stored else {},
        bases=bases or {},
        barred=lambda _proposal: barred,
    )
    return propose([each], place)[0]


# What a row says


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", (Verdict.LEVEL, 3)),
        (" 0 ", (Verdict.LEVEL, 0)),
        ("Not Applicable", (Verdict.NOT_APPLICABLE, None)),
        ("n/a", (Verdict.NOT_APPLICABLE, None)),
        ("Don’t know", (Verdict.DONT_KNOW, None)),
        ("?", (Verdict.DONT_KNOW, None)),
        ("", (None, None)),
    ],
)
def test_an_answer_is_read_as_people_write_it(text, meant):
    assert said(row(answer=text))[0].values[Column.ANSWER] == meant


@pytest.mark.parametrize(
    ("cell", "said_of_it"),
    [
        (Cell("5"), "It may say"),
        (Cell("2.5"), "It may say"),
        (Cell("2026-04-03", Kind.DATE), "holds a day"),
        (Cell("", Kind.UNCOUNTED), "never worked out"),
        (Cell("#REF!", Kind.ERROR), "holds an error"),
        (Cell("TRUE", Kind.YES_NO), "It may say"),
    ],
)
def test_what_is_no_answer_is_a_problem_of_its_row(cell, said_of_it):
    [problem] = said(row(answer=cell))[0].problems
    assert said_of_it in problem.message
    assert problem.column is Column.ANSWER


def test_every_other_column_is_read_by_its_own_words():
    [each] = said(row(reason="why", note="n", minority="m", flag=Cell("TRUE", Kind.YES_NO), target="4", work="Waiting"))
    assert each.values == {
        Column.ANSWER: (None, None),
        Column.REASON: "why",
        Column.NOTE: "n",
        Column.MINORITY: "m",
        Column.FLAG: True,
        Column.TARGET: 4,
        Column.WORK: WorkStatus.WAITING,
    }
    [own] = said(row(sheet=Sheet.OWN, knowledge="has heard of it", flag=Cell("FALSE", Kind.YES_NO)), sheet=Sheet.OWN)
    assert own.values[Column.KNOWLEDGE] is Knowledge.HEARD_OF
    assert own.values[Column.FLAG] is False
    assert Column.MINORITY not in own.values


def test_all_problems_of_a_row_are_said_at_once():
    [each] = said(row(answer="9", flag="maybe", target="7", note=Cell("#REF!", Kind.ERROR)))
    assert {problem.column for problem in each.problems} == {Column.ANSWER, Column.FLAG, Column.TARGET, Column.NOTE}


def test_an_empty_cell_says_nothing_where_the_row_came_from_elsewhere():
    assert said(row(version=""))[0].values == {Column.FLAG: False, Column.WORK: WorkStatus.TO_DO}
    assert said(row(version="", flag="", work=""))[0].values == {}


@pytest.mark.parametrize("version", ["v3.ffffffff.-.0", "3", "v3.0123abcd.9.0", "=1+1"])
def test_a_version_of_another_sheet_counts_for_nothing(version):
    assert said(row(version=version))[0].seen is None


def test_a_version_says_what_the_row_was_exported_from():
    line = Line(commitment=FIRST, key_action=ONE, version=3, aim=Aim(target=2, work=WorkStatus.READY))
    assert version_word(line, mark=MARK) == "v3.0123abcd.2.3"
    assert said(row(line=line))[0].seen == 3
    assert said(row(line=line))[0].aim_then == line.aim


def test_ones_own_sheet_is_marked_as_nobody_elses():
    assessment, me, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    marks = [mark_of(assessment, sheet=sheet, member_id=who) for sheet in Sheet for who in (me, other)]
    assert len(set(marks)) == 3


def test_headings_are_found_below_other_rows_and_in_any_order():
    headings = [Cell("  Answer "), Cell("NOTE"), Cell("Code")]
    rows = [[Cell("Our scores")], [], headings, [Cell("3"), Cell(), Cell("c01-a")], [], [Cell(""), Cell("x")]]
    assert find_headings(rows) == (2, {Column.ANSWER: 0, Column.NOTE: 1, Column.CODE: 2})
    assert [(each.row, each.code) for each in read_rows(rows, sheet=Sheet.AGREED, mark=MARK)] == [(4, "c01-a"), (6, "")]


def test_a_sheet_without_our_headings_says_nothing():
    assert read_rows([[Cell("code"), Cell("note")]], sheet=Sheet.AGREED, mark=MARK) == []
    assert find_headings([[Cell("answer"), Cell("note"), Cell("kind")]]) is None


# What becomes of it


def test_an_answer_where_there_was_none_is_new():
    found = fate_of(said(row(answer="3"))[0])
    assert (found.fate, found.answer) == (Fate.NEW, level(3))


def test_what_nobody_touched_is_the_same_even_if_others_went_on():
    line = Line(commitment=FIRST, key_action=ONE, answer=level(1), version=1)
    stored = Stored(answer=level(4), version=2, aim=Aim(target=4))
    found = fate_of(said(row(line=line))[0], stored=stored, bases={("c01-a", 1): level(1)})
    assert (found.fate, found.answer, found.aim) == (Fate.SAME, level(4), stored.aim)


def test_both_changing_the_same_is_no_conflict():
    line = Line(commitment=FIRST, key_action=ONE, answer=level(1), version=1)
    stored = Stored(answer=level(3), version=2)
    assert fate_of(said(row(line=line, answer="3"))[0], stored=stored, bases={("c01-a", 1): level(1)}).fate is Fate.SAME


def test_both_changing_it_differently_is_a_conflict_with_both_sides():
    line = Line(commitment=FIRST, key_action=ONE, answer=level(1), version=1)
    stored = Stored(answer=level(3), version=2, aim=Aim(target=3, work=WorkStatus.READY))
    found = fate_of(said(row(line=line, answer="4", target="4", work="waiting"))[0], stored=stored, bases={("c01-a", 1): level(1)})
    assert (found.fate, found.disputed) == (Fate.CONFLICT, ("answer", "target", "work"))
    assert (found.stored, found.answer, found.aim) == (stored, level(4), Aim(target=4, work=WorkStatus.WAITING))
    assert not found.is_taken(())
    assert found.is_taken((found.said.row,))


def test_from_elsewhere_what_is_there_is_never_overwritten_unasked():
    [each] = said(row(version="", answer="3", note="n", target="2", flag="", work=""))
    found = fate_of(each, stored=Stored(answer=Answer(verdict=Verdict.LEVEL, level=1, is_to_revisit=True), version=1))
    assert (found.fate, found.disputed, found.answer.note) == (Fate.CONFLICT, ("answer",), "n")
    assert found.answer.is_to_revisit
    assert fate_of(each).fate is Fate.NEW


def test_a_level_takes_the_reason_away():
    line = Line(commitment=FIRST, key_action=ONE, answer=NOT_APPLICABLE, version=1)
    found = fate_of(
        said(row(line=line, answer="2"))[0], stored=Stored(answer=NOT_APPLICABLE, version=1), bases={("c01-a", 1): NOT_APPLICABLE}
    )
    assert (found.fate, found.answer) == (Fate.CHANGED, level(2))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"code": ""}, "No key action stands"),
        ({"code": "c99-z"}, "There is no key action"),
        ({"answer": "n/a"}, "Enter why"),
        ({"note": "x" * 4_001}, "characters or fewer"),
        ({"version": "v9.0123abcd.-.0"}, "not known here"),
    ],
)
def test_what_cannot_be_brought_in_says_why(changed, message):
    found = fate_of(said(row(**changed))[0])
    assert found.fate is Fate.PROBLEM
    assert message in found.problems[0].message


def test_what_is_not_asked_or_stands_twice_or_is_barred_is_a_problem():
    rows = said(row(answer="3"), row(answer="4"))
    place = Place(known={"c01-a": ONE}, asked={"c01-a"}, stored={}, bases={}, barred=lambda _: None)
    assert [each.problems[0].params for each in propose(rows, place)] == [{"rows": "2, 3"}] * 2
    assert "not asked" in fate_of(rows[0], asked=()).problems[0].message
    assert "other people" in fate_of(rows[0], barred=SectionIsNotYours()).problems[0].message
    assert fate_of(said(row())[0], barred=SectionIsNotYours()).fate is Fate.SAME


def test_a_fingerprint_changes_with_what_would_happen():
    each = said(row(answer="3"))[0]
    before, after = fate_of(each), fate_of(each, stored=Stored(answer=BLANK, version=4, aim=NO_AIM))
    assert fingerprint([before]) == fingerprint([before])
    assert fingerprint([before]) != fingerprint([after])


def test_without_versions_a_conflict_would_go_unseen():
    """The check above can fail: a sheet whose rows say they come from what is there now overwrites it."""
    line = Line(commitment=FIRST, key_action=ONE, answer=level(1), version=2)
    stored = Stored(answer=level(3), version=2)
    found = fate_of(said(row(line=line, answer="4"))[0], stored=stored, bases={("c01-a", 2): level(3)})
    assert found.fate is Fate.CHANGED
