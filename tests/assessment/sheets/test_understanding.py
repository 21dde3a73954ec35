"""How a foreign sheet is understood: guesses in five languages, scores nobody rounds, rows that find their key action. Pure."""

import pytest

from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.sheets.columns import Column
from accountability.assessment.domain.sheets.guessing import (
    Meaning,
    distinct,
    guess_columns,
    guess_commitment,
    guess_headings,
    guess_key_action,
    guess_levels,
    guess_meaning,
)
from accountability.assessment.domain.sheets.understanding import (
    MOST_ENTRIES,
    Understanding,
    contested,
    entries,
    first_understanding,
    guessed,
    translate,
)
from accountability.spreadsheet.rows import Cell, Kind
from accountability.standard import queries as standard

COMMITMENTS = standard.shipped_pack().commitments
SLUGS = [each.slug for each in COMMITMENTS[0].key_actions]


def cells(*rows):
    return tuple(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows)


SHEET = cells(
    ("Self-assessment 2026",),
    (),
    ("Score", "Commitment", "Sub-point", "Evidence", "Areas of improvement"),
    ("3", "1. Justice and Equality", "1.1 Root causes", "minutes", ""),
    ("5", "", "1.2", "register", "translate it"),
    ("1", "", "1.2", "", "ask more"),
    ("", "2 Gender equality", "", "", ""),
    ("N/A", "", "2.3", "we have no staff", ""),
)


def understood(rows=SHEET):
    first = first_understanding([rows])
    return guessed(first, entries(rows, first), commitments=COMMITMENTS)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Evidence of progress", Meaning.EVIDENCE),
        ("Score of capacity", Meaning.SCORE),
        ("Areas of improvement", Meaning.AREAS),
        ("Áreas de mejora", Meaning.AREAS),
        ("Puntaje", Meaning.SCORE),
        ("Compromiso", Meaning.COMMITMENT),
        ("Dokazi", Meaning.EVIDENCE),
        ("Ocena", Meaning.SCORE),
        ("Oblasti za unapređenje", Meaning.AREAS),
        ("Доказ", Meaning.EVIDENCE),
        ("Оценка", Meaning.SCORE),
        ("Обврска", Meaning.COMMITMENT),
        ("Fusha për përmirësim", Meaning.AREAS),
        ("Vlerësimi", Meaning.SCORE),
        ("Zotimi", Meaning.COMMITMENT),
        ("Dëshmi", Meaning.EVIDENCE),
        ("Napomena", Meaning.NOTE),
        ("Pitanje", Meaning.KEY_ACTION),
        ("Responsible person", None),
        ("", None),
        ("a text that is far too long to be a heading of anything, with a score in it and more words", None),
    ],
)
def test_headings_are_guessed_in_several_languages(heading, meaning):
    assert guess_meaning(heading) is meaning


def test_headings_need_not_stand_first_and_what_is_once_is_once():
    assert guess_headings(SHEET) == 2
    assert guess_headings(cells((), ("nothing", "known"))) == 1
    assert guess_headings(()) == 0
    assert guess_columns(cells(("Score", "Score 2", "Note", "Notes"))[0]) == {0: Meaning.SCORE, 2: Meaning.NOTE, 3: Meaning.NOTE}


@pytest.mark.parametrize(
    ("scores", "levels"),
    [
        (["0", "4", "2"], ["0", "4", "2"]),
        (["1", "5", "3"], ["0", "4", "2"]),
        (["0", "5"], ["0", ""]),
        (["2.5", "75%", "good"], ["", "", ""]),
        (["N/A", "No sé", "Није примењиво"], ["not applicable", "don't know", "not applicable"]),
    ],
)
def test_scores_are_taken_over_where_it_is_plain_and_never_rounded(scores, levels):
    assert list(guess_levels(scores).values()) == levels


def test_scores_are_listed_once_the_most_frequent_first():
    assert distinct(["3", "", "2", "3"]) == ["3", "2"]


