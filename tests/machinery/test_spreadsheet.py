"""Files that somebody calls a spreadsheet: read or refused, reported by place, never with more time and memory than allowed."""

import io
import time
import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accountability.spreadsheet.reading import COMPOUND, LOCKED, read_spreadsheet
from accountability.spreadsheet.rows import (
    LIMITS,
    Cell,
    FileIsBroken,
    FileIsEmpty,
    FileIsLocked,
    FileIsOldFormat,
    FileIsOtherFormat,
    FileIsRefused,
    FileIsTooLarge,
    FileUnpacksTooLarge,
    Finding,
    Kind,
    QuotesAreOpen,
)
from accountability.spreadsheet.separated import guarded, unguarded, write_separated
from accountability.spreadsheet.workbook import look_of
from accountability.spreadsheet.workbook_writing import OutColumn, OutSheet, write_workbook
from tests.factories.workbooks import many_rows, packed, rows_of

MOST_MEMORY = 12_000_000
UNLIMITED = replace(LIMITS, size=10**9, unpacked=10**12, part=10**12, tags=10**12, texts=10**12, letters=10**12, rows=10**12)
TEXT = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def texts(content, limits=LIMITS):
    return [[cell.text for cell in row] for row in read_spreadsheet(content, limits=limits).sheets[0].rows]


def findings(content):
    return [(each.finding, each.row, each.column) for each in read_spreadsheet(content).remarks]


