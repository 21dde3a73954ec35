"""The pages on which a spreadsheet goes out and comes back, as members of different roles meet them."""

import io
import re
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from accountability import clock, jobs
from accountability.assessment.domain.sheets.columns import Column
from accountability.spreadsheet.separated import write_separated
from tests.factories.assessment import FIRST, NOT_APPLICABLE, SECOND, latest, level, rated, signed
from tests.factories.sheets import changed
from tests.factories.workbooks import many_rows, packed
from tests.factories.workbooks import rows_of as sheet_of

THREE = {Column.ANSWER: "3", Column.NOTE: "seen in the minutes"}


def bring_in(client, address, **more):
    """Press the button of the page."""
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(address).text)
    return client.post(address, {"seen": seen[1], **more})


# Out


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_holds_every_key_action_and_every_column(sign_in, ours, assessment, rows_of, form):
    rated(ours, assessment, FIRST, NOT_APPLICABLE)
    rows = rows_of(sign_in("viewer"), form)
    assert rows[0] == [column.value for column in Column]
    assert len(rows) == 25
    row = next(dict(zip(Column, row, strict=True)) for row in rows if FIRST in row)
    assert (row[Column.ANSWER], row[Column.REASON]) == ("not applicable", "We have no staff")


def test_both_forms_say_the_same(sign_in, rows_of):
    client = sign_in("officer")
    assert rows_of(client, "csv") == rows_of(client, "xlsx")


def test_the_same_moment_gives_the_same_bytes(sign_in, sheets):
    client = sign_in("officer")
    assert client.get(f"{sheets}/assessment.xlsx").data == client.get(f"{sheets}/assessment.xlsx").data


def test_there_is_no_other_form(sign_in, sheets):
    sign_in("officer").get(f"{sheets}/assessment.pdf", expect=404)


@pytest.mark.parametrize("role", ["data_entry", "safeguarding", "coordinator"])
def test_who_reads_no_assessment_takes_none_out(sign_in, sheets, role):
    sign_in(role).get(f"{sheets}/assessment.csv", expect=403)


@pytest.mark.parametrize("role", ["viewer", "board", "reviewer"])
def test_who_only_reads_brings_nothing_in(sign_in, sheets, role):
    assert "Bring it in" not in sign_in(role).get(sheets).text
    sign_in(role).post(sheets, expect=403)


# In


def test_a_filled_sheet_is_shown_first_and_then_brought_in(sign_in, ours, assessment, send):
    client = sign_in("officer")
    address = send(client, {FIRST: THREE})
    shown = client.get(address).text
    assert "seen in the minutes" in shown
    assert "Bring in one row" in shown
    assert latest(ours, assessment) is None
    assert "1 key action was brought in" in client.get(bring_in(client, address).location).text
    assert latest(ours, assessment).answer.level == 3


def test_nothing_is_brought_in_that_was_not_shown(sign_in, ours, assessment, send):
    client = sign_in("officer")
    address = send(client, {FIRST: THREE})
    client.get(address)
    rated(ours, assessment, FIRST, level(1))
    answer = client.post(address, {"seen": "of another page"}, expect=422)
    assert "Look at the rows again" in answer.text
    assert latest(ours, assessment).answer.level == 1


def test_a_conflict_is_brought_in_only_when_it_is_ticked(sign_in, ours, assessment, send, rows_of):
    client = sign_in("officer")
    before = rows_of(client)
    rated(ours, assessment, FIRST, level(1))
    content = write_separated(changed(before, {FIRST: THREE}))
    address = send(client, content=content)
    assert "Changed here too" in client.get(address).text
    row = next(number for number, row in enumerate(before, start=1) if FIRST in row)
    bring_in(client, address, taken=str(row))
    assert latest(ours, assessment).answer.level == 3


def test_problems_are_said_row_by_row_all_at_once(sign_in, send):
    client = sign_in("officer")
    changes = {FIRST: {Column.ANSWER: "7"}, SECOND: {Column.ANSWER: "not applicable"}}
    shown = client.get(send(client, changes)).text
    assert "“answer” says “7”" in shown
    assert "Enter why this does not apply" in shown
    assert "There is nothing to bring in." in shown


def test_all_is_taken_back_with_one_press(sign_in, ours, assessment, send):
    client = sign_in("officer")
    address = send(client, {FIRST: THREE, SECOND: THREE})
    client.get(bring_in(client, address).location)
    rated(ours, assessment, SECOND, level(4), seen=1)
    text = client.get(client.post(f"{address}/take-back").location).text
    assert "Taken back" in text
    assert SECOND in text
    assert latest(ours, assessment).answer.verdict is None


def test_what_was_read_can_be_thrown_away(sign_in, send, sheets):
    client = sign_in("officer")
    address = send(client, {FIRST: THREE})
    client.get(client.post(f"{address}/discard").location)
    client.get(address, expect=404)


def test_what_waits_is_for_nobody_else(sign_in, send):
    address = send(sign_in("officer"), {FIRST: THREE})
    sign_in("owner").get(address, expect=404)
    sign_in("owner").post(f"{address}/discard", expect=404)


def test_a_signed_assessment_takes_nothing_in(sign_in, ours, assessment, send, sheets):
    client = sign_in("officer")
    address = send(client, {FIRST: THREE})
    page = client.get(address).text
    signed(ours, assessment)
    assert "signed off" in client.get(sheets).text
    client.post(address, {"seen": re.search(r'name="seen"[^>]*value="(\w+)"', page)[1]}, expect=422)


