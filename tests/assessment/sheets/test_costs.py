"""How often the pages of spreadsheets ask the database, and how long a whole sheet takes to be brought in."""

import time

import pytest

from accountability.assessment import queries
from accountability.assessment.domain.sheets.columns import Column
from accountability.assessment.domain.sheets.proposing import Stored
from tests.factories.assessment import level, rate


@pytest.fixture
def answered(ours, assessment):
    """`answered(3)`: so many key actions have an answer."""

    def answer(number):
        with ours.session() as session, session.begin():
            found = queries.get_assessment(session, assessment.id)
            for each in queries.list_asked(session, found)[:number]:
                rate(ours, session, found, each.slug, level(number % 5), seen=1)

    return answer


def costs(client, paths):
    found = []
    for path in paths:
        client.get(path)
        found.append(client.queries)
    return found


def test_pages_ask_as_often_for_one_row_as_for_all(sign_in, answered, send, sheets, rows_of):
    client = sign_in("officer")
    slugs = [row[2] for row in rows_of(client)[1:]]
    answered(1)
    few = costs(client, (sheets, f"{sheets}/assessment.csv", send(client, {slugs[0]: {Column.ANSWER: "3"}})))
    answered(24)
    more = costs(client, (sheets, f"{sheets}/assessment.csv", send(client, {slug: {Column.ANSWER: "3"} for slug in slugs})))
    assert more == few
    assert max(more) <= 16


def test_a_page_that_asks_once_a_row_is_noticed(sign_in, answered, sheets, monkeypatch):
    def asking(session, assessment, **_):
        rows = queries.list_agreed(session, assessment)
        return {slug: Stored(answer=queries.find_agreed(session, assessment, key_action=slug).answer) for slug in rows}

    monkeypatch.setattr("accountability.assessment.queries.sheets_out.list_stored", asking)
    client = sign_in("officer")
    answered(1)
    [few] = costs(client, (f"{sheets}/assessment.csv",))
    answered(24)
    [more] = costs(client, (f"{sheets}/assessment.csv",))
    assert more == few + 23


def test_a_whole_sheet_is_brought_in_within_seconds(sign_in, send, rows_of):
    client = sign_in("officer")
    slugs = [row[2] for row in rows_of(client)[1:]]
    address = send(client, {slug: {Column.ANSWER: "3", Column.NOTE: "seen " * 700, Column.TARGET: "4"} for slug in slugs})
    seen = client.get(address).text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    began = time.perf_counter()
    client.post(address, {"seen": seen})
    assert time.perf_counter() - began < 10