def peak_of(content, limits=LIMITS):
    """The most memory, in bytes, that reading took beside the file itself."""
    tracemalloc.start()
    with suppress(FileIsRefused):
        read_spreadsheet(content, limits=limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


# What there is to read


def test_cells_are_text_whatever_they_were():
    book = openpyxl.Workbook()
    book.active.append(["words", 3, 3.0, 0.5, True, date(2026, 5, 4), None, "=1+1 is two"])
    book.active["B2"].number_format, book.active["B2"].value = "0%", 0.75
    content = io.BytesIO()
    book.save(content)
    rows = texts(content.getvalue())
    assert rows[0][:7] == ["words", "3", "3", "0.5", "TRUE", "2026-05-04", ""]
    assert rows[1] == ["", "75%"]


def test_what_another_library_reads_is_read_the_same():
    book = openpyxl.Workbook()
    for row in (["č", "  spaces ", "two\nlines"], [], [None, "עברית", "😀"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    theirs = openpyxl.load_workbook(content, read_only=True).active.iter_rows(values_only=True)
    assert [[cell or "" for cell in row] for row in theirs] == [[*row, *[""] * (3 - len(row))] for row in texts(content.getvalue())]


def test_a_formula_gives_the_value_that_was_worked_out():
    content = packed(rows_of("<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c></row>"))
    assert read_spreadsheet(content).sheets[0].rows[0] == (Cell("2", Kind.NUMBER), Cell("", Kind.UNCOUNTED))
    assert findings(content) == [(Finding.UNCOUNTED, 1, 2), (Finding.COUNTED, None, None)]


def test_joined_cells_errors_and_missing_texts_are_reported_by_place():
    sheet = rows_of(
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2" t="s"><v>9</v></c></row>',
        after='<mergeCells><mergeCell ref="A3:B4"/></mergeCells>',
    )
    assert findings(packed(sheet)) == [(Finding.ERROR, 2, 2), (Finding.LOST_TEXT, 2, 3), (Finding.MERGED, 3, 1)]


def test_hidden_sheets_and_macros_are_read_and_reported():
    content = packed(rows_of(TEXT.format("x")), state="veryHidden", vbaProject="")
    content = content.replace(b"vbaProject.xml", b"vbaProject.bin")
    assert [finding for finding, _, _ in findings(content)] == [Finding.MACROS, Finding.HIDDEN]


def test_days_may_count_from_1904_and_odd_formats_are_told_apart():
    looks = [look_of("1", {"1": code}).value for code in ("dd/mm/yy", '0 "days"', "0.0%", "[Red]0", "General", r"0\d")]
    assert looks == ["date", "plain", "percent", "plain", "plain", "plain"]


@pytest.mark.parametrize("number", ["nan", "inf", "1e999", "--3", "1e400", "9999999999999999999"])
def test_odd_numbers_are_text(number):
    assert texts(packed(rows_of(f"<row><c><v>{number}</v></c></row>")))[0][0]


@pytest.mark.parametrize("serial", ["0", "60", "2958465", "2958466", "-1", "0.75"])
def test_any_day_is_readable(serial):
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    assert texts(packed(rows_of(f'<row><c s="0"><v>{serial}</v></c></row>'), st=styles))[0][0]


# What is refused


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileIsEmpty),
        (b" \r\n", FileIsEmpty),
        (COMPOUND + b"...", FileIsOldFormat),
        (COMPOUND + LOCKED, FileIsLocked),
        (b"%PDF-1.7", FileIsOtherFormat),
        (b"\x89PNG\r\n", FileIsOtherFormat),
        (b"PK\x05\x06" + bytes(18), FileIsOtherFormat),
        (b"PK\x03\x04 but no more", FileIsBroken),
        (b"a\0b", FileIsOtherFormat),
        (b"\xff\xfea", FileIsBroken),
        (b"\x81\x8d\x81", FileIsOtherFormat),
        (b'a,"b', QuotesAreOpen),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(content, refusal):
    with pytest.raises(refusal):
        read_spreadsheet(content)


def test_another_kind_of_archive_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(FileIsOtherFormat):
        read_spreadsheet(content.getvalue())
    with zipfile.ZipFile(content := io.BytesIO(), "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(FileIsOtherFormat):
        read_spreadsheet(content.getvalue())


@pytest.mark.parametrize("mark", ['<!DOCTYPE a [<!ENTITY a "b">]>', "<a " + 'b="1" ' * 60_000, "<a>" * 50, "<a></b>"])
def test_xml_that_no_program_writes_is_refused(mark):
    with pytest.raises(FileIsBroken):
        read_spreadsheet(packed(mark + rows_of("")))


@given(place=st.integers(0, 3_000), byte=st.integers(0, 255), cut=st.booleans())
@example(place=30, byte=0, cut=True)
def test_a_damaged_file_is_never_an_error_of_ours(place, byte, cut):
    whole = write_workbook([OutSheet(name="A", columns=(OutColumn(heading="a"),), rows=[["words", "more"]])])
    content = whole[:place] if cut else whole[:place] + bytes([byte]) + whole[place + 1 :]
    with suppress(FileIsRefused):
        read_spreadsheet(content)


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"a;b\n"):
        with suppress(FileIsRefused):
            read_spreadsheet(start + content)


# How much is read


def test_a_million_rows_stop_at_the_limit_with_a_sentence():
    content = many_rows(1_000_000)
    began = time.perf_counter()
    found = read_spreadsheet(content)
    assert time.perf_counter() - began < 2
    assert len(found.sheets[0].rows) == LIMITS.rows
    assert [each.finding for each in found.remarks] == [Finding.ROWS_LEFT_OUT]


BOMBS = {
    "rows": lambda: many_rows(60_000),
    "unpacks to much": lambda: packed(rows_of(" " * 130_000_000)),
    "unpacks to less": lambda: packed(rows_of("<row>" + "<c/>" * 1_000_000 + "</row>")),
    "texts": lambda: packed(rows_of(""), ss="<sst>" + "<si><t>a text</t></si>" * 300_000 + "</sst>"),
    "one long text": lambda: packed(rows_of(TEXT.format("a" * 9_000_000))),
    "attributes": lambda: packed(rows_of("<row " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>")),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_takes_bounded_memory(bomb):
    assert peak_of(BOMBS[bomb]()) < MOST_MEMORY


@pytest.mark.parametrize("bomb", ["rows", "texts"])
def test_without_limits_the_same_bomb_would_take_more(bomb):
    assert peak_of(BOMBS[bomb](), UNLIMITED) > MOST_MEMORY


def test_a_large_file_is_not_opened_at_all():
    with pytest.raises(FileIsTooLarge):
        read_spreadsheet(b"a" * (LIMITS.size + 1))
    with pytest.raises(FileUnpacksTooLarge):
        read_spreadsheet(BOMBS["unpacks to much"]())


def test_columns_far_to_the_right_are_left_out_and_said_so():
    assert findings(packed(rows_of('<row><c r="ZZ1"><v>1</v></c></row>'))) == [(Finding.COLUMNS_LEFT_OUT, None, None)]
    wide = ",".join(["x"] * 100).encode()
    assert (len(texts(wide)[0]), findings(wide)) == (60, [(Finding.COLUMNS_LEFT_OUT, None, None)])


def test_remarks_come_to_an_end():
    content = packed(rows_of('<row><c t="e"><v>#N/A</v></c></row>' * 1_000))
    assert len(findings(content)) == LIMITS.remarks + 1
    assert findings(content)[-1][0] is Finding.MORE


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_as_programs_write_it(delimiter, encoding):
    line = delimiter.join(["č", '"a; b, c"', "3"])
    assert texts(f"{line}\r\n{line}\r\n\r\n".encode(encoding)) == [["č", "a; b, c", "3"]] * 2


@pytest.mark.parametrize(
    ("code_page", "word", "finding"),
    [("cp1250", "Odgovornost prema ženama i građanima", Finding.CENTRAL_EUROPEAN), ("cp1251", "Отчетност", Finding.CYRILLIC)],
)
def test_letters_of_an_old_code_page_are_read_and_said_so(code_page, word, finding):
    content = f"{word};3\n".encode(code_page)
    assert texts(content) == [[word, "3"]]
    assert findings(content)[0][0] is finding


def test_csv_stops_at_the_limit_too():
    content = b"word;more\n" * 10_000
    assert len(texts(content)) == LIMITS.rows
    assert findings(content) == [(Finding.ROWS_LEFT_OUT, LIMITS.rows + 1, None)]


# There and back


@given(cells=st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=4))
@example(cells=[["=1+1", "'=1"], ["''", "\r\n"], ["_x0041_", "\x01\x1f"], ["＝1", " @a"], ["😀" * 60, "‏עברית"]])
def test_what_is_written_is_read_back_letter_by_letter(cells):
    book = write_workbook([OutSheet(name="A", columns=(OutColumn(heading="a"),) * 2, rows=cells)])
    padded = [[*row, "", ""][:2] for row in texts(book)[1:]]
    assert padded + [["", ""]] * (len(cells) - len(padded)) == cells
    again = [[*row, "", ""][:2] for row in texts(write_separated([["a", "a"], *cells]))[1:]]
    assert again + [["", ""]] * (len(cells) - len(again)) == cells


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u3000＋"])
def test_no_cell_of_ours_is_a_formula_to_anybody(first):
    assert write_separated([[f"{first}1+1"]]).decode("utf-8-sig").strip('"').startswith("'")
    book = write_workbook([OutSheet(name="A", columns=(OutColumn(heading="a"),), rows=[[f"{first}1+1"]])])
    assert openpyxl.load_workbook(io.BytesIO(book)).active["A2"].data_type == "s"


@given(text=WORDS)
def test_the_apostrophe_comes_off_again(text):
    assert unguarded(guarded(text)) == text


def test_a_writer_that_takes_text_for_formulas_is_noticed(monkeypatch):
    monkeypatch.setattr("accountability.spreadsheet.workbook_writing.AS_TEXT", {"in_memory": True})
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_string", lambda page, *cell: page.write(*cell))
    book = write_workbook([OutSheet(name="A", columns=(OutColumn(heading="a"),), rows=[["=1+1"]])])
    assert openpyxl.load_workbook(io.BytesIO(book)).active["A2"].data_type == "f"


def test_the_same_sheets_make_the_same_bytes():
    sheets = [OutSheet(name="A", columns=(OutColumn(heading="a", choices=("1", "2")),), rows=[["1"]])]
    assert write_workbook(sheets) == write_workbook(sheets)
