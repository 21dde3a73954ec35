"""A sheet of ours to send, and the pages it is sent to."""

import io

import pytest

from accountability.spreadsheet.reading import read_spreadsheet
from accountability.spreadsheet.separated import write_separated
from tests.factories.assessment import start
from tests.factories.sheets import changed


@pytest.fixture
def assessment(ours):
    with ours.session() as session, session.begin():
        return start(ours, session)


@pytest.fixture
def sheets(assessment):
    return f"/assessments/{assessment.id}/sheets"


@pytest.fixture
def rows_of(sheets):
    """`rows_of(client)`: the rows of an export, headings first."""

    def read(client, form="xlsx"):
        sheet = read_spreadsheet(client.get(f"{sheets}/assessment.{form}").data).sheets[0]
        width = len(sheet.rows[0])
        return [[*(cell.text for cell in row), *[""] * (width - len(row))] for row in sheet.rows]

    return read


@pytest.fixture
def send(sheets, rows_of):
    """`send(client, {FIRST: {…}})`: an export of ours, changed and chosen; the address of the page that follows."""

    def send_file(client, changes=None, *, content=None, name="scores.csv", expect=303):
        content = content or write_separated(changed(rows_of(client), changes or {}))
        client.get(sheets)
        answer = client.post(sheets, {"file": (io.BytesIO(content), name)}, expect=expect)
        return answer.location if expect == 303 else answer.text

    return send_file