# Hostile files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "not a spreadsheet"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls format"),
        (packed(sheet_of("<row>" + "<c/>" * 3_000_000 + "</row>")), "far more"),
        (packed(sheet_of("")), "nothing in this file"),
        (b" ", "empty"),
    ],
    ids=["pdf", "broken", "old", "bomb", "no row", "empty"],
)
def test_what_cannot_be_read_is_refused_beside_the_field(sign_in, send, content, said):
    assert said in send(sign_in("officer"), content=content, expect=422)


def test_no_file_is_asked_for(sign_in, sheets):
    client = sign_in("officer")
    client.get(sheets)
    assert "Choose a file" in client.post(sheets, {"file": ""}, expect=422).text


def test_a_million_rows_end_with_a_sentence(sign_in, send):
    client = sign_in("officer")
    address = send(client, content=many_rows(1_000_000), name="big.xlsx")
    assert "/columns" in address
    client.get(address)


def test_a_file_may_be_larger_than_a_form(sign_in, sheets):
    client = sign_in("officer")
    file = FileStorage(io.BytesIO(b"score;evidence\n" + b"3;seen\n" * 100 + b"\n" * 2_000_000), filename="big.csv")
    fields = {"csrf_token": client.csrf_token(), "file": file}
    boundary, body = encode_multipart(fields)
    with clock.fixed(client.at):
        answer = client.browser.post(sheets, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert (answer.status_code, answer.location.rpartition("/")[2]) == (303, "columns")


def test_a_sheet_with_every_kind_of_trouble_is_reported_and_never_an_error(sign_in, send):
    cells = (
        '<row r="1"><c t="inlineStr"><is><t>code</t></is></c><c t="inlineStr"><is><t>answer</t></is></c>'
        '<c t="inlineStr"><is><t>note</t></is></c></row>'
        f'<row r="2"><c t="inlineStr"><is><t>{FIRST}</t></is></c><c><f>1+1</f></c><c t="e"><v>#REF!</v></c></row>'
        f'<row r="3"><c t="inlineStr"><is><t>{SECOND}</t></is></c><c s="0"><v>45000</v></c></row>'
        '<row r="4"><c t="inlineStr"><is><t>no-such-code</t></is></c><c t="b"><v>1</v></c></row>'
    )
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = packed(sheet_of(cells, after='<mergeCells><mergeCell ref="A5:B6"/></mergeCells>'), state="hidden", st=styles)
    client = sign_in("officer")
    text = client.get(send(client, content=content)).text
    for said in (
        "never worked out",
        "holds an error",
        "holds a day (2023-03-15)",
        "no key action “no-such-code”",
        "joined",
        "hidden",
    ):
        assert said in text, said


# A sheet of the field's own kind

OWN = (
    "Autoevaluación 2026\n\n"
    "Evidencia de avances;Compromiso;Subpunto;Áreas de mejora;Puntaje\n"
    "Actas;1. Justicia e igualdad;1.1;Traducir;3\n"
    ";;1.2;;5\n"
    "Nada;;1.2;;1\n"
    ";2;;Todo;N/A\n"
)


def test_a_foreign_sheet_is_understood_step_by_step(sign_in, ours, assessment, send):
    client = sign_in("officer")
    address = send(client, content=OWN.encode())
    page = client.get(address).text
    assert page.count("selected") >= 5
    meanings = ["evidence", "commitment", "key-action", "areas", "score"]
    rows = client.post(address, {f"column-{place}": meaning for place, meaning in enumerate(meanings)}).location
    text = client.get(rows).text
    assert re.search(r'name="row-4"[^>]*value="c01-a', text)
    chosen = {"score-0": "2", "score-1": "4", "score-2": "0", "row-4": FIRST, "row-5": SECOND, "row-6": SECOND, "row-7": ""}
    again = client.post(rows, chosen).location
    assert again == rows
    assert "Several rows for one key action" in client.get(again).text
    shown = client.post(rows, chosen | {f"counting-{SECOND}": "5"}).location
    bring_in(client, shown)
    assert latest(ours, assessment).answer.note == "Evidencia de avances: Actas\nÁreas de mejora: Traducir"
    assert latest(ours, assessment, SECOND).answer.note == "Nada"


def test_columns_must_say_something(sign_in, send):
    client = sign_in("officer")
    address = send(client, content=OWN.encode())
    client.get(address)
    assert (
        "Select which column is the score" in client.post(address, {f"column-{place}": "" for place in range(5)}, expect=422).text
    )
    twice = client.post(address, {"column-0": "score", "column-4": "score"}, expect=422).text
    assert "Only one column can be “Score”" in twice


def test_a_row_goes_only_to_a_key_action_that_is_asked(sign_in, send):
    client = sign_in("officer")
    address = send(client, content=OWN.encode())
    client.get(address)
    rows = client.post(address, {"column-4": "score"}).location
    client.get(rows)
    assert "Row 4: select a key action" in client.post(rows, {"row-4": "c99-z"}, expect=422).text


def test_the_row_of_headings_can_be_another(sign_in, send):
    client = sign_in("officer")
    address = send(client, content=OWN.encode())
    assert "Column B: Compromiso" in client.get(address).text
    assert "Column A: Actas" in client.get(f"{address}?row=4&sheet=0").text
    assert "Column A: Actas" not in client.get(f"{address}?row=400&sheet=9").text


# What is kept


def test_what_was_not_brought_in_is_gone_the_next_day(sign_in, ours, send, worker, at):
    client = sign_in("officer")
    address = send(client, {FIRST: THREE})
    jobs.run("leaving.forget_what_is_over", worker, at=(at + timedelta(hours=20)).replace(minute=17))
    client.get(address)
    jobs.run("leaving.forget_what_is_over", worker, at=(at + timedelta(hours=25)).replace(minute=17))
    client.get(address, expect=404)