@pytest.mark.parametrize(
    ("text", "number"), [("1. Justice", 1), ("Commitment 12", 12), ("C03", 3), ("gender EQUALITY", 2), ("99", None), ("", None)]
)
def test_a_commitment_is_known_by_its_number_or_its_title(text, number):
    found = guess_commitment(text, COMMITMENTS)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1.2", 1),
        ("1b", 1),
        ("1.b) words", 1),
        ("c)", 2),
        ("(d) words", 3),
        ("2. words", 1),
        ("4", 3),
        ("9", None),
        ("words", None),
        ("", None),
    ],
)
def test_a_key_action_is_known_by_its_order(text, place):
    assert guess_key_action([text], COMMITMENTS[0], commitments=COMMITMENTS) == (None if place is None else SLUGS[place])


def test_a_key_action_is_known_by_its_code_and_its_words():
    last = COMMITMENTS[-1].key_actions[0]
    assert guess_key_action([f"see {last.slug}"], None, commitments=COMMITMENTS) == last.slug
    assert guess_key_action([last.text.upper()], COMMITMENTS[0], commitments=COMMITMENTS) == last.slug
    assert guess_key_action(["1.2"], None, commitments=COMMITMENTS) is None


def test_rows_without_any_sign_take_their_place_in_the_commitment():
    rows = cells(("Commitment", "Score"), ("Justice and Equality", "3"), ("", "2"), ("", "1"), ("", "0"))
    assert list(understood(rows).rows.values()) == SLUGS
    too_many = cells(("Commitment", "Score"), ("Justice and Equality", "3"), *[("", "2")] * 6)
    assert not any(understood(too_many).rows.values())


def test_a_commitment_holds_for_the_rows_below_it():
    found = entries(SHEET, understood())
    assert [each.row for each in found] == [4, 5, 6, 8]
    assert [each.commitment for each in found] == ["1. Justice and Equality"] * 3 + ["2 Gender equality"]


def test_several_rows_for_one_key_action_wait_for_a_choice():
    found = entries(SHEET, understood())
    assert list(contested(found, understood())) == [SLUGS[1]]
    said = {each.code: each for each in translate(found, understood())}
    assert "Choose which of them counts" in said[SLUGS[1]].problems[0].message
    chosen = Understanding.of_plain(understood().as_plain() | {"counting": {SLUGS[1]: 5}})
    [both] = [each for each in translate(found, chosen) if each.code == SLUGS[1]]
    assert (both.values[Column.ANSWER], both.also) == ((Verdict.LEVEL, 4), (6,))
    assert both.values[Column.NOTE] == "Evidence: register\nAreas of improvement: translate it\n\nask more"


def test_what_does_not_apply_takes_its_text_as_the_reason():
    found = entries(SHEET, understood())
    [said] = [each for each in translate(found, understood()) if each.row == 8]
    assert (said.values[Column.ANSWER], said.values[Column.REASON]) == ((Verdict.NOT_APPLICABLE, None), "we have no staff")


def test_a_score_that_was_never_worked_out_or_never_explained_is_a_problem():
    rows = cells(("Commitment", "Score", "Code"), ("", Cell("", Kind.UNCOUNTED), SLUGS[0]), ("", "9", SLUGS[1]), ("", "3", ""))
    first = first_understanding([rows])
    found = entries(rows, first)
    chosen = Understanding(columns=first.columns, levels={"3": "3"}, rows={2: SLUGS[0], 3: SLUGS[1], 4: ""})
    problems = {each.row: each.problems[0].message for each in translate(found, chosen)}
    assert set(problems) == {2, 3}
    assert "never worked out" in problems[2]
    assert "Nobody has said yet" in problems[3]


def test_a_row_may_bring_a_note_without_a_level():
    rows = cells(("Evidence", "Code"), ("seen", SLUGS[0]))
    first = first_understanding([cells(("x",)), rows])
    assert first.sheet == 1
    said = translate(entries(rows, first), guessed(first, entries(rows, first), commitments=COMMITMENTS))
    assert said[0].values == {Column.NOTE: "seen"}


def test_a_long_sheet_is_read_as_far_as_people_can_go_through_it():
    rows = cells(("Score",), *[("3",)] * (MOST_ENTRIES + 50))
    assert len(entries(rows, first_understanding([rows]))) == MOST_ENTRIES


def test_what_is_understood_is_kept_as_it_was():
    assert Understanding.of_plain(understood().as_plain()) == understood()
